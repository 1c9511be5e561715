import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { formatSampleValue } from '../../go/numbers/format-float.ts';
import { goQuote } from '../../go/strings/quote.ts';
import { METRIC_NAME } from '../../promql/eval/index.ts';
import type { EvalOptions } from '../../promql/eval/index.ts';
import { playOf } from '../observe/play-case.ts';
import type { TestCase } from '../observe/types.ts';
import { compileVector } from '../rules/context.ts';
import { play } from '../rules/play.ts';
import { RuleError } from '../rules/rule-error.ts';
import type { MutantResult } from './run.ts';
import type { Mutant } from './types.ts';
import type { TestUnit } from './unit.ts';
import { withVariant } from './variant.ts';
import type { Variant } from './variant.ts';
import { largest } from '../../util/append.ts';

/** What would kill a mutant: a line for a scenario in which the mutant does something else, at an instant. */
export interface Hint {
  /** The scenario that comes closest. */
  readonly unit: TestUnit;
  /** An entry for its `expect`; undefined: nothing differs in any covering scenario. */
  readonly expectation: string | undefined;
  /** What the mutant does instead. */
  readonly instead: string | undefined;
}

interface Varied {
  readonly mutant: Mutant;
  readonly variant: Variant;
}

/** Scenarios that are compared for one survivor: the likeliest come first. */
const MOST_COMPARED = 12;

/** Looks for a scenario in which a surviving mutant behaves in another way at an instant that no expectation asks about. */
export function hintFor(
  { covering, mutant }: MutantResult,
  variant: Variant,
  evaluation: EvalOptions,
  cwd: string,
): Hint | undefined {
  const scenarios = covering.filter(({ testCase }) => testCase !== undefined).slice(0, MOST_COMPARED);
  for (const unit of scenarios) {
    const found = difference(unit, { mutant, variant }, evaluation, cwd);
    if (found !== undefined) return { unit, ...found };
  }
  const [closest] = scenarios;
  return closest === undefined ? undefined : { unit: closest, expectation: undefined, instead: undefined };
}

/** What an alert looked like after one evaluation. */
interface Seen {
  readonly atMs: number;
  readonly alerts: ReadonlyMap<
    string,
    { readonly state: string; readonly texts: ReadonlyMap<string, string> }
  >;
}

type Difference = Pick<Hint, 'expectation' | 'instead'>;

function difference(
  { alert, testCase }: TestUnit,
  { mutant, variant }: Varied,
  evaluation: EvalOptions,
  cwd: string,
): Difference | undefined {
  if (testCase === undefined || alert === undefined) return undefined;
  const before = watch(testCase, alert, evaluation);
  const after = watch({ ...testCase, rules: withVariant(testCase.rules, variant, cwd) }, alert, evaluation);
  const ofAlert = alertDifference(before.seen, after.seen);
  if (ofAlert !== undefined || mutant.kind !== 'rule' || mutant.rule.kind !== 'record') return ofAlert;
  const name = mutant.rule.name.value;
  for (const { atMs } of before.seen) {
    const [own, other] = [before, after].map(({ samples }) => samples(name, atMs));
    if (own === undefined || own === other) continue;
    const expectation = `{ at: ${formatDurationMs(atMs)}, expr: '${name}', samples: [${own}] }`;
    return { expectation, instead: other === '' ? 'no sample' : other };
  }
  return undefined;
}

function alertDifference(before: readonly Seen[], after: readonly Seen[]): Difference | undefined {
  for (const [i, seen] of before.entries()) {
    const other = after[i];
    if (other === undefined) return undefined;
    const states = [stateOf(seen), stateOf(other)] as const;
    if (states[0] !== states[1]) {
      const expectation = `{ at: ${formatDurationMs(seen.atMs)}, state: ${states[0]} }`;
      return { expectation, instead: states[1] };
    }
    const text = textDifference(seen, other);
    if (text !== undefined) return text;
  }
  return undefined;
}

interface Watched {
  readonly seen: readonly Seen[];
  /** The samples of a metric at an instant, as `samples` of a scenario has them. */
  readonly samples: (metric: string, atMs: number) => string | undefined;
}

function watch(testCase: TestCase, alert: string, evaluation: EvalOptions): Watched {
  const seen: Seen[] = [];
  const durationMs = largest(
    testCase.questions.map(({ atMs }) => atMs),
    0,
  );
  try {
    const { context } = play({
      ...playOf(testCase, evaluation),
      durationMs,
      onEvaluated: (atMs, alerting) => {
        const active = alerting.filter(({ name }) => name === alert).flatMap((rule) => rule.active);
        const alerts = active.map(({ labels, state, annotations }) => {
          const own = [...labels].filter(([name]) => name !== 'alertname');
          return [String(labels), { state, texts: new Map([...own, ...annotations]) }] as const;
        });
        seen.push({ atMs, alerts: new Map(alerts) });
      },
    });
    const samples = (metric: string, atMs: number): string =>
      compileVector(
        metric,
        'promql',
        context,
      )(testCase.startMs + atMs)
        .map(({ labels, value }) => `{ labels: ${labelsText(labels)}, value: ${formatSampleValue(value)} }`)
        .sort()
        .join(', ');
    return { seen, samples };
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return { seen, samples: () => undefined };
  }
}

function labelsText(labels: Iterable<readonly [string, string]>): string {
  const own = [...labels].filter(([name]) => name !== METRIC_NAME);
  return own.length === 0
    ? '{}'
    : `{ ${own.map(([name, value]) => `${name}: ${goQuote(value)}`).join(', ')} }`;
}

/** The state of all alerts together, as an expectation `state` would name it. */
function stateOf({ alerts }: Seen): string {
  const states = new Set([...alerts.values()].map(({ state }) => state));
  if (states.has('firing')) return 'firing';
  return states.has('pending') ? 'pending' : 'inactive';
}

function textDifference(a: Seen, b: Seen): Difference | undefined {
  const firing = [...a.alerts.values()].filter(({ state }) => state === 'firing');
  const others = [...b.alerts.values()].filter(({ state }) => state === 'firing');
  const at = formatDurationMs(a.atMs);
  if (firing.length !== others.length)
    return {
      expectation: `at ${at}: exactly ${firing.length} under "alerts"`,
      instead: `${others.length} of them fire`,
    };
  for (const [i, { texts }] of firing.entries()) {
    for (const [name, text] of texts) {
      const other = others[i]!.texts.get(name);
      if (other !== text)
        return {
          expectation: `at ${at}, under "alerts": ${name}: ${JSON.stringify(text)}`,
          instead: other === undefined ? 'it has no such annotation' : JSON.stringify(other),
        };
    }
  }
  return undefined;
}
