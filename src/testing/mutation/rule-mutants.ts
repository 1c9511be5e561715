import { own } from '../../util/own.ts';
import type { KeyValue, Located } from '../../documents/fields.ts';
import type { AlertingRule, Rule } from '../../documents/rules/types.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import type { ScalarNode } from '../../yaml/node.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import { logqlEquivalence } from './logql-equivalence.ts';
import { logqlMutations } from './mutators/logql.ts';
import { promqlMutations } from './mutators/promql.ts';
import type { ParsedMutation } from './mutators/promql.ts';
import { templateEdits } from './mutators/template.ts';
import { edited } from './types.ts';
import type { Mutator, RuleMutant, RulePart, TextEdit } from './types.ts';

/** Says why a changed expression gives what the original gives; undefined where nothing proves it. */
export type EquivalenceProof = (rule: Rule, mutation: ParsedMutation) => string | undefined;

/** Evaluation interval of groups that name none, in milliseconds. */
const DEFAULT_INTERVAL_MS = 60_000;

/** Every mutant of a rule, in the order of expression, times, labels and annotations. */
export function ruleMutants(rule: Rule, proof: EquivalenceProof): RuleMutant[] {
  const expression = expressionMutants(rule, proof);
  const labels = rule.labels.flatMap((label) => labelMutants(rule, label));
  return rule.kind === 'alert'
    ? [...expression, ...timeMutants(rule), ...labels, ...annotationMutants(rule)]
    : [...expression, ...labels];
}

function expressionMutants(rule: Rule, proof: EquivalenceProof): RuleMutant[] {
  const { expr } = rule;
  const of = (mutator: Mutator, edit: TextEdit, whole: string, equivalent?: string): RuleMutant => ({
    kind: 'rule',
    mutator,
    file: rule.file,
    range: expr.rangeOf(edit),
    replacement: edit.text,
    rule,
    part: 'expr',
    equivalent,
    apply: (original) => ({ ...original, expr: original.expr.withText(whole) }),
  });
  if (rule.group.document.language === 'logql') {
    const { expr: root, errors } = expr.logql;
    if (root === undefined || errors.length > 0) return [];
    return logqlMutations(root, expr.text).map((each) =>
      of(each.mutator, each, each.whole, logqlEquivalence(root, each, rule)),
    );
  }
  const { expr: root, errors } = expr.promql;
  if (root === undefined || errors.length > 0) return [];
  return promqlMutations(root, expr.text, { features: 'all' }).map((each) =>
    of(each.mutator, each, each.whole, proof(rule, each)),
  );
}

/** `for` and `keep_firing_for`: none, twice, and one evaluation more. */
function timeMutants(rule: AlertingRule): RuleMutant[] {
  const stepMs = rule.group.interval?.value || DEFAULT_INTERVAL_MS;
  return [
    ...durations(rule, 'for', rule.for, stepMs),
    ...durations(rule, 'keep-firing-for', rule.keepFiringFor, stepMs),
  ];
}

function durations(
  rule: AlertingRule,
  mutator: 'for' | 'keep-firing-for',
  written: Located<number> | undefined,
  stepMs: number,
): RuleMutant[] {
  if (written === undefined || written.value === 0) return [];
  const key = mutator === 'for' ? 'for' : 'keepFiringFor';
  const { value, range } = written;
  return [...new Set([0, value + stepMs, value * 2])].map((ms) => ({
    kind: 'rule',
    mutator,
    file: rule.file,
    range,
    replacement: formatDurationMs(ms),
    rule,
    part: 'hold',
    apply: (original) => ({ ...original, [key]: { ...written, value: ms } }),
  }));
}

const OTHER_SEVERITY: Readonly<Record<string, string>> = { critical: 'warning', page: 'warning' };

/** An empty label value, which removes the label; a severity with another one; the actions of a templated value. */
function labelMutants(rule: Rule, label: KeyValue): RuleMutant[] {
  const texts: { edit: TextEdit; mutator: Mutator }[] = [];
  const all = { start: 0, end: label.value.length };
  if (label.value !== '') texts.push({ mutator: 'label', edit: { ...all, text: '' } });
  if (label.name === 'severity' && !label.value.includes('{{'))
    texts.push({
      mutator: 'severity',
      edit: { ...all, text: own(OTHER_SEVERITY, label.value) ?? 'critical' },
    });
  texts.push(...templateEdits(label.value).map((edit) => ({ mutator: 'template' as const, edit })));
  return texts.flatMap(({ mutator, edit }) => keyValueMutant(rule, 'labels', label, mutator, edit));
}

function annotationMutants(rule: AlertingRule): RuleMutant[] {
  return rule.annotations.flatMap((annotation) =>
    templateEdits(annotation.value).flatMap((edit) =>
      keyValueMutant(rule, 'annotations', annotation, 'template', edit),
    ),
  );
}

function keyValueMutant(
  rule: Rule,
  part: Extract<RulePart, 'labels' | 'annotations'>,
  { name, value, node }: KeyValue,
  mutator: Mutator,
  edit: TextEdit,
): RuleMutant[] {
  const after = edited(value, edit);
  if (after === value) return [];
  const change = (pairs: readonly KeyValue[]): KeyValue[] =>
    pairs.map((pair) => (pair.name === name ? { ...pair, value: after } : pair));
  return [
    {
      kind: 'rule',
      mutator,
      file: rule.file,
      range: placeOf(node, rule.file.text, edit),
      replacement: quotedLike(node, edit),
      rule,
      part,
      apply: (original) =>
        part === 'annotations' && original.kind === 'alert'
          ? { ...original, annotations: change(original.annotations) }
          : { ...original, labels: change(original.labels) },
    },
  ];
}

/** A whole plain value is replaced by a quoted one: the text of the file stays the YAML that the mutant is. */
function placeOf(node: ScalarNode, source: string, { start, end }: TextEdit): RuleMutant['range'] {
  return start === 0 && end === node.text.length ? node.range : scalarRange(node, source, start, end);
}

function quotedLike(node: ScalarNode, { start, end, text }: TextEdit): string {
  const isWhole = start === 0 && end === node.text.length;
  return isWhole && text === '' ? '""' : text;
}
