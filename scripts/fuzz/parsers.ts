import { parseConfig } from '../../src/config/parse.ts';
import { decodeMarkdown } from '../../src/documents/markdown.ts';
import { readDocuments } from '../../src/documents/read.ts';
import { parseGoDuration } from '../../src/go/durations/go-duration.ts';
import { parseDurationMs } from '../../src/go/durations/prometheus-duration.ts';
import { parseFloat64 } from '../../src/go/numbers/parse-float.ts';
import { goQuote } from '../../src/go/strings/quote.ts';
import { goUnquote, goUnquoteRune } from '../../src/go/strings/unquote.ts';
import { parseTime } from '../../src/go/time/parse.ts';
import { readDirectives } from '../../src/lint/directives.ts';
import { printLogql } from '../../src/logql/print/index.ts';
import { parseLogql } from '../../src/logql/syntax/parse.ts';
import { Owners } from '../../src/project/owners.ts';
import { parseSeriesDescription } from '../../src/promql/eval/series/index.ts';
import { printExpr } from '../../src/promql/print/print.ts';
import { parseExpr } from '../../src/promql/syntax/parse.ts';
import { parseMatchers } from '../../src/routing/matchers/parse.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { loadWithDefaults } from '../../src/template/alertmanager/defaults.ts';
import { renderHtmlNotification, renderNotification } from '../../src/template/alertmanager/render.ts';
import { expandAlertTemplate } from '../../src/template/prometheus/expand.ts';
import { repeat } from '../../src/testing/scenario/repeat.ts';
import { globTest } from '../../src/util/glob.ts';
import { IgnoreRules } from '../../src/util/ignore-rules.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { jsonTexts, linesOf, shipped } from './seeds.ts';

/** A function of the program that takes texts of strangers. */
export interface ParserTarget {
  readonly seeds: readonly string[];
  /** Must end soon and never throw, whatever the text. */
  readonly run: (text: string) => unknown;
}

const PATH = 'monitoring/team-a/rules/a.rules.yml';

