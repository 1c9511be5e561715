import { createRequire } from 'node:module';

/**
 * Libraries that few runs need but many modules name: bundled so that they are set up at the first call. Loading them
 * (Unicode tables and regular expressions, a hundred modules) would be a third of the start.
 */
const LAZY = {
  // Plain text, which is nearly all there is, is as wide as it is long.
  'string-width': `const all = () => require('eager:string-width').default;
export default (text, options) => (/^[\\x20-\\x7e]*$/.test(text) ? text.length : all()(text, options));`,
  // commander has it for commands that are programs of their own; not used here.
  'node:child_process': `exports.spawn = (...args) => require('node:child_process').spawn(...args);`,
};

const require = createRequire(import.meta.url);

/** Plugin of esbuild: loads the libraries of the table at their first use. */
export const lazyLibraries = {
  name: 'lazy-libraries',
  setup(bundle) {
    const lazy = ({ path }) => ({ path, namespace: 'lazy' });
    bundle.onResolve({ filter: /^string-width$/ }, lazy);
    bundle.onResolve({ filter: /^node:child_process$/ }, (asked) =>
      /node_modules[\\/]commander[\\/]/.test(asked.importer) ? lazy(asked) : undefined,
    );
    bundle.onLoad({ filter: /./, namespace: 'lazy' }, ({ path }) => ({
      contents: LAZY[path],
      resolveDir: import.meta.dirname,
    }));
    bundle.onResolve({ filter: /^eager:/ }, ({ path }) => ({
      path: require.resolve(path.slice('eager:'.length)),
    }));
  },
};
