import { existsSync } from 'node:fs';
import { build } from 'esbuild';

const SOURCE = 'editors/vscode/src/extension.ts';

/** Bundles the extension for VS Code into its own folder; it is not part of the npm package, whose sources do not have it. */
export async function buildExtension() {
  if (!existsSync(SOURCE)) return;
  await build({
    entryPoints: [SOURCE],
    outfile: 'editors/vscode/dist/extension.js',
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode'],
    minify: true,
    legalComments: 'inline',
    logLevel: 'warning',
  });
}
