// Bundles src/cli into dist/ with esbuild; heavy libraries stay in chunks of their own that load on first use.
import { createHash } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import { refuseCircles, toCommonJs } from './build/common-js.js';
import { buildExtension } from './build/extension.js';
import { ensureValidator } from './build/ensure-validator.js';
import { lazyLibraries } from './build/lazy-libraries.js';
import { noticeOf } from './build/notice.js';
import { packedViewer } from './build/packed-viewer.js';

// Into a folder beside it first: a build that fails leaves the last good one in place.
const outdir = `dist.${process.pid}`;
const options = {
  outdir,
  bundle: true,
  platform: 'node',
  target: 'node20',
  // Node reads every byte of a module before it runs: the start is a quarter shorter with half the bytes.
  minify: true,
  // The licences stand in NOTICE, all in one place.
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};

ensureValidator();
try {
  await buildExtension();
  const { chunks, metafile } = await programChunks();
  // Kept answers are those of the very program that gave them.
  const hash = createHash('sha256').update(JSON.stringify(chunks)).digest('hex');
  for (const { path, code } of chunks) await write(path, withBuild(code, hash));
  await write('package.json', '{ "type": "commonjs" }\n');
  const loader = await buildLoader(hash);
  for (const [module, chunk] of [
    ['plugin.mjs', 'plugin.js'],
    ['index.mjs', 'api.js'],
  ])
    await write(module, library(chunk, exportsOf(metafile, chunk)));
  await rm('dist', { recursive: true, force: true });
  await rename(outdir, 'dist');
  await writeFile('NOTICE', noticeOf([metafile, loader.metafile]));
} finally {
  await rm(outdir, { recursive: true, force: true });
}

/** Only ES modules can be split into chunks, and only CommonJS modules can be loaded with compiled code. */
async function programChunks() {
  const { outputFiles, metafile } = await build({
    ...options,
    entryPoints: { cli: 'src/cli/main.ts', plugin: 'src/plugin.ts', api: 'src/api/index.ts' },
    splitting: true,
    format: 'esm',
    chunkNames: 'chunks/[name]-[hash]',
    define: { 'import.meta.dirname': '__dirname', 'import.meta.url': '__moduleUrl' },
    plugins: [lazyLibraries, packedViewer],
    write: false,
  });
  refuseCircles(metafile);
  const chunks = await Promise.all(
    outputFiles.map(async ({ path, text }) => ({
      path: relative(outdir, path),
      code: await toCommonJs(text),
    })),
  );
  return { chunks: chunks.sort((a, b) => (a.path < b.path ? -1 : 1)), metafile };
}

async function buildLoader(hash) {
  const entryPoints = { start: 'src/cli/start.ts' };
  const { outputFiles, metafile } = await build({ ...options, entryPoints, format: 'cjs', write: false });
  await write('start.js', withBuild(outputFiles[0].text, hash));
  return { metafile };
}

/** The program knows which build it is. */
function withBuild(code, hash) {
  return code.replaceAll('__RULECHECK_BUILD__', hash);
}

/**
 * What plugins and programs import: an ES module around the program's chunks. Node loads it beside the program and with modules of its
 * own: a plugin that runs by itself, in its tests, has no program.
 */
function library(chunk, names) {
  return `import { createRequire } from 'node:module';
const library = createRequire(import.meta.url)('./${chunk}');
export const { ${names.join(', ')} } = library;
`;
}

/** What an entry point exports. */
function exportsOf({ outputs }, name) {
  return Object.entries(outputs).find(([path]) => path.endsWith(`/${name}`))[1].exports;
}

async function write(path, text) {
  await mkdir(dirname(join(outdir, path)), { recursive: true });
  await writeFile(join(outdir, path), text);
}
