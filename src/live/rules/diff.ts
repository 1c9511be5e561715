import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import type { PlainGroup, PlainRule } from './rule-set.ts';

/** One thing that is another on the server. */
export interface FieldDifference {
  /** `expr`, `for`, `label severity`, ... */
  readonly field: string;
  /** undefined: it is not there. */
  readonly inFiles: string | undefined;
  readonly running: string | undefined;
}

export interface RuleDifference {
  readonly kind: 'alert' | 'record';
  readonly name: string;
  /** `missing`: the server does not run it; `extra`: no file has it; `failing`: the server cannot evaluate it. */
  readonly change: 'missing' | 'extra' | 'differs' | 'failing';
  readonly fields: readonly FieldDifference[];
  readonly error?: string | undefined;
}

export interface GroupDifference {
  readonly name: string;
  /** The file; undefined: no file has the group. */
  readonly file: string | undefined;
  /** The server's file or namespace; undefined: the server does not run the group. */
  readonly source: string | undefined;
  readonly interval: FieldDifference | undefined;
  readonly rules: readonly RuleDifference[];
}

/** What runs against what is in files: groups that differ, in the order of the files, then those of the server alone. */
export function diffRules(
  files: readonly PlainGroup[],
  running: readonly PlainGroup[],
): readonly GroupDifference[] {
  const left = new Set(running);
  const differences: GroupDifference[] = [];
  for (const group of files) {
    const match = closest(
      group,
      [...left].filter(({ name }) => name === group.name),
    );
    if (match !== undefined) left.delete(match);
    const difference = diffGroups(group, match);
    if (difference !== undefined) differences.push(difference);
  }
  const alone = [...left].map(({ name, source, rules }) => ({
    name,
    file: undefined,
    source,
    interval: undefined,
    rules: rules.map((rule) => only(rule, 'extra')),
  }));
  return [...differences, ...alone];
}

/** Of groups with the same name the one that has most of the same rules. */
function closest(group: PlainGroup, candidates: readonly PlainGroup[]): PlainGroup | undefined {
  const texts = new Set(group.rules.map(identity));
  let best: PlainGroup | undefined;
  let most = -1;
  for (const candidate of candidates) {
    const shared = candidate.rules.filter((rule) => texts.has(identity(rule))).length;
    if (shared > most) [best, most] = [candidate, shared];
  }
  return best;
}

const identity = ({ kind, name, expr }: PlainRule): string => JSON.stringify([kind, name, expr]);

function diffGroups(group: PlainGroup, match: PlainGroup | undefined): GroupDifference | undefined {
  const { name, source: file } = group;
  if (match === undefined) {
    const rules = group.rules.map((rule) => only(rule, 'missing'));
    return { name, file, source: undefined, interval: undefined, rules };
  }
  const interval = intervalOf(group, match);
  const rules = diffGroupRules(group.rules, match.rules);
  return interval === undefined && rules.length === 0
    ? undefined
    : { name, file, source: match.source, interval, rules };
}

/** An interval that one side does not say is whatever the server has. */
function intervalOf(group: PlainGroup, match: PlainGroup): FieldDifference | undefined {
  const [here, there] = [group.intervalMs, match.intervalMs];
  if (here === undefined || there === undefined || here === there) return undefined;
  return { field: 'interval', inFiles: formatDurationMs(here), running: formatDurationMs(there) };
}

function diffGroupRules(rules: readonly PlainRule[], running: readonly PlainRule[]): RuleDifference[] {
  const left = [...running];
  const result: RuleDifference[] = [];
  const pairs = new Map<PlainRule, PlainRule>();
  // Alerts may share a name, for severities: those that are alike belong together before any others.
  for (const likeness of [whole, identity, nameAndLabels, nameOnly])
    for (const rule of rules) {
      if (pairs.has(rule)) continue;
      const at = left.findIndex((other) => likeness(other) === likeness(rule));
      if (at >= 0) pairs.set(rule, left.splice(at, 1)[0]!);
    }
  for (const rule of rules) {
    const match = pairs.get(rule);
    if (match === undefined) result.push(only(rule, 'missing'));
    else {
      const fields = differing(rule, match);
      const { kind, name } = rule;
      if (fields.length > 0) result.push({ kind, name, change: 'differs', fields, error: match.error });
      else if (match.error !== undefined)
        result.push({ kind, name, change: 'failing', fields, error: match.error });
    }
  }
  return [...result, ...left.map((rule) => only(rule, 'extra'))];
}

const nameOnly = ({ kind, name }: PlainRule): string => JSON.stringify([kind, name]);
const nameAndLabels = ({ kind, name, labels }: PlainRule): string =>
  JSON.stringify([kind, name, Object.entries(labels).sort()]);
const whole = ({ kind, name, expr, forMs, keepMs, labels, annotations }: PlainRule): string =>
  JSON.stringify([
    kind,
    name,
    expr,
    forMs,
    keepMs,
    Object.entries(labels).sort(),
    Object.entries(annotations).sort(),
  ]);

function only({ kind, name }: PlainRule, change: 'missing' | 'extra'): RuleDifference {
  return { kind, name, change, fields: [] };
}

function differing(rule: PlainRule, match: PlainRule): FieldDifference[] {
  const field = (
    name: string,
    inFiles: string | undefined,
    running: string | undefined,
  ): FieldDifference[] => (inFiles === running ? [] : [{ field: name, inFiles, running }]);
  return [
    ...field('expr', rule.expr, match.expr),
    ...field('for', formatDurationMs(rule.forMs), formatDurationMs(match.forMs)),
    ...field('keep_firing_for', formatDurationMs(rule.keepMs), formatDurationMs(match.keepMs)),
    ...differingTexts('label', rule.labels, match.labels),
    ...differingTexts('annotation', rule.annotations, match.annotations),
  ];
}

function differingTexts(
  what: string,
  inFiles: Readonly<Record<string, string>>,
  running: Readonly<Record<string, string>>,
): FieldDifference[] {
  const names = [...new Set([...Object.keys(inFiles), ...Object.keys(running)])].sort();
  return names
    .filter((name) => inFiles[name] !== running[name])
    .map((name) => ({ field: `${what} ${name}`, inFiles: inFiles[name], running: running[name] }));
}
