// Writes types/index.d.ts and types/plugin.d.ts: the declarations of `rulecheck` and `rulecheck/plugin` in one file each,
// which exports what the documentation names and nothing of the program besides.
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';

const OUT = 'types';
/** Entry points, and the names of their declarations. */
const ENTRIES = { 'src/api/index.ts': 'index.d.ts', 'src/plugin.ts': 'plugin.d.ts' };
const require = createRequire(import.meta.url);

// Inside the repository, so that the types of libraries are found.
const folder = await mkdtemp('dist.types-');
try {
  await declare(folder);
  await rm(OUT, { recursive: true, force: true });
  for (const [entry, out] of Object.entries(ENTRIES))
    bundle(join(folder, entry.replace(/^src\//, '').replace(/\.ts$/, '.d.ts')), join(OUT, out));
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** The declarations of every module that the entry points reach. */
async function declare(out) {
  const settings = JSON.parse(await readFile('tsconfig.json', 'utf8')).compilerOptions;
  const kept = ['target', 'module', 'moduleResolution', 'types'].flatMap((key) => [
    `--${key}`,
    String(settings[key]),
  ]);
  const written = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--rootDir', 'src'];
  const rules = ['--strict', '--verbatimModuleSyntax', '--allowImportingTsExtensions', '--skipLibCheck'];
  const settled = ['--ignoreConfig', ...written, '--outDir', out, ...kept, ...rules, '--lib', 'ES2023'];
  run('typescript/bin/tsc', [...settled, ...Object.keys(ENTRIES)]);
  // The compiler leaves the endings of imports as they are, and there is no `./x.ts` among declarations.
  for (const file of globSync(`${out}/**/*.d.ts`)) {
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/((?:from|import\()\s*'\.{1,2}\/[^']*)\.ts'/g, "$1.js'"));
  }
}

function bundle(entry, out) {
  const script = 'dts-bundle-generator/dist/bin/dts-bundle-generator.js';
  // The package has no dependencies: what its types name is in them.
  const inlined = ['--external-inlines', 're2js'];
  run(script, [
    '--silent',
    '--no-banner',
    ...inlined,
    '--export-referenced-types',
    'false',
    '-o',
    out,
    entry,
  ]);
}

function run(script, args) {
  const { status } = spawnSync(process.execPath, [require.resolve(script), ...args], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
