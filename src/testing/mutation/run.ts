import type { RoutingConfig } from '../routing/resolve.ts';
import type { Mutant, RuleMutant } from './types.ts';
import type { TestUnit } from './unit.ts';
import { ruleKey } from '../rule-key.ts';
import type { Variant } from './variant.ts';

/** What became of a mutant. */
export type MutantStatus = 'killed' | 'survived' | 'no-coverage' | 'equivalent' | 'invalid';

export interface MutantResult {
  readonly mutant: Mutant;
  readonly status: MutantStatus;
  /** The tests in which the changed place has a say, the likeliest to notice first. */
  readonly covering: readonly TestUnit[];
  /** The first test that failed. */
  readonly killedBy: TestUnit | undefined;
  /** How many tests were played. */
  readonly played: number;
}

/** How mutants are run; all effects are arguments. */
export interface MutationRunOptions {
  readonly cwd: string;
  /** A monotonic clock in milliseconds. */
  readonly now: () => number;
  /** Lets whatever waits have its turn. */
  readonly rest: () => Promise<void>;
  readonly onProgress?: (done: number, total: number) => void;
  /** The configuration with a mutant's change, and the one that it changes; undefined: Alertmanager would refuse it. */
  readonly routingOf: (mutant: Mutant) => { of: RoutingConfig; to: RoutingConfig } | undefined;
  /** A mutant that a former run saw killed and that nothing has changed since. */
  readonly isKnownKilled?: (mutant: Mutant) => boolean;
}

/** Play without rest for so long at most (milliseconds). */
const TURN_MS = 50;

/**
 * Plays every test as it is: those that fail can kill nothing. Also learns how long each takes and which alerts are
 * active in it.
 *
 * @returns the tests that pass, and those that fail
 */
export async function playAll(
  units: readonly TestUnit[],
  { now, rest }: MutationRunOptions,
): Promise<{ readonly passing: readonly TestUnit[]; readonly failing: readonly TestUnit[] }> {
  const passing: TestUnit[] = [];
  const failing: TestUnit[] = [];
  for (const unit of units) {
    const startMs = now();
    const failures = await unit.run({});
    unit.durationMs = now() - startMs;
    (failures.length === 0 ? passing : failing).push(unit);
    await rest();
  }
  return { passing, failing };
}

/** Runs the covering tests of each mutant until one fails. */
export async function runMutants(
  mutants: readonly Mutant[],
  units: readonly TestUnit[],
  options: MutationRunOptions,
): Promise<MutantResult[]> {
  const results: MutantResult[] = [];
  const kills = new Kills();
  let turnSince = options.now();
  for (const mutant of mutants) {
    results.push(await runMutant(mutant, units, kills, options));
    options.onProgress?.(results.length, mutants.length);
    if (options.now() - turnSince < TURN_MS) continue;
    await options.rest();
    turnSince = options.now();
  }
  return results;
}

async function runMutant(
  mutant: Mutant,
  units: readonly TestUnit[],
  kills: Kills,
  options: MutationRunOptions,
): Promise<MutantResult> {
  const base = { mutant, covering: [], killedBy: undefined, played: 0 };
  if (mutant.equivalent !== undefined) return { ...base, status: 'equivalent' };
  const variant = variantOf(mutant, options);
  if (variant === undefined) return { ...base, status: 'invalid' };
  const covering = coveringTests(mutant, variant, units, options.cwd);
  if (covering.length === 0) return { ...base, status: 'no-coverage' };
  if (options.isKnownKilled?.(mutant) === true) return { ...base, covering, status: 'killed' };
  for (const [i, unit] of kills.likeliestFirst(mutant, covering).entries()) {
    const failures = await unit.run(variant);
    if (failures.length === 0) continue;
    kills.add(mutant, unit);
    return { mutant, covering, status: 'killed', killedBy: unit, played: i + 1 };
  }
  return { ...base, covering, status: 'survived', played: covering.length };
}

/** Which tests have killed mutants of the same rule or file: they are the likeliest to kill the next one. */
class Kills {
  readonly #counts = new Map<object, Map<TestUnit, number>>();

  add(mutant: Mutant, unit: TestUnit): void {
    const counts = this.#counts.get(placeOf(mutant)) ?? new Map<TestUnit, number>();
    counts.set(unit, (counts.get(unit) ?? 0) + 1);
    this.#counts.set(placeOf(mutant), counts);
  }

  /** The order in which tests are played: kills of this place for each millisecond, then as they stand. */
  likeliestFirst(mutant: Mutant, units: readonly TestUnit[]): readonly TestUnit[] {
    const counts = this.#counts.get(placeOf(mutant));
    if (counts === undefined) return units;
    const weight = (unit: TestUnit): number => (counts.get(unit) ?? 0) / Math.max(1, unit.durationMs);
    return [...units].sort((a, b) => weight(b) - weight(a));
  }
}

const placeOf = (mutant: Mutant): object => (mutant.kind === 'rule' ? mutant.rule : mutant.file);

/** The change of a mutant; undefined where Alertmanager would refuse it. */
export function variantOf(mutant: Mutant, { cwd, routingOf }: MutationRunOptions): Variant | undefined {
  if (mutant.kind === 'rule') return { rule: { key: ruleKey(mutant.rule, cwd), apply: mutant.apply } };
  const routing = routingOf(mutant);
  return routing === undefined ? undefined : { routing };
}

/** The tests in which the changed place has a say: those of the changed alert first, then the short ones. */
function coveringTests(
  mutant: Mutant,
  variant: Variant,
  units: readonly TestUnit[],
  cwd: string,
): TestUnit[] {
  const covering =
    mutant.kind === 'rule'
      ? units.filter((unit) => coversRule(unit, mutant, cwd))
      : units.filter(({ routing }) => routing !== undefined && routing === variant.routing?.of);
  const alert = mutant.kind === 'rule' ? mutant.rule.name.value : undefined;
  const rank = (unit: TestUnit): number => (unit.alert === alert ? 0 : 1);
  return covering.sort((a, b) => rank(a) - rank(b) || a.durationMs - b.durationMs);
}

/** Texts and times of an alert show only where it is pending or firing. */
function coversRule(unit: TestUnit, { rule, part }: RuleMutant, cwd: string): boolean {
  if (!unit.rules.has(ruleKey(rule, cwd))) return false;
  return part === 'expr' || rule.kind === 'record' || unit.active.has(rule.name.value);
}
