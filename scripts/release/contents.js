import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

/** Most bytes of the unpacked package. */
const MOST_BYTES = 5_000_000;

/** The required files of the package, and its only allowed folders. */
const NEEDED = [
  ...['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE', 'NOTICE', 'bin/rulecheck.js', 'dist/cli.js'],
  ...[
    'dist/start.js',
    'dist/index.mjs',
    'dist/plugin.mjs',
    'types/index.d.ts',
    'types/plugin.d.ts',
    'schema/rulecheck.schema.json',
    'docs/scenarios.md',
  ],
];
const ALLOWED =
  /^(?:bin\/(?:rulecheck\.js|package\.json)|dist\/(?:chunks\/)?[\w-]+\.(?:js|mjs|json)|types\/(?:index|plugin)\.d\.ts|schema\/[\w.-]+\.json|docs\/(?:checks\/)?[\w/-]+\.md|[A-Z]+(?:\.md)?|package\.json)$/;

/** @throws AssertionError where the package lacks something, or has what nobody needs */
export function checkContents({ files, unpackedSize }) {
  const paths = files.map(({ path }) => path);
  assert.deepEqual(
    NEEDED.filter((path) => !paths.includes(path)),
    [],
    'these files are missing',
  );
  assert.deepEqual(
    paths.filter((path) => !ALLOWED.test(path)),
    [],
    'these files do not belong into the package',
  );
  assert.ok(unpackedSize < MOST_BYTES, `${unpackedSize} bytes unpacked are more than ${MOST_BYTES}`);
  const { dependencies, repository, homepage, bugs } = JSON.parse(readFileSync('package.json', 'utf8'));
  assert.equal(dependencies, undefined, 'every library is bundled: it belongs to devDependencies');
  assert.ok(repository && homepage && bugs, 'package.json names repository, homepage and bugs');
}
