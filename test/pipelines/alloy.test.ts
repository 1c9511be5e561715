import { describe, expect, it } from 'vitest';
import { decodeAlloy, playLines } from '../../src/pipelines/index.ts';
import type { PipelineIssue } from '../../src/pipelines/index.ts';

const WRITE = 'loki.write "w" {\n  endpoint { url = "http://loki" }\n  external_labels = { host = "a" }\n}\n';

function faults(text: string): string[] {
  const issues: PipelineIssue[] = [];
  decodeAlloy(text, (issue) => issues.push(issue));
  return issues.map(({ message, range }) => `${text.slice(range.start, range.end)}: ${message}`);
}

/** The labels that arrive of one line of the only source. */
function labels(text: string, found: Record<string, string> = {}, file?: string): unknown {
  const issues: PipelineIssue[] = [];
  const { sources } = decodeAlloy(text + WRITE, (issue) => issues.push(issue), new Map([['TEAM', 'a']]));
  expect(issues.filter(({ severity }) => severity === undefined)).toEqual([]);
  const sent = {
    labels: new Map(Object.entries(found)),
    file,
    lines: [{ line: '{"level":"warn"}', at: 0n }],
  };
  const played = playLines(sources[0]!, sent);
  return 'problem' in played
    ? played.problem.message
    : played.arrived.map((line) => Object.fromEntries(line.labels));
}

describe('the syntax of Alloy', () => {
  it.each([
    ['a = 1', []],
    ['// x\n/* y\n z */ a "b" { c = [1, 2,\n 3] } // d', []],
    ['a { b = { c = 1, "d-e" = `raw "text" \\` } }', []],
    ['a { b = (1 + 2) * -3 ^ 2 == x.y[0].z(1, "a") && !true || null }', []],
    ['a { b = { c = 1\n } }', [/missing ',' in field list/]],
    ['a { b = [1\n] }', [/missing ',' in expression list/]],
    ["a { b = 'x' }", [/single-quoted/]],
    ['a { b = "x }', [/string literal not terminated/]],
    ['a { b = "\\q" }', [/escape that Go does not know/]],
    ['a "b-c" {}', [/valid identifier/]],
    ['a { b = 1 c = 2 }', [/expected }/]],
    ['a { b', [/expected attribute assignment/]],
    ['a.b = 1', [/single identifier/]],
    ['/* a', [/block comment not terminated/]],
    ['a { b = # }', [/illegal character/]],
    [`a = ${'['.repeat(1000)}`, [/nested more than 200 deep/]],
    ['a = 1 + "b" +', [/expected expression, got the end of the file/]],
  ])('%s', (text, expected) => {
    expect(faults(text)).toEqual(expected.map((message) => expect.stringMatching(message) as string));
  });
});

