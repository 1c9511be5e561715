import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf, run } from '../../cli/support.ts';

const CONFIG = (matchers: string): string => `route:
  receiver: team
  routes:
    - receiver: team
${matchers}
receivers:
  - name: team
    webhook_configs: [{ url: 'http://127.0.0.1:9/' }]
`;

async function fixed(matchers: string): Promise<string> {
  const cwd = await folderOf({
    'alertmanager.yml': CONFIG(matchers),
    'rulecheck.yaml': 'checks: { routing/deprecated-match: info }\n',
  });
  await run(['lint', '--fix'], { cwd });
  const text = await readFile(join(cwd, 'alertmanager.yml'), 'utf8');
  return (
    text
      .slice(text.indexOf('team\n    - receiver: team\n'), text.indexOf('\nreceivers:'))
      .split('\n')
      .slice(2)
      .join('\n') || text
  );
}

describe('routing/deprecated-match', () => {
  it.each([
    [
      'a block, with its comments',
      `      # who
      match:
        team: shop # the shop
        # the loud ones
        severity: "critical"`,
      `      # who
      matchers:
        - 'team="shop"' # the shop
        # the loud ones
        - 'severity="critical"'`,
    ],
    [
      'braces',
      `      match_re: { team: 'a|b', job: it's }`,
      `      matchers: [ 'team=~"a|b"', 'job=~"it''s"' ]`,
    ],
  ])('rewrites %s', async (_, before, after) => {
    expect(await fixed(before)).toContain(after);
  });

  it('rewrites a map that several routes share, with its anchor and aliases', async () => {
    const before = `      match: &shop # of the shop
        # one team
        team: shop
    - receiver: team
      match: *shop
    - receiver: team
      group_by: [a]
      match: *shop # again`;
    expect(await fixed(before)).toContain(`      matchers: &shop # of the shop
        # one team
        - 'team="shop"'
    - receiver: team
      matchers: *shop
    - receiver: team
      group_by: [a]
      matchers: *shop # again`);
  });

  it.each([
    [
      'an anchor that another key uses',
      '      match: &shop { team: shop }\n    - receiver: team\n      match_re: *shop',
    ],
    ['both keys', '      match: { a: b }\n      match_re: { c: d.* }'],
    ['an anchor', '      match: { a: &name b }'],
    ['one beside matchers', `      match: { a: b }\n      matchers: ['c="d"']`],
  ])('leaves %s as it is', async (_, text) => {
    expect(await fixed(text)).toContain(text);
  });
});
