import type { Matcher } from '../../routing/matchers/matcher.ts';
import { didYouMean } from '../../util/did-you-mean.ts';
import type { AlertLabels } from './alert-labels.ts';
import { answerOf, mayBe, mayCarry } from './label-knowledge.ts';
import type { LabelKnowledge } from './label-knowledge.ts';
import type { RoutedAlerts } from './routed-alerts.ts';

/** Why a matcher has nothing to do with any alert. */
export type UnknownMatcher =
  /** No alert has the label. */
  | { readonly kind: 'label'; readonly similar?: string; readonly known: readonly string[] }
  /** Alerts have the label, and never the values that the matcher asks for (or leaves out). */
  | {
      readonly kind: 'value';
      readonly values: readonly string[];
      readonly similar?: string;
      readonly known: readonly string[];
      readonly carriers: readonly AlertLabels[];
    };

/** Alerts that platforms bring along with rules of their own, outside the repository. */
const FROM_ELSEWHERE = new Set(['Watchdog', 'InfoInhibitor', 'DeadMansSwitch']);

/** Labels that targets have in most installations: close to a label of the rules, they are still what they say. */
const TARGET_LABELS = new Set(
  'job instance namespace pod container node service endpoint cluster env environment region zone host prometheus tenant'.split(
    ' ',
  ),
);

/** The fault of a matcher, as far as the alerts prove it; undefined: nothing. */
export function unknownMatcher(matcher: Matcher, routed: RoutedAlerts): UnknownMatcher | undefined {
  return routed.once(judge, matcher);
}

function judge(routed: RoutedAlerts, matcher: Matcher): UnknownMatcher | undefined {
  const { alerts } = routed;
  if (alerts.length === 0) return undefined;
  const found = routed.once(seenOf, matcher.name);
  return found.known.length === 0 ? unknownLabel(matcher, found.seen, alerts) : unknownValue(matcher, found);
}

interface Seen {
  readonly seen: readonly LabelKnowledge[];
  readonly known: readonly string[];
  /** The alerts that have one of the known values. */
  readonly carriers: readonly AlertLabels[];
}

/** What the alerts know of a label; asked once per label, however many routes name it. */
function seenOf(routed: RoutedAlerts, label: string): Seen {
  const seen = routed.alerts.map((alert) => routed.label(alert, label));
  const carriers = routed.alerts.filter((_, i) => knownValues([seen[i]!]).length > 0);
  return { seen, known: knownValues(seen), carriers };
}

function unknownLabel(
  matcher: Matcher,
  seen: readonly LabelKnowledge[],
  alerts: readonly AlertLabels[],
): UnknownMatcher | undefined {
  // `team=""` and `team!="x"` may ask for alerts without the label.
  if (matcher.accepts('')) return undefined;
  const names = labelNames(alerts);
  const similar = didYouMean(matcher.name, names);
  const closed = seen.every((label) => label.kind === 'values');
  if (!closed && !isTypingError(matcher.name, seen, similar)) return undefined;
  return { kind: 'label', similar, known: names };
}

/** A name that no rule and no expression says, and that is close to one of the rules' own labels. */
export function isTypingError(
  name: string,
  seen: readonly LabelKnowledge[],
  similar: string | undefined,
): boolean {
  if (similar === undefined || name.length < 5 || TARGET_LABELS.has(name)) return false;
  return !seen.some((label) => (label.kind === 'open' ? label.named : mayCarry(label)));
}

function unknownValue(matcher: Matcher, { seen, known, carriers }: Seen): UnknownMatcher | undefined {
  const closed = seen.every((label) => label.kind === 'values');
  const wanted = wantedValues(matcher);
  if (wanted === undefined) {
    const hopeless =
      closed && matcher.op === '=~' && seen.every((label) => answerOf(matcher, label) === 'no');
    return hopeless ? { kind: 'value', values: [matcher.value], known, carriers } : undefined;
  }
  const missing = wanted.filter((value) => !seen.some((label) => mayCarryValue(label, value)));
  const [first] = missing;
  if (first === undefined) return undefined;
  const similar = didYouMean(
    first,
    known.filter((value) => !wanted.includes(value)),
  );
  // Values that only some alerts of others have may stand beside those that are known; typing errors may not.
  const provable = closed && missing.length === wanted.length;
  return provable || similar !== undefined
    ? { kind: 'value', values: provable ? missing : [first], similar, known, carriers }
    : undefined;
}

/** Whether there is reason to think that a label has the value. */
function mayCarryValue(label: LabelKnowledge, value: string): boolean {
  return label.kind === 'values' ? label.values.has(value) : label.named && mayBe(label, value);
}

/** The values that a matcher names, where it names them one by one; not those that stand for missing labels. */
function wantedValues(matcher: Matcher): string[] | undefined {
  const { op, value, values } = matcher;
  const named = op === '!=' ? [value] : values === undefined ? undefined : [...values];
  const wanted = named?.filter((one) => one !== '');
  if (wanted === undefined || wanted.length === 0) return named === undefined && op === '=~' ? undefined : [];
  return matcher.name === 'alertname' ? wanted.filter((name) => !FROM_ELSEWHERE.has(name)) : wanted;
}

function knownValues(seen: readonly LabelKnowledge[]): string[] {
  const values = new Set<string>();
  for (const label of seen) {
    if (label.kind === 'values') for (const value of label.values) if (value !== '') values.add(value);
  }
  return [...values].sort();
}

/** The names of the labels that the rules put on. */
function labelNames(alerts: readonly AlertLabels[]): string[] {
  const names = new Set(['alertname']);
  for (const { rule } of alerts)
    for (const { name } of [...rule.group.labels, ...rule.labels]) names.add(name);
  return [...names].sort();
}
