import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const MODULE = `import packed from 'mutation-testing-elements/dist/mutation-test-elements.js';
import { brotliDecompressSync } from 'node:zlib';
export const mutationViewer = () => brotliDecompressSync(Buffer.from(packed, 'base64')).toString('utf8');
`;

/**
 * Plugin of esbuild: the viewer of mutation reports as compressed text, a third of its size; it is not code of the program.
 */
export const packedViewer = {
  name: 'packed-viewer',
  setup(bundle) {
    bundle.onLoad({ filter: /[\\/]src[\\/]cli[\\/]mutation[\\/]viewer\.ts$/ }, ({ path }) => ({
      contents: MODULE,
      loader: 'js',
      resolveDir: dirname(path),
    }));
    bundle.onLoad({ filter: /[\\/]mutation-test-elements\.js$/ }, ({ path }) => ({
      contents: `export default ${JSON.stringify(brotliCompressSync(readFileSync(path)).toString('base64'))};`,
      loader: 'js',
    }));
  },
};