describe('components of Alloy', () => {
  const FILE = '/var/log/a.log';
  it.each<[string, string, unknown, Record<string, string>?, string?]>([
    [
      'a file, stages and the labels of the client',
      'loki.source.file "f" {\n targets = [{ __path__ = "/var/log/a.log", app = "shop" }]\n forward_to = [loki.process.p.receiver]\n}\n' +
        'loki.process "p" {\n stage.json { expressions = { level = "" } }\n stage.labels { values = { level = "" } }\n forward_to = [loki.write.w.receiver]\n}\n',
      [{ app: 'shop', level: 'warn', host: 'a', filename: FILE }],
    ],
    [
      'files that are looked up, and a variable',
      'loki.source.file "f" {\n targets = local.file_match.m.targets\n forward_to = [loki.write.w.receiver]\n}\n' +
        'local.file_match "m" {\n path_targets = [{ __path__ = "/var/log/*.log", team = sys.env("TEAM") + "-x" }]\n}\n',
      [{ team: 'a-x', host: 'a', filename: FILE }],
      {},
      FILE,
    ],
    [
      'a pattern that nothing looks up',
      'loki.source.file "f" {\n targets = [{ __path__ = "/var/log/*.log" }]\n forward_to = [loki.write.w.receiver]\n}\n',
      '"loki.source.file.f" reads /var/log/*.log, and not "/var/log/a.log"',
      {},
      FILE,
    ],
    [
      'relabelled targets and lines',
      'loki.source.docker "d" {\n host = "x"\n targets = discovery.relabel.r.output\n forward_to = [loki.relabel.l.receiver]\n}\n' +
        'discovery.docker "c" {\n host = "x"\n}\n' +
        'discovery.relabel "r" {\n targets = discovery.docker.c.targets\n rule {\n source_labels = ["__meta_docker_container_name"]\n regex = "/(.*)"\n target_label = "container"\n }\n}\n' +
        'loki.relabel "l" {\n forward_to = [loki.write.w.receiver]\n rule {\n source_labels = ["container"]\n action = "uppercase"\n target_label = "name"\n }\n}\n',
      [{ container: 'shop', name: 'SHOP', host: 'a' }],
      { __meta_docker_container_name: '/shop' },
    ],
    [
      'the job of the journal',
      'loki.source.journal "j" {\n labels = { job = "lost", app = "x" }\n forward_to = [loki.write.w.receiver]\n}\n',
      [{ app: 'x', job: 'loki.source.journal.j', host: 'a' }],
    ],
    [
      'two ways',
      'loki.source.journal "j" {\n forward_to = [loki.process.a.receiver, loki.write.w.receiver]\n}\n' +
        'loki.process "a" {\n stage.static_labels { values = { copy = "yes" } }\n forward_to = [loki.write.w.receiver]\n}\n',
      [
        { job: 'loki.source.journal.j', copy: 'yes', host: 'a' },
        { job: 'loki.source.journal.j', host: 'a' },
      ],
    ],
    [
      'a component that is declared',
      'declare "own" {\n argument "x" {}\n}\nown "o" {\n x = 1\n}\nloki.source.journal "j" {\n forward_to = [own.o.receiver]\n}\n',
      'cannot play "loki.source.journal.j": its lines go through own.o, which rulecheck does not follow',
    ],
    [
      'a value that only Alloy knows',
      'loki.source.journal "j" {\n labels = { zone = sys.env("ZONE") }\n forward_to = [loki.write.w.receiver]\n}\n',
      'cannot play "loki.source.journal.j": it uses the environment\'s ZONE, whose value only the running agent has',
    ],
    [
      'a circle',
      'loki.source.journal "j" {\n forward_to = [loki.process.a.receiver]\n}\nloki.process "a" {\n forward_to = [loki.process.a.receiver]\n}\n',
      [],
    ],
  ])('%s', (_, text, expected, found, file) => expect(labels(text, found, file)).toEqual(expected));

  it.each([
    ['loki.proces "p" {}', 'loki.proces: Alloy has no component "loki.proces"; did you mean "loki.process"?'],
    ['loki.process "p" {\n forward = []\n}', 'forward: loki.process has no argument "forward"'],
    [
      'loki.process "p" {\n stage.labelallow { values = [] }\n}',
      'labelallow: Alloy has no stage "labelallow"; here it is named "label_keep"',
    ],
    ['loki.process "p" {\n stages {}\n}', 'stages: loki.process has no block "stages"'],
    [
      'loki.write "w" {\n endpoint { uri = "x" }\n}',
      'uri: endpoint has no argument "uri"; did you mean "url"?',
    ],
    [
      'loki.process "p" {\n stage.output { source = true }\n}',
      'true: "source" of stage.output must be a string, but this is a boolean',
    ],
    [
      'loki.process "p" {\n stage.drop { longer_than = "8 KB" }\n}',
      '"8 KB": "longer_than" of stage.drop is "8 KB", which is not a size',
    ],
    [
      'loki.source.journal "j" {\n forward_to = [loki.write.x.receiver]\n}',
      'loki.write.x.receiver: there is no component "loki.write.x"',
    ],
    [
      'loki.source.journal "j" {\n labels = { job = "x" }\n forward_to = []\n}',
      'job: the label job="x" never arrives: loki.source.journal sets job="loki.source.journal.j"',
    ],
    [
      'loki.source.file "f" {\n targets = [{ __path__ = "/var/log/*.log" }]\n forward_to = []\n}',
      '__path__: loki.source.file looks for a file with the name "/var/log/*.log"',
    ],
  ])('%s', (text, expected) => expect(faults(text)).toEqual([expect.stringContaining(expected)]));
});
