import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/parse.ts';
import { SourceFile } from '../../src/source/source-file.ts';

const parse = (text: string) => {
  const file = new SourceFile('rulecheck.yaml', text);
  const { config, issues } = parseConfig(file);
  return {
    policies: config.settings.policies,
    issues: issues.map(({ message, range }) => ({ message, below: file.slice(range) })),
  };
};

describe('policies', () => {
  test('are read with defaults, durations in milliseconds and names alone as any value', () => {
    const { policies, issues } = parse(`policies:
  - name: pages
    match: { kind: alert, labels: { severity: [critical] } }
    require: { labels: [team], annotations: { summary: '.+' }, any_label: [a, b] }
    allow: { labels: { area: { values: [x], separator: ',' } } }
    limits: { for: { min: 1m, max: 1h30m }, rules: { max: 20 } }
`);
    expect(issues).toEqual([]);
    expect(policies).toEqual([
      {
        name: 'pages',
        reason: undefined,
        severity: 'warning',
        match: { kind: 'alert', labels: new Map([['severity', { values: ['critical'] }]]) },
        except: [],
        metrics: undefined,
        inside: undefined,
        require: {
          labels: new Map([['team', {}]]),
          annotations: new Map([['summary', { pattern: '.+' }]]),
          anyLabel: ['a', 'b'],
        },
        allow: { labels: new Map([['area', { values: ['x'], separator: ',' }]]) },
        forbid: {},
        limits: {
          for: { min: 60_000, max: 5_400_000, required: undefined },
          rules: { min: undefined, max: 20, required: undefined },
        },
      },
    ]);
  });

  test.each([
    ['match: { name: "(" }', '"("'],
    ['except: [{ group: "[" }]', '"["'],
    ['require: { labels: { team: "a{2,1}" } }', '"a{2,1}"'],
    ['forbid: { metrics: [ok, "(?!x)"] }', '"(?!x)"'],
    ['allow: { annotations: { url: { pattern: "*" } } }', '"*"'],
    ['metrics: "\\\\1"', '"\\\\1"'],
  ])('a pattern that RE2 refuses is a fault: %s', (line, below) => {
    const { issues } = parse(`policies:\n  - name: x\n    ${line}\n`);
    expect(issues.map((issue) => issue.below)).toEqual([below]);
    expect(issues[0]?.message).toMatch(/^the pattern ".*" of the policy "x" is not a regular expression: /);
  });

  test.each([
    ['policies: [{ require: {} }]', /has no "name"/],
    ['policies: [{ name: x, requires: {} }]', /has no key "requires"; did you mean "require"/],
    ['policies: [{ name: x, limits: { for: { max: 5 minutes } } }]', /5 minutes/],
    ['policies: [{ name: x, match: { kind: alerts } }]', /"alerts"; did you mean "alert"/],
  ])('what the schema does not know is a fault: %s', (text, message) => {
    expect(parse(`${text}\n`).issues[0]?.message).toMatch(message);
  });
});
