import type { AlertmanagerDocument } from '../documents/alertmanager-document.ts';
import type { MarkdownDocument } from '../documents/markdown.ts';
import type {
  AlertLabels,
  ConcerningInhibition,
  CoveringTest,
  NeededSeries,
} from '../analysis/delivery/index.ts';
import { printMatchers } from '../routing/matchers/print.ts';
import type { CoverageRow } from '../routing/report/coverage.ts';
import type { RouteTestResult } from '../routing/report/test.ts';
import type { SourceFile } from '../source/source-file.ts';
import { formatDurationMs } from '../go/durations/prometheus-duration.ts';
import { plural } from '../util/plural.ts';
import { printable } from '../util/printable.ts';
import type { Style } from '../util/style.ts';
import { explainRouteTest } from './routes/test.ts';
import { waysInWords } from './routes/ways.ts';

/** Where an alert goes in one Alertmanager configuration. */
export interface AlertRouting {
  readonly document: AlertmanagerDocument;
  readonly row: CoverageRow;
  /** The routes that one alert with the known labels takes. */
  readonly test: RouteTestResult;
  /** Paths (`0.2`) of the routes that labels which are not known decide about. */
  readonly open: ReadonlySet<string>;
  readonly inhibitions: readonly ConcerningInhibition[];
}

/** Everything that the project says of one alert. */
export interface AlertExplanation {
  readonly alert: AlertLabels;
  /** The times of the week at which it can fire, in words, all UTC; undefined: its expression does not ask for the time. */
  readonly times: string | undefined;
  readonly series: readonly NeededSeries[];
  readonly routing: readonly AlertRouting[];
  readonly runbook: { readonly url: string; readonly page: MarkdownDocument | undefined } | undefined;
  readonly tests: readonly CoveringTest[];
}

/** One alert for people: its required labels, routes and reasons, what mutes it, its runbook and its tests. */
export function explainAlertText(explanation: AlertExplanation, style: Style): string {
  const { alert, times, series, routing, runbook, tests } = explanation;
  const { rule, known } = alert;
  const section = (title: string, lines: readonly string[]): string =>
    [style.bold(title), ...lines.map((line) => `  ${line}`)].join('\n');
  const shown = [...known]
    .filter(([name]) => name !== 'alertname')
    .map(([name, value]) => `${name}="${value}"`);
  const head = [`${style.bold(printable(alert.name))}  ${place(rule.file, rule.name.range.start)}`];
  head.push(`  expr    ${printable(rule.expr.text.trim()).replace(/\n/g, '\n          ')}`);
  if (rule.for !== undefined) head.push(`  for     ${formatDurationMs(rule.for.value)}`);
  if (times !== undefined) head.push(`  fires   ${times}`);
  head.push(`  labels  ${shown.length === 0 ? 'unknown before it fires' : printable(shown.join(' '))}`);
  const blocks = [head.join('\n')];
  if (series.length > 0) blocks.push(section('Needs', series.map(seriesLine)));
  if (routing.length === 0)
    blocks.push(section('Goes to', ['unknown: the project has no Alertmanager configuration']));
  for (const one of routing) blocks.push(...routingBlocks(one, section, style));
  blocks.push(section('Runbook', [runbookLine(runbook, style)]));
  const covering = tests.map(
    ({ document, tests: count }) => `${printable(document.file.path)}  ${plural(count, 'test')}`,
  );
  blocks.push(section('Tests', covering.length > 0 ? covering : [style.yellow('none')]));
  return `${blocks.join('\n\n')}\n`;
}

function seriesLine({ name, recorders }: NeededSeries): string {
  const by = recorders.map(({ file, name: at }) => place(file, at.range.start)).join(', ');
  return recorders.length === 0 ? printable(name) : `${printable(name)}  recorded at ${by}`;
}

function routingBlocks(
  { document, row, test, open, inhibitions }: AlertRouting,
  section: (title: string, lines: readonly string[]) => string,
  style: Style,
): string[] {
  const trace = { ...test, refused: test.refused.filter(({ route }) => !open.has(route.join('.'))) };
  const blocks = [
    section(`Goes to  ${style.dim(printable(document.file.path))}`, [
      ...waysInWords(row).map((way) => style.green(printable(way))),
      ...explainRouteTest(trace, style).trimEnd().split('\n'),
    ]),
  ];
  for (const role of ['muted', 'mutes'] as const) {
    const lines = inhibitions.filter((one) => one.role === role).map((one) => inhibitionLine(one, document));
    if (lines.length > 0) blocks.push(section(role === 'muted' ? 'Inhibited by' : 'Inhibits', lines));
  }
  return blocks;
}

function inhibitionLine(
  { role, rule, certain }: ConcerningInhibition,
  { file }: AlertmanagerDocument,
): string {
  const other = printMatchers(role === 'muted' ? rule.sourceMatchers : rule.targetMatchers);
  const equal = rule.equal.length === 0 ? '' : ` with the same ${rule.equal.join(', ')}`;
  const at = rule.range === undefined ? '' : `  ${place(file, rule.range.start)}`;
  return printable(`${other}${equal}${certain ? '' : ' (depending on its labels)'}${at}`);
}

function runbookLine(runbook: AlertExplanation['runbook'], style: Style): string {
  if (runbook === undefined) return style.yellow('none');
  const { url, page } = runbook;
  return page === undefined ? printable(url) : `${printable(page.file.path)}  ${style.dim(printable(url))}`;
}

function place(file: SourceFile, offset: number): string {
  return `${printable(file.path)}:${file.position(offset).line}`;
}

/** The same as plain data. */
export function explainAlertJson(explanation: AlertExplanation): object {
  const { alert, times, series, routing, runbook, tests } = explanation;
  const at = (file: SourceFile, offset: number) => ({ file: file.path, line: file.position(offset).line });
  return {
    alert: alert.name,
    ...at(alert.rule.file, alert.rule.name.range.start),
    labels: Object.fromEntries(alert.known),
    times: times ?? null,
    series: series.map(({ name, recorders }) => ({
      name,
      recordedAt: recorders.map((rule) => at(rule.file, rule.name.range.start)),
    })),
    routing: routing.map(({ document, row, test, inhibitions }) => ({
      file: document.file.path,
      receivers: row.receivers,
      possible: row.possible,
      outcomes: row.outcomes,
      path: test.path,
      inhibitions: inhibitions.map(({ role, rule, index, certain }) => ({
        role,
        index,
        source: printMatchers(rule.sourceMatchers),
        target: printMatchers(rule.targetMatchers),
        equal: rule.equal,
        certain,
      })),
    })),
    runbook: runbook === undefined ? null : { url: runbook.url, file: runbook.page?.file.path ?? null },
    tests: tests.map(({ document, tests: count }) => ({ file: document.file.path, tests: count })),
  };
}
