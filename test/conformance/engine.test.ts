import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runSuite, SUITES } from '../../scripts/conformance/suites.ts';
import { formatFailures } from '../../scripts/conformance/table.ts';
import { conformancePath } from '../support/conformance.ts';

const root = conformancePath();

if (root === undefined) it.skip('shared/conformance does not lie beside the checkout');

describe.skipIf(root === undefined).each(SUITES)('engine tests of $title', (suite) => {
  const files =
    root === undefined ? [] : readdirSync(`${root}/${suite.folder}`).filter((file) => file.endsWith('.test'));

  it.each(files)('%s', { timeout: 60_000 }, (file) => {
    const [report] = runSuite(suite, root!, file);
    expect(formatFailures([report!])).toBe('');
    expect(report!.passed).toBeGreaterThan(0);
    expect(report!.staleSkips).toEqual([]);
  });
});
