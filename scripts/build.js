// Bundles src/cli into dist/ with esbuild; heavy libraries stay in chunks of their own that load on first use.
import { createHash } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { build, transform } from 'esbuild';
import { keepCompiledCode } from './build/compiled-code.js';
import { ensureValidator } from './build/ensure-validator.js';
import { lazyLibraries } from './build/lazy-libraries.js';

// Into a folder beside it first: a build that fails leaves the last good one in place.
const outdir = `dist.${process.pid}`;
const options = {
  outdir,
  bundle: true,
  platform: 'node',
  target: 'node20',
  // Node reads every byte of a module before it runs: the start is a quarter shorter with half the bytes.
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
};

/** What stands for the things that CommonJS has not, in the chunks that use them. */
const STAND_INS = {
  __later: '(path) => Promise.resolve().then(() => require(path))',
  // The loader hands in its own: code that V8 runs with what it compiled before cannot import by itself.
  __imported: 'module.imported ?? ((name) => import(name))',
  __moduleUrl: "require('node:url').pathToFileURL(__filename).href",
};

ensureValidator();
try {
  const chunks = await programChunks();
  // Kept answers are those of the very program that gave them.
  const hash = createHash('sha256').update(JSON.stringify(chunks)).digest('hex');
  for (const { path, code } of chunks) await write(path, code.replaceAll('__RULECHECK_BUILD__', hash));
  await write('package.json', '{ "type": "commonjs" }\n');
  await buildLoader();
  await buildPluginLibrary();
  keepCompiledCode(outdir);
  await rm('dist', { recursive: true, force: true });
  await rename(outdir, 'dist');
} finally {
  await rm(outdir, { recursive: true, force: true });
}

/** Only ES modules can be split into chunks, and only CommonJS modules can be loaded with compiled code. */
async function programChunks() {
  const { outputFiles } = await build({
    ...options,
    entryPoints: { cli: 'src/cli/main.ts' },
    splitting: true,
    format: 'esm',
    chunkNames: 'chunks/[name]-[hash]',
    define: { 'import.meta.dirname': '__dirname', 'import.meta.url': '__moduleUrl' },
    plugins: [lazyLibraries],
    write: false,
  });
  const chunks = await Promise.all(
    outputFiles.map(async ({ path, text }) => ({
      path: relative(outdir, path),
      code: await toCommonJs(text),
    })),
  );
  return chunks.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Chunks that load later are required then; a dynamic import of anything else (a plugin) stays one. */
async function toCommonJs(text) {
  const required = text
    .replaceAll(/\bimport\((?="\.{1,2}\/)/g, '__later(')
    .replaceAll(/(?<![\w.$"'`])import\(/g, '__imported(');
  const standIns = Object.entries(STAND_INS).filter(([name]) => required.includes(name));
  const prelude = standIns.map(([name, value]) => `const ${name} = ${value};\n`).join('');
  const { code } = await transform(prelude + required, { format: 'cjs', target: 'node20', minify: true });
  return asciiOnly(code);
}

/** The loader reads bytes as characters, which is right for ASCII alone; esbuild leaves other characters in patterns. */
function asciiOnly(code) {
  return code.replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

async function buildLoader() {
  await build({ ...options, entryPoints: { start: 'src/cli/start.ts' }, format: 'cjs' });
}

/** What plugins import: an ES module by itself, as it is loaded beside the program and not as a part of it. */
async function buildPluginLibrary() {
  await build({
    ...options,
    entryPoints: { plugin: 'src/plugin.ts' },
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
    },
    plugins: [lazyLibraries],
  });
}

async function write(path, text) {
  await mkdir(dirname(join(outdir, path)), { recursive: true });
  await writeFile(join(outdir, path), text);
}
