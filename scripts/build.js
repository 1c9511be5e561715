// Bundles src/cli into dist/ with esbuild; heavy libraries stay in chunks of their own that load on first use.
import { rename, rm } from 'node:fs/promises';
import { build } from 'esbuild';

// Into a folder beside it first: a build that fails leaves the last good one in place.
const outdir = `dist.${process.pid}`;
await build({
  entryPoints: { cli: 'src/cli/main.ts' },
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  sourcemap: false,
  legalComments: 'none',
  chunkNames: 'chunks/[name]-[hash]',
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
await rm('dist', { recursive: true, force: true });
await rename(outdir, 'dist');
