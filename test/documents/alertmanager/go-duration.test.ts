import { expect, test } from 'vitest';
import { lintFiles } from '../../support/lint-files.ts';

const config = (timeout: string): string => `route: { receiver: a }
receivers:
  - name: a
    webhook_configs:
      - { url: 'http://127.0.0.1:1/', timeout: ${timeout} }
`;

test.each(['2562048h', '9223372036854775808ns', '-2562048h'])('%s overflows a duration of Go', (timeout) => {
  const found = lintFiles({ 'alertmanager.yml': config(timeout) });
  expect(found.map(({ severity, message }) => [severity, message])).toContainEqual([
    'error',
    expect.stringContaining(`is "${timeout}"`),
  ]);
});

test.each(['2562047h', '10s', '1.5h'])('%s is one', (timeout) => {
  expect(
    lintFiles({ 'alertmanager.yml': config(timeout) }).filter((one) => one.severity === 'error'),
  ).toEqual([]);
});
