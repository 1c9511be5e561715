import type { Rule } from '../../documents/rules/types.ts';
import type { LogProbe } from '../../logql/eval/index.ts';
import type { BinaryExpr as LogBinaryExpr, LogqlExpr, PipelineStage } from '../../logql/syntax/index.ts';
import type { EvalProbe, Labels } from '../../promql/eval/index.ts';
import type { Range } from '../../source/range.ts';
import { comparisonsOf, stagesOf } from './expression-parts.ts';
import type { AlertEvent, RuleProbes } from '../rules/observer.ts';

/** What a comparison did. */
export interface ComparisonTally {
  readonly range: Range;
  isTrue: number;
  isFalse: number;
  limit: number;
  nearestTrue: number | undefined;
  nearestFalse: number | undefined;
}

/** What a set operator did: how often which sides had a sample. */
export interface SetTally {
  readonly range: Range;
  both: number;
  left: number;
  right: number;
  neither: number;
}

/** Counts what one rule does while tests are played. Parts of its expression are distinguished by their place in the text. */
export class RuleTally implements EvalProbe {
  readonly events = new Map<AlertEvent, number>();
  /** Evaluations in which a selector found a series; of these, those that returned nothing. */
  withData = 0;
  quiet = 0;
  readonly #comparisons = new Map<Range, ComparisonTally>();
  readonly #sets = new Map<Range, SetTally>();
  /** Values of labels by selector, of the selectors that are asked about. */
  readonly #values = new Map<string, Map<string, Set<string>>>();
  readonly #asked: ReadonlyMap<string, readonly string[]>;
  readonly stages = new Map<number, { kept: number; dropped: number }>();
  readonly rendered = new Map<string, number>();
  readonly branches = new Map<string, { taken: number; skipped: number }>();
  readonly #hasSelectors: boolean;
  #sawData = false;

  /** @param asked labels whose values matter, by the place of their selector */
  constructor(asked: ReadonlyMap<string, readonly string[]>, hasSelectors: boolean) {
    this.#asked = asked;
    this.#hasSelectors = hasSelectors;
  }

  get comparisons(): ReadonlyMap<string, ComparisonTally> {
    return byPlace(this.#comparisons.values(), (a, b) => {
      a.isTrue += b.isTrue;
      a.isFalse += b.isFalse;
      a.nearestTrue = nearer(a.nearestTrue, b.nearestTrue, a.limit);
      a.nearestFalse = nearer(a.nearestFalse, b.nearestFalse, a.limit);
    });
  }

  get sets(): ReadonlyMap<string, SetTally> {
    return byPlace(this.#sets.values(), (a, b) => {
      a.both += b.both;
      a.left += b.left;
      a.right += b.right;
      a.neither += b.neither;
    });
  }

  valuesOf(selector: Range, label: string): ReadonlySet<string> {
    return this.#values.get(placeKey(selector))?.get(label) ?? new Set();
  }

  compared(range: Range, value: number, limit: number, holds: boolean): void {
    let tally = this.#comparisons.get(range);
    if (tally === undefined) {
      tally = { range, isTrue: 0, isFalse: 0, limit, nearestTrue: undefined, nearestFalse: undefined };
      this.#comparisons.set(range, tally);
    }
    tally.limit = limit;
    if (holds) {
      tally.isTrue++;
      tally.nearestTrue = nearer(tally.nearestTrue, value, limit);
    } else {
      tally.isFalse++;
      tally.nearestFalse = nearer(tally.nearestFalse, value, limit);
    }
  }

  joined(range: Range, left: boolean, right: boolean): void {
    let tally = this.#sets.get(range);
    if (tally === undefined) {
      tally = { range, both: 0, left: 0, right: 0, neither: 0 };
      this.#sets.set(range, tally);
    }
    if (left) tally[right ? 'both' : 'left']++;
    else tally[right ? 'right' : 'neither']++;
  }

  selected(range: Range, series: readonly Labels[]): void {
    if (series.length === 0) return;
    this.#sawData = true;
    if (this.#asked.size === 0) return;
    const key = placeKey(range);
    const labels = this.#asked.get(key);
    if (labels === undefined) return;
    const values = this.#values.get(key) ?? new Map<string, Set<string>>();
    this.#values.set(key, values);
    for (const label of labels) {
      const seen = values.get(label) ?? new Set<string>();
      values.set(label, seen);
      for (const each of series) seen.add(each.get(label));
    }
  }

  /** An evaluation ended with so many samples. */
  evaluated(samples: number): void {
    if (this.#sawData || samples > 0 || !this.#hasSelectors) {
      this.withData++;
      if (samples === 0) this.quiet++;
    }
    this.#sawData = false;
  }

  alert(event: AlertEvent): void {
    this.events.set(event, (this.events.get(event) ?? 0) + 1);
  }

  /** The observer of the rule's expression. Loki evaluates the query as printed: parts are distinguished by their order. */
  probes(rule: Rule): RuleProbes {
    return {
      promql: this,
      logql: (sent) => this.#logProbe(rule, sent),
    };
  }

  #logProbe(rule: Rule, sent: LogqlExpr): LogProbe {
    const written = rule.expr.logql.expr;
    const stages = new Map(stagesOf(sent).map((stage, i) => [stage, i]));
    const originals = new Map<LogBinaryExpr, Range>();
    for (const [i, expr] of comparisonsOf(sent).entries())
      originals.set(expr, (written === undefined ? undefined : comparisonsOf(written)[i]) ?? expr);
    return {
      streams: (count) => {
        if (count > 0) this.#sawData = true;
      },
      staged: (stage, kept) => this.#staged(stages.get(stage), stage, kept),
      compared: (expr, value, limit, holds) =>
        this.compared(originals.get(expr) ?? expr, value, limit, holds),
    };
  }

  #staged(position: number | undefined, stage: PipelineStage, kept: boolean): void {
    if (position === undefined || (stage.kind !== 'LineFilter' && stage.kind !== 'LabelFilter')) return;
    const tally = this.stages.get(position) ?? { kept: 0, dropped: 0 };
    tally[kept ? 'kept' : 'dropped']++;
    this.stages.set(position, tally);
  }
}

export const placeKey = ({ start, end }: Range): string => `${start}-${end}`;

function nearer(a: number | undefined, b: number | undefined, limit: number): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.abs(b - limit) < Math.abs(a - limit) ? b : a;
}

/** Plans are made anew at times: tallies of one place belong together. */
function byPlace<T extends { readonly range: Range }>(
  tallies: Iterable<T>,
  add: (into: T, other: T) => void,
): Map<string, T> {
  const places = new Map<string, T>();
  for (const tally of tallies) {
    const known = places.get(placeKey(tally.range));
    if (known === undefined) places.set(placeKey(tally.range), { ...tally });
    else add(known, tally);
  }
  return places;
}
