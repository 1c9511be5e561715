/**
 * The layers of src/, highest first. A file may import its own layer and the layers below it, never one
 * above. docs/architecture.md explains each; the ESLint rule below enforces the order.
 */
export const LAYERS = [
  'api',
  'cli',
  'editor',
  'reporters',
  'upgrade',
  'testing',
  'live',
  'lint',
  'checks',
  'analysis',
  'project',
  'documents',
  'grafana',
  'promql',
  'pipelines',
  'logql',
  'template',
  'routing',
  'config',
  'tools',
  'yaml',
  'diagnostics',
  'source',
  'go',
  'releases',
  'util',
];

/** The layer of a path below src/, or undefined for files outside src/ or directly in it. */
function layerOf(path) {
  const match = /\/src\/([^/]+)\//.exec(path);
  return match === null ? undefined : match[1];
}

/** ESLint rule: imports go down the list of layers only. */
export const downOnly = {
  meta: {
    type: 'problem',
    docs: { description: 'imports go down the layers only' },
    schema: [],
    messages: {
      up: 'src/{{from}} may not import src/{{to}}: imports go down only ({{order}}). Move the shared part down, or pass it in as an argument.',
      unknown: 'src/{{from}} is no known layer: add it to scripts/layers.js and docs/architecture.md.',
    },
  },
  create(context) {
    const from = layerOf(context.filename.replaceAll('\\', '/'));
    if (from === undefined) return {};
    const check = (node) => {
      const target = node.source?.value;
      if (typeof target !== 'string' || !target.startsWith('.')) return;
      const resolved = new URL(target, `file://${context.filename}`).pathname;
      const to = layerOf(resolved);
      if (to === undefined || to === from) return;
      const [a, b] = [LAYERS.indexOf(from), LAYERS.indexOf(to)];
      if (a < 0) context.report({ node, messageId: 'unknown', data: { from } });
      else if (b < a)
        context.report({ node, messageId: 'up', data: { from, to, order: LAYERS.join(' > ') } });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};