/** Every parser of the program, with the lines and files that its texts are made of. */
export function parsers(): Readonly<Record<string, ParserTarget>> {
  const rules = shipped(['rules', 'prometheus']);
  const all = [...rules, ...shipped(['loki', 'alertmanager', 'fixtures'])];
  const pages = shipped(['docs/runbooks', 'docs/monitoring']);
  const expressions = linesOf(all, /^\s*(?:expr: )?(.*[({[].*)$/);
  const templates = linesOf(all, /^\s*\w+: (.*\{\{.*)$/);
  return {
    promql: { seeds: expressions, run: promql },
    logql: { seeds: [...expressions, ...linesOf(all, /^\s*(?:expr|query): (\{?.*\{.*\}.*)$/)], run: logql },
    matchers: { seeds: linesOf(all, /^\s*(.*[=~].*)$/), run: (text) => parseMatchers(text) },
    series: {
      seeds: linesOf(all, /^\s*(.*\}.*x\d+.*)$/).concat(
        'up{a="b"} 0+1x10 _x3 stale {{schema:1 sum:2 buckets:[1 2]}}x3',
      ),
      run: (text) => parseSeriesDescription(text),
    },
    template: { seeds: templates.concat('{{ $value | humanize }}'), run: expand },
    notification: {
      seeds: [...templates, ...linesOf(shipped(['templates'], /\.tmpl$/), /(.*\{\{.*)/)],
      run: notification(),
    },
    scalars: { seeds: SCALARS, run: scalars },
    patterns: {
      seeds: ['rules/**/*.yml', '!/a/[!b-d]?/', '*.{yml,yaml}', '[Team][2] @org/team a@b.c', '\\#x\\ '],
      run: patterns,
    },
    directives: {
      seeds: linesOf(all, /(#.*)/).concat('# rulecheck disable-next-line a/b, c/d until 2026-01-01 -- why'),
      run: directives,
    },
    markdown: { seeds: pages, run: (text) => decodeMarkdown(new SourceFile('a.md', text)) },
    yaml: { seeds: all, run: (text) => parseYaml(text) },
    config: {
      seeds: [...shipped(['rulecheck.yaml']), CONFIGURATION],
      run: (text) => parseConfig(new SourceFile('rulecheck.yaml', text)),
    },
    documents: { seeds: all, run: (text) => readDocuments(new SourceFile('a.yml', text), { named: true }) },
    json: {
      seeds: jsonTexts(),
      run: (text) => readDocuments(new SourceFile('a.json', text), { named: true }),
    },
  };
}

/** A lone surrogate cannot be in a file. */
const SURROGATE = /\p{Surrogate}/u;

/** A text that parses without an error is printed, and the printed text parses to the same tree. */
function promql(text: string): void {
  const { expr, errors } = parseExpr(text);
  if (expr === undefined || errors.length > 0) return;
  const printed = printExpr(expr);
  const again = parseExpr(printed);
  if (again.expr === undefined || again.errors.length > 0)
    throw new Error(`the printed expression is not valid: ${printed}: ${again.errors[0]?.message}`);
  if (printExpr(again.expr) !== printed) throw new Error(`${printed} is printed as ${printExpr(again.expr)}`);
}

function logql(text: string): void {
  const { expr, errors } = parseLogql(text);
  if (expr === undefined || errors.length > 0 || SURROGATE.test(text)) return;
  const printed = printLogql(expr);
  const again = parseLogql(printed);
  if (again.expr === undefined)
    throw new Error(`the printed query is not valid: ${printed}: ${again.errors[0]?.message}`);
}

const expand = (text: string): unknown =>
  expandAlertTemplate(text, { labels: { job: 'a' }, value: 1.5, nowMs: 0, alertName: 'A' });

function notification(): (text: string) => void {
  const library = loadWithDefaults([]);
  const data = {
    ...{ receiver: 'r', status: 'firing', externalURL: 'https://am.example.com' },
    ...{ groupLabels: { alertname: 'A' }, commonLabels: { alertname: 'A', job: 'a' }, commonAnnotations: {} },
    alerts: [
      {
        status: 'firing',
        labels: { alertname: 'A', job: 'a' },
        annotations: { summary: '<b>&' },
        startsAt: 0,
        endsAt: 60_000,
      },
    ] as const,
  };
  return (text) => {
    renderNotification(library, text, data, { nowMs: 0 });
    renderHtmlNotification(library, text, data, { nowMs: 0 });
  };
}

const SCALARS = [
  ...[
    '1h30m',
    '5m',
    '-1.5h',
    '1y2w3d4h5m6s7ms',
    '1e3',
    '0x1p-2',
    '1_000',
    'NaN',
    '+Inf',
    '9223372036854775807ns',
  ],
  ...['"a\\n\\x41\\u00e9"', '`raw`', "'\\''", '2026-12-01T10:00:00.5+02:00', 'a{{1..3}}b{{x,y}}{{08..10}}'],
];

function scalars(text: string): void {
  for (const parse of [parseGoDuration, parseDurationMs, parseFloat64, goUnquote, goUnquoteRune, repeat])
    parse(text);
  parseTime('2006-01-02T15:04:05Z07:00', text);
  // A layout is a text of a stranger too, in a LogQL template.
  if (text.length < 60) parseTime(text, '2026-12-01T10:00:00Z');
  const quoted = goQuote(text);
  if (!SURROGATE.test(text) && goUnquote(quoted) !== text)
    throw new Error(`${quoted} is read as ${goUnquote(quoted)}`);
}

function patterns(text: string): void {
  new IgnoreRules(text).ignores(PATH);
  new Owners(text).of(PATH);
  globTest(text)(PATH);
  globTest(text)('a'.repeat(200));
}

const directives = (text: string): unknown =>
  readDirectives(new SourceFile('a.yml', `${text}\ngroups: []\n`));

const CONFIGURATION = `preset: strict
prometheus: { version: "2.53", external_labels: { cluster: a } }
exclude: ['**/*.tmp.yml']
runbooks: [{ prefix: 'https://x.example.com/', folder: docs }]
overrides: [{ paths: [a/**], owners: ['@org/*'], checks: { alerts/for: off }, reason: x, until: 2026-12-31 }]
policies: [{ name: team, require: { labels: { team: ['a', '/b.*/'] } } }]
checks: { promql/unknown-metric: off, alerts/required-labels: { severity: error, labels: { team: [] } } }
`;
