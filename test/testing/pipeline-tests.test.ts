import { describe, expect, it } from 'vitest';
import { folderOf, run } from '../cli/support.ts';

const CONFIG = `loki.process "app" {
  stage.json {
    expressions = { level = "", user = "" }
  }

  stage.labels {
    values = { level = "" }
  }

  stage.structured_metadata {
    values = { user = "" }
  }

  forward_to = [loki.write.main.receiver, pipelinetest.loki.receiver]
}

loki.write "main" {
  endpoint {
    url = pipelinetest.loki.url
  }
}
`;

const indented = (text: string): string => text.replace(/^(?=.)/gm, '  ');

const INPUTS = `inputs:
  loki:
    - components: [loki.process.app.receiver]
      entries:
        - labels: { app: shop }
          line: '{"level":"warn","user":"u1"}'
          timestamp: "2026-04-27T12:00:00Z"
        - { labels: { app: shop }, line: plain }
`;

const test = (assertions: string, config = `|\n${indented(CONFIG)}`): string =>
  `config: ${config}\n${INPUTS}assert:\n  loki:\n${assertions.replace(/^/gm, '    ')}\n`;

const HOLDS = `- { type: count, count: 4 }
- { type: count, count: 2, match: { line: plain, labels: { values: { app: shop } } } }
- type: contains
  match:
    labels: { mode: partial, values: { level: warn } }
    structured_metadata: { values: { user: u1 } }
    timestamp: "2026-04-27T12:00:00Z"`;

async function tested(text: string, files: Record<string, string> = {}) {
  const cwd = await folderOf({ 'shop/test.yaml': text, ...files });
  const { stdout, code } = await run(['test', 'shop/test.yaml'], { cwd });
  return { text: stdout, code };
}

describe("pipeline tests in Alloy's own format", () => {
  it('pass, with the configuration in the file or beside it', async () => {
    expect(await tested(test(HOLDS))).toMatchObject({ code: 0 });
    const beside = await tested(test(HOLDS, '{ path: config.alloy }'), { 'shop/config.alloy': CONFIG });
    expect(beside.text).toContain('1 passed');
    expect(beside.code).toBe(0);
  });

  it('fail where other lines arrive, and show these', async () => {
    const { text, code } = await tested(
      test(`- { type: count, count: 3 }
- type: contains
  match: { labels: { values: { level: warn } } }`),
    );
    expect(code).toBe(1);
    expect(text).toContain('3 lines must arrive, but there are 4');
    expect(text).toContain('no line that arrives matches');
    expect(text).toContain('{app="shop", level="warn"} 2026-04-27T12:00:00Z');
  });

  it.each([
    ['- { type: contains }', '"contains" has no "match"'],
    ['- { type: count }', 'this assertion has no "count"'],
    ['- { type: counts, count: 1 }', 'counts'],
    ['- { type: contains, match: { labels: { mode: some, values: { a: b } } } }', 'some'],
    ['- { type: contains, match: { timestamp: noon } }', '"noon" is not a timestamp'],
    ['[]', 'no assertion'],
  ])('refuse %s', async (assertions, message) => {
    const { text, code } = await tested(test(assertions));
    expect(text).toContain(message);
    expect(code).toBe(1);
  });

  it('say what cannot be played', async () => {
    const unknown = await tested(
      test(HOLDS).replace('loki.process.app.receiver]', 'loki.process.apps.receiver]'),
    );
    expect(unknown.text).toContain(
      'no component "loki.process.apps" that takes lines; did you mean "loki.process.app"?',
    );
    const imported = await tested(
      test(HOLDS, '|\n  import.file "m" {\n    filename = "x"\n  }').replace(
        'loki.process.app.receiver',
        'm.p.q.receiver',
      ),
    );
    expect(imported.text).toContain('it comes from import.file "m", which rulecheck does not follow');
    const broken = await tested(test(HOLDS, '|\n  loki.process "app" {'));
    expect(broken.text).toContain('the configuration cannot be used: line ');
    const missing = await tested(test(HOLDS, '{ path: none.alloy }'));
    expect(missing.text).toContain('the file "none.alloy" does not exist');
    const files = await tested(
      `config: |
  loki.source.file "f" {
    targets    = [{ __path__ = "/a.log" }]
    forward_to = [pipelinetest.loki.receiver]
  }
assert:
  loki:
    - { type: count, count: 1 }
`,
    );
    expect(files.text).toContain('cannot play "loki.source.file.f"');
  });
});
