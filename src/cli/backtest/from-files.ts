import { EXIT } from '../../diagnostics/exit-code.ts';
import type { Rule, RuleGroup } from '../../documents/rules/types.ts';
import { UserError } from '../../diagnostics/user-error.ts';
import {
  compareFirings,
  notificationsOf,
  readingOf,
  summarise,
  thresholdSweep,
  thresholdVariants,
} from '../../testing/backtest/index.ts';
import type {
  BacktestData,
  BacktestReport,
  BacktestRules,
  Intake,
  Played,
  Reading,
  ThresholdSweep,
  TimeSpan,
} from '../../testing/backtest/index.ts';
import type { Io } from '../io.ts';
import { readAllData, spanOf } from './data.ts';
import { playWithProgress, refuseBad } from './play.ts';
import type { BacktestSide } from './sides.ts';

export interface FileBacktest {
  readonly current: BacktestSide;
  readonly before: BacktestSide | undefined;
  readonly files: readonly string[];
  readonly asked: TimeSpan;
  readonly sweep: boolean;
}

/** Plays rules over the data of files, by the embedded engines. @throws UserError for data that cannot be trusted */
export async function backtestFiles(options: FileBacktest, io: Io): Promise<BacktestReport> {
  const { current, before, files, asked, sweep } = options;
  if (files.length === 0) {
    throw new UserError(
      'a backtest needs recorded data',
      EXIT.usage,
      'name it: --data dump.txt, or --prometheus URL (docs/backtest.md)',
    );
  }
  const sets = [current.rules, ...(before === undefined ? [] : [before.rules])];
  for (const rules of sets) refuseBad(rules);
  const reading = readingOf(sets);
  const { isWanted, isComputed, backMs } = reading;
  const intake = await readAllData(
    files,
    { isWanted, isComputed, fromMs: asked.fromMs - backMs, toMs: asked.toMs },
    io,
  );
  const span = spanOf(intake, asked, Number.isFinite(asked.fromMs) || Number.isFinite(asked.toMs));
  const rules = playable(current.rules, intake);
  const played = await play(rules, intake, span, 'playing the rules', io);
  const alerts = summarise(played);
  const report: BacktestReport = {
    sources: files,
    series: intake.recording.size,
    samples: intake.recording.samples,
    lines: intake.lines,
    gaps: intake.recording.gaps().filter((gap) => gap.toMs > span.fromMs && gap.fromMs < span.toMs),
    notes: notesOf(intake, current.rules, reading),
    played,
    alerts,
    withoutData: withoutData(rules, intake, reading),
    notifications: current.routing === undefined ? undefined : notificationsOf(played, current.routing),
    comparison: undefined,
    thresholds: sweep ? await thresholds(played, rules, intake, span, io) : [],
  };
  if (before === undefined) return report;
  const old = await play(playable(before.rules, intake), intake, span, 'playing the old rules', io);
  return {
    ...report,
    comparison: {
      base: before.name,
      before: old,
      changes: compareFirings(old, played),
      notifications: before.routing === undefined ? undefined : notificationsOf(old, before.routing),
    },
  };
}

/** Without log lines rules of Loki are left out: the absence of all lines would be the answer. */
function playable(rules: BacktestRules, { lines }: Intake): BacktestRules {
  return lines > 0 ? rules : { ...rules, groups: rules.groups.filter((group) => !isOfLoki(group)) };
}

const isOfLoki = ({ document }: RuleGroup): boolean => document.language === 'logql';

const play = (
  rules: BacktestRules,
  data: BacktestData,
  span: TimeSpan,
  what: string,
  io: Io,
): Promise<Played> => playWithProgress(rules, { span }, what, io, data);

function notesOf(intake: Intake, rules: BacktestRules, { aheadOf }: Reading): string[] {
  const notes: string[] = [];
  if (intake.computed.size > 0)
    notes.push(
      `the data has ${listed(intake.computed)}, which the rules record: the values of the rules are used instead`,
    );
  if (intake.histograms.size > 0)
    notes.push(
      `${listed(intake.histograms)} has native histograms, which are left out: alerts on them stay silent`,
    );
  const ofLoki = rules.groups.filter(isOfLoki).flatMap(({ rules: all }) => all.map(({ name }) => name.value));
  if (intake.lines === 0 && ofLoki.length > 0)
    notes.push(`the data has no log lines: ${listed(ofLoki)} of Loki were left out`);
  const ahead = rules.groups.flatMap(({ rules: all }) => all).filter(aheadOf);
  if (ahead.length > 0)
    notes.push(
      `${listed(ahead.map(({ name }) => name.value))} has a negative offset: here it reads samples that a server does not have yet`,
    );
  return notes;
}

function listed(names: Iterable<string>): string {
  const all = [...names];
  const shown = all.slice(0, 5).join(', ');
  return all.length > 5 ? `${shown} and ${all.length - 5} more` : shown;
}

/** Alerts that read a metric of which the data has nothing: that they stayed silent proves nothing. */
function withoutData(
  { groups }: BacktestRules,
  intake: Intake,
  { metricsOf }: Reading,
): BacktestReport['withoutData'] {
  const alerts = groups.flatMap(({ rules }) => rules).filter((rule) => rule.kind === 'alert');
  return alerts.flatMap((rule) => {
    const metrics = metricsOf(rule).filter((metric) => !intake.recording.has(metric));
    return metrics.length > 0 ? [{ alert: rule.name.value, metrics }] : [];
  });
}

/** Plays the alerts that fired with other thresholds. */
async function thresholds(
  played: Played,
  rules: BacktestRules,
  intake: Intake,
  span: TimeSpan,
  io: Io,
): Promise<ThresholdSweep[]> {
  const fired = played.alerts.filter(({ series }) => series.length > 0).map(({ rule }) => rule);
  const variants = new Map(fired.map((rule) => [rule, thresholdVariants(rule)]));
  const groups = rules.groups.map((group) => ({
    ...group,
    rules: group.rules.flatMap((rule): readonly Rule[] =>
      rule.kind === 'record' ? [rule] : (variants.get(rule) ?? []).map((variant) => variant.rule),
    ),
  }));
  const result = await play({ ...rules, groups }, intake, span, 'playing other thresholds', io);
  return [...variants]
    .filter(([, of]) => of.length > 0)
    .map(([rule, of]) => thresholdSweep(rule.name.value, of, result.alerts, span.toMs));
}
