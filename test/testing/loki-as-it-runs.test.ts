import { describe, expect, it } from 'vitest';
import { folderOf, run } from '../cli/support.ts';

const rule = (expr: string): string =>
  `groups:\n  - name: logs\n    interval: 15s\n    rules:\n      - alert: A\n        expr: '${expr}'\n        labels: { severity: critical }\n`;

const fixture = (lines: readonly string[], state: string): string =>
  `alert: A\nintervals: group\nscenarios:\n  - name: it\n    logs:\n      '{app="a"}':\n${lines
    .map((line) => `        - ${line}\n`)
    .join('')}    expect:\n      - { at: 1m45s, state: ${state} }\n`;

async function verdict(
  expr: string,
  lines: readonly string[],
  files: Record<string, string> = {},
): Promise<string> {
  for (const state of ['firing', 'inactive']) {
    const cwd = await folderOf({ ...files, 'loki/rules.yml': rule(expr), 'test.yml': fixture(lines, state) });
    const { code, stdout } = await run(['test'], { cwd });
    if (code === 0) return state;
    if (/pipeline error|exceeds (?:the )?limit|maximum number of series/.test(stdout)) return 'error';
  }
  return 'neither';
}

// The verdicts are those of the ruler of a real Loki 3.7.6.
describe('alerts on a released Loki', () => {
  const levels = ['boom', 'level=info boom', 'level=warn boom'].map((line) => `{ at: 9s, line: ${line} }`);

  it('counts by detected level where nothing sums', async () => {
    expect(await verdict('count_over_time({app="a"} |= "boom" [5m]) > 2', levels)).toBe('inactive');
    expect(await verdict('sum(count_over_time({app="a"} |= "boom" [5m])) > 2', levels)).toBe('firing');
  });

  it('does not where the project says that Loki detects none', async () => {
    const expr = 'count_over_time({app="a"} |= "boom" [5m]) > 2';
    const loki = 'schema_config: { configs: [] }\nlimits_config: { discover_log_levels: false }\n';
    expect(await verdict(expr, levels, { 'loki.yml': loki })).toBe('firing');
    const config = 'loki: { discover_log_levels: false }\n';
    expect(await verdict(expr, levels, { 'rulecheck.yaml': config })).toBe('firing');
    expect(await verdict(expr, levels, { 'rulecheck.yaml': 'loki: { version: "2.9" }\n' })).toBe('firing');
  });

  it('has no stream with structured metadata, which filters see', async () => {
    const lines = ['{ at: 9s, line: "level=error x" }'];
    expect(await verdict('sum(count_over_time({detected_level="error"}[5m])) > 0', lines)).toBe('inactive');
    const filter = 'sum(count_over_time({app="a"} | detected_level="error" [5m])) > 0';
    expect(await verdict(filter, lines)).toBe('firing');
    expect(await verdict('sum(count_over_time({service_name="a"}[5m])) > 0', lines)).toBe('firing');
  });

  // The ruler of 3.7.6: "the query time range exceeds the limit (query length: 721h0m0.000000001s, limit: 30d1h)".
  it('refuses ranges as long as max_query_length', async () => {
    const lines = ['{ at: 9s, line: x }'];
    const over = (range: string): string => `sum(count_over_time({app="a"}[${range}])) > 0`;
    const unlimited = {
      'loki.yml': `schema_config: { configs: [] }\nlimits_config: { max_query_length: 0 }\n`,
    };
    expect(await verdict(over('720h'), lines)).toBe('firing');
    expect(await verdict(over('721h'), lines)).toBe('error');
    expect(await verdict(over('60d'), lines, unlimited)).toBe('firing');
    const short = { 'loki.yml': `schema_config: { configs: [] }\nlimits_config: { max_query_range: 1h }\n` };
    expect(await verdict(over('2h'), lines, short)).toBe('error');
  });

  it('refuses answers of more series than max_query_series', async () => {
    const lines = ['info', 'warn', 'error'].map((level) => `{ at: 9s, line: level=${level} }`);
    const few = { 'loki.yml': `schema_config: { configs: [] }\nlimits_config: { max_query_series: 2 }\n` };
    expect(await verdict('count_over_time({app="a"}[5m]) > 0', lines, few)).toBe('error');
    expect(await verdict('topk(2, count_over_time({app="a"}[5m])) > 0', lines, few)).toBe('firing');
    expect(await verdict('sum(count_over_time({app="a"}[5m])) > 2', lines, few)).toBe('firing');
  });

  it('looks for the text of ip() among alternatives', async () => {
    const lines = ['{ at: 9s, line: from 10.0.0.7 }'];
    const query = (filter: string): string => `sum(count_over_time({app="a"} ${filter} [5m])) > 0`;
    const next = { 'rulecheck.yaml': 'loki: { version: next }\n' };
    const chain = '|= ip("10.0.0.0/8") or "x"';
    expect(await verdict(query(chain), lines)).toBe('inactive');
    expect(await verdict(query(chain), lines, next)).toBe('firing');
    // Of three addresses the one in the middle is lost.
    expect(await verdict(query('|= ip("1.1.1.1") or ip("10.0.0.7") or ip("2.2.2.2")'), lines)).toBe(
      'inactive',
    );
    expect(await verdict(query('|= ip("1.1.1.1") or ip("2.2.2.2") or ip("10.0.0.7")'), lines)).toBe('firing');
    expect(await verdict(query('!= ip("10.0.0.0/8") or "x"'), lines)).toBe('inactive');
  });

  it('counts equal lines of a stream at one time once', async () => {
    const lines = ['{ at: 9s, line: x }', '{ at: 9s, line: x }'];
    expect(await verdict('sum(count_over_time({app="a"}[5m])) > 1', lines)).toBe('inactive');
    const apart = ['{ at: 9s, line: x }', '{ at: 10s, line: x }'];
    expect(await verdict('sum(count_over_time({app="a"}[5m])) > 1', apart)).toBe('firing');
  });

  it.each([
    ['sum(count_over_time({app="a"} | logfmt | size > 10240B [5m])) > 0', 'size=10100', 'firing'],
    ['sum(count_over_time({app="a"} | logfmt | size > 10240B [5m])) > 0', 'size=10000', 'inactive'],
    ['sum(count_over_time({app="a"} | logfmt | size >= 1249KB [5m])) > 0', 'size=1200000', 'firing'],
    ['sum by (a) (count_over_time({app="a"} | json a [5m])) > 0', '{"a":"cut of', 'error'],
    ['sum by (a) (count_over_time({app="a"} | json a [5m])) > 0', '{"b":"cut of', 'firing'],
    ['sum by (a) (count_over_time({app="a"} | json a [5m])) > 0', '{"b":{"c":1},"a":2', 'error'],
    [
      'sum(count_over_time({app="a"} | logfmt | path=~".*Temp.*" [5m])) > 0',
      'level=error path="C:\\Users\\Temp\\x.log"',
      'inactive',
    ],
    ['sum(count_over_time({app="a"} | logfmt | path=~".*Temp.*" [5m])) > 0', 'path="a\\/Temp"', 'firing'],
  ])('%s on %s: %s', async (expr, line, expected) => {
    expect(await verdict(expr, [`{ at: 1s, line: '${line}' }`])).toBe(expected);
  });

  it('takes rate_counter from the samples alone, and from the window on the development branch', async () => {
    const expr = 'sum(rate_counter({app="a"} | logfmt | keep total | unwrap total [2m])) > 0.3';
    const lines = [0, 15, 30, 45, 60, 75, 90].map((at) => `{ at: ${at}s, line: total=${100 + at / 3} }`);
    expect(await verdict(expr, lines)).toBe('inactive');
    expect(await verdict(expr, lines, { 'rulecheck.yaml': 'loki: { version: next }\n' })).toBe('firing');
  });
});
