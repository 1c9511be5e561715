import type { RuleDocument } from '../../documents/rules/types.ts';
import { goQuote } from '../../go/strings/quote.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import type { Question, TestCase } from './types.ts';

/** A block of promtool's output that belongs to a question. */
export interface Probe {
  readonly kind: 'alerts' | 'expr';
  readonly atMs: number;
  /** The alert's name or the expression. */
  readonly subject: string;
  /** Position in the case's questions. */
  readonly question: number;
}

/** The questions to promtool that answer those of a case. */
export function probesOf(testCase: TestCase): Probe[] {
  const offsets = queryOffsets(testCase.rules);
  return testCase.questions.flatMap((question, index) => {
    const { atMs } = question;
    const expr = (subject: string): Probe => ({ kind: 'expr', atMs, subject, question: index });
    switch (question.kind) {
      case 'alerts': {
        const pending = alertsSelector({ alertname: question.alert, alertstate: 'pending' }, offsets);
        return [{ kind: 'alerts', atMs, subject: question.alert, question: index }, expr(pending)];
      }
      case 'all-firing':
        return [expr(allFiring(offsets))];
      case 'first':
        return [expr(firstSeen(question, testCase.evaluationIntervalMs, offsets))];
      case 'expr':
        return [expr(question.expr)];
      case 'lines':
        // promtool is never asked: a log query makes the case one of the embedded engine.
        return [];
    }
  });
}

/** How far back the groups with a `query_offset` write the ALERTS series of their alerts, in milliseconds. */
export function queryOffsets(documents: readonly RuleDocument[]): ReadonlyMap<string, number> {
  const offsets = new Map<string, number>();
  for (const group of documents.flatMap((document) => document.groups)) {
    const offset = group.queryOffset?.value ?? 0;
    if (offset === 0) continue;
    for (const rule of group.rules) if (rule.kind === 'alert') offsets.set(rule.name.value, offset);
  }
  return offsets;
}

/** ALERTS has a sample at each evaluation, and a subquery's steps fall on the same instants. */
function firstSeen(
  { alert, state, atMs }: Extract<Question, { kind: 'first' }>,
  stepMs: number,
  offsets: ReadonlyMap<string, number>,
): string {
  const selector = alertsSelector({ alertname: alert, alertstate: state }, offsets);
  return `min_over_time(timestamp(${selector})[${formatDurationMs(atMs + 1000)}:${formatDurationMs(stepMs)}])`;
}

function allFiring(offsets: ReadonlyMap<string, number>): string {
  if (offsets.size === 0) return 'ALERTS{alertstate="firing"}';
  const shifted = [...offsets.keys()].map((alertname) =>
    alertsSelector({ alertstate: 'firing', alertname }, offsets),
  );
  const others = [...offsets.keys()].map((alertname) => `alertname!=${goQuote(alertname)}`);
  return [`ALERTS{alertstate="firing",${others.join(',')}}`, ...shifted].join(' or ');
}

function alertsSelector(
  labels: Readonly<Record<'alertname' | 'alertstate', string>>,
  offsets: ReadonlyMap<string, number>,
): string {
  const offset = offsets.get(labels.alertname);
  const selector = `ALERTS{alertname=${goQuote(labels.alertname)},alertstate=${goQuote(labels.alertstate)}}`;
  return offset === undefined ? selector : `${selector} offset ${formatDurationMs(offset)}`;
}
