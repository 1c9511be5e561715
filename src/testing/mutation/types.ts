import type { Rule } from '../../documents/rules/types.ts';
import type { Range } from '../../source/range.ts';
import type { SourceFile } from '../../source/source-file.ts';

/** What a mutant changes; `docs/mutation.md` describes each. */
export type Mutator =
  | 'comparison'
  | 'threshold'
  | 'arithmetic'
  | 'number'
  | 'set-operator'
  | 'side-removed'
  | 'bool'
  | 'matching-labels'
  | 'matcher'
  | 'range'
  | 'offset'
  | 'grouping'
  | 'aggregation'
  | 'function'
  | 'for'
  | 'keep-firing-for'
  | 'label'
  | 'severity'
  | 'template'
  | 'line-filter'
  | 'stage'
  | 'unwrap'
  | 'route-matcher'
  | 'route-removed'
  | 'route-order'
  | 'continue'
  | 'receiver'
  | 'group-by'
  | 'timer'
  | 'time-interval'
  | 'inhibition'
  | 'inhibition-equal'
  | 'inhibition-sides';

/** One change of a text: the characters of a range become other characters. Offsets count UTF-16 code units. */
export interface TextEdit extends Range {
  readonly text: string;
}

/** A change of an expression or a template, in the offsets of its own text. */
export interface TextMutation extends TextEdit {
  readonly mutator: Mutator;
}

/** Which part of a rule a mutant changes; tests in which the part has no say need not run. */
export type RulePart = 'expr' | 'hold' | 'labels' | 'annotations';

interface MutantBase {
  readonly mutator: Mutator;
  readonly file: SourceFile;
  /** The characters of the file that the mutant replaces. */
  readonly range: Range;
  readonly replacement: string;
  /** Why the mutant cannot behave in another way than the original; such a mutant is not run. */
  readonly equivalent?: string | undefined;
}

/** A rule with one change. */
export interface RuleMutant extends MutantBase {
  readonly kind: 'rule';
  readonly rule: Rule;
  readonly part: RulePart;
  /** The changed rule. The rule may be read from the file a second time, so it is given as an argument. */
  readonly apply: (rule: Rule) => Rule;
}

/** An Alertmanager configuration with one change of its text. */
export interface RoutingMutant extends MutantBase {
  readonly kind: 'routing';
}

export type Mutant = RuleMutant | RoutingMutant;

/** The text with one edit made. */
export function edited(text: string, { start, end, text: replacement }: TextEdit): string {
  return text.slice(0, start) + replacement + text.slice(end);
}
