// `npm run release:check`: packs rulecheck as it would be published, installs the tarball into an empty folder and uses it
// there as somebody does who has nothing else. Prints one line a step; the first that fails ends it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkContents } from './release/contents.js';
import { checkInstalled } from './release/installed.js';
import { install, lintPackage, pack } from './release/npm.js';

const folder = await mkdtemp(join(tmpdir(), 'rulecheck-release-'));
try {
  const packed = await step('pack', () => pack(folder));
  await step(`contents of ${packed.filename}`, () => checkContents(packed));
  await step('publint', () => lintPackage(packed.path));
  const project = await step('install into an empty folder', () => install(folder, packed.path));
  await checkInstalled(project, packed.path, step);
  console.log(
    `✔ ${packed.filename}: ${megabytes(packed.unpackedSize)} MB unpacked, ${megabytes(packed.size)} MB packed`,
  );
} catch {
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function step(name, run) {
  try {
    const result = await run();
    console.log(`  ✔ ${name}`);
    return result;
  } catch (error) {
    console.error(`  ✖ ${name}\n${error instanceof Error ? error.message : String(error)}`);
    throw error;
  }
}

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}
