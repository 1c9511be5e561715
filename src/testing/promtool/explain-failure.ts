import { alertSight, inputEnds, sightOf } from '../../analysis/tests/index.ts';
import type { RuleView, Sight } from '../../analysis/tests/index.ts';
import type {
  PromtoolAlertTest,
  PromtoolExprTest,
  PromtoolFile,
  PromtoolTest,
} from '../../documents/promtool-test/types.ts';
import type { AlertingRule, RuleDocument } from '../../documents/rules/types.ts';
import { ingestSettings } from '../../logql/ingest/index.ts';
import type { EvalOptions } from '../../promql/eval/index.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import type { TestCase } from '../observe/types.ts';
import type { Failure } from '../result.ts';
import { TimelineRecorder } from '../timeline/recorder.ts';
import type { Timeline } from '../timeline/types.ts';

/** A test that was played, and all that its failures can be explained by. */
export interface PlayedTest {
  readonly file: PromtoolFile;
  readonly test: PromtoolTest;
  readonly documents: readonly RuleDocument[];
  readonly rules: RuleView;
  readonly order: readonly string[];
  readonly options: EvalOptions;
}

/** Shows why an alert is not as expected: its states around the instant, where its expression ends, what Prometheus remarks. */
export function explainAlert(failure: Failure, expectation: PromtoolAlertTest, played: PlayedTest): Failure {
  const { rules, test } = played;
  const { alertname, atMs } = expectation;
  const [rule] = rules.alerts(alertname);
  if (rule === undefined) {
    const near = didYouMeanText(alertname, rules.alertNames);
    return { ...failure, why: `no rule file has an alert "${alertname}"${near}` };
  }
  const sight = alertSight(alertname, atMs, inputEnds(test), rules);
  const shown = withoutNotes(recorderOf(played, rule).alertAround(atMs, []));
  const why = [...sightText(sight, atMs), ...shown.notes];
  return {
    ...failure,
    timeline: shown.timeline,
    ...(why.length === 0 ? {} : { why: why.join('; ') }),
    ...sightHelp(sight, atMs, test),
  };
}

/** The same for an expression. */
export function explainExpr(failure: Failure, expectation: PromtoolExprTest, played: PlayedTest): Failure {
  const { test, rules } = played;
  const { expr, atMs } = expectation;
  const sight = sightOf(expr, atMs, inputEnds(test), rules);
  const shown = withoutNotes(recorderOf(played, undefined).exprAround(expr, atMs));
  const why = [
    ...(failure.why === undefined ? [] : [failure.why]),
    ...sightText(sight, atMs),
    ...shown.notes,
  ];
  return {
    ...failure,
    timeline: shown.timeline,
    ...(why.length === 0 ? {} : { why: why.join('; ') }),
    ...(failure.help === undefined ? sightHelp(sight, atMs, test) : {}),
  };
}

/** The notes of a timeline are part of "why" here, which every format has. */
function withoutNotes(timeline: Timeline | undefined): {
  timeline: Timeline | undefined;
  notes: readonly string[];
} {
  if (timeline === undefined) return { timeline, notes: [] };
  return { timeline: { ...timeline, notes: [] }, notes: timeline.notes };
}

function sightText(sight: Sight | undefined, atMs: number): string[] {
  if (sight === undefined || sight.kind === 'sees') return [];
  const [end, at] = [formatDurationMs(sight.lastMs), formatDurationMs(atMs)];
  if (sight.kind === 'ended') return [`the input ends at ${end}, and no sample of it is visible at ${at}`];
  return [
    `the last sample is at ${end}, exactly ${formatDurationMs(sight.windowMs)} before ${at}: Prometheus 2 includes it, Prometheus 3 does not (ranges and the lookback are left-open since 3.0)`,
  ];
}

function sightHelp(
  sight: Sight | undefined,
  atMs: number,
  { intervalMs }: PromtoolTest,
): Pick<Failure, 'help'> {
  if (sight === undefined || sight.kind === 'sees') return {};
  return { help: `write more samples: "x${Math.ceil(atMs / intervalMs)}" reaches ${formatDurationMs(atMs)}` };
}

/** Plays the test once more, to show what its expressions said. */
function recorderOf(
  { file, test, documents, order, options }: PlayedTest,
  rule: AlertingRule | undefined,
): TimelineRecorder {
  const testCase: TestCase = {
    rules: documents,
    groupOrder: order,
    startMs: test.startMs,
    intervalMs: test.intervalMs,
    evaluationIntervalMs: file.evaluationIntervalMs,
    alertIntervalMs: file.evaluationIntervalMs,
    intervals: 'common',
    series: test.series,
    logs: [],
    loki: ingestSettings(),
    language: 'promql',
    externalLabels: test.externalLabels,
    externalUrl: test.externalUrl,
    questions: [
      ...test.alertTests.map(({ atMs, alertname: alert }) => ({ kind: 'alerts', atMs, alert }) as const),
      ...test.exprTests.map(({ atMs, expr }) => ({ kind: 'expr', atMs, expr }) as const),
    ],
  };
  const followed =
    rule === undefined
      ? undefined
      : {
          name: rule.name.value,
          expr: rule.expr.text,
          holdMs: rule.for?.value ?? 0,
          queryOffsetMs: rule.group.queryOffset?.value ?? 0,
        };
  return new TimelineRecorder(testCase, followed, options);
}
