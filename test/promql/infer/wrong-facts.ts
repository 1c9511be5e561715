import { compileExpr, EvalError, instant } from '../../../src/promql/eval/index.ts';
import type { QueryValue, Storage, VectorSample } from '../../../src/promql/eval/index.ts';
import { alternativesOf, holds, Inference, isPossible, labelFact } from '../../../src/promql/infer/index.ts';
import type { Alternative, Facts, InferenceEnvironment, Interval } from '../../../src/promql/infer/index.ts';
import type { Expr } from '../../../src/promql/syntax/ast.ts';
import { walkExpr } from '../../../src/promql/syntax/walk.ts';
import { parseExpr } from '../../../src/promql/syntax/parse.ts';

/** Of the parser and of the engine: everything that the generated expressions use. */
export const SYNTAX = { features: { experimentalFunctions: true, fillModifiers: true } } as const;
export const FEATURES = ['promql-experimental-functions', 'promql-binop-fill-modifiers'] as const;

/** Everything that the facts of an expression, and of each part of it, claim and the engine's answer contradicts. */
export function wrongFacts(
  text: string,
  env: InferenceEnvironment,
  storage: Storage,
  timeMs: number,
): string[] {
  const { expr, errors } = parseExpr(text, SYNTAX);
  if (expr === undefined || errors.length > 0) throw new Error(`${text}: ${errors[0]?.message ?? 'nothing'}`);
  const inference = new Inference(env);
  const wrong: string[] = [];
  walkExpr(expr, (node) => {
    const facts = inference.of(node);
    if (facts.type === 'matrix' || facts.type === 'string') return;
    const value = evaluate(node, text, storage, timeMs);
    if (value === undefined) return;
    for (const claim of contradictions(facts, value))
      wrong.push(`${text.slice(node.start, node.end)}: ${claim}`);
  });
  return wrong;
}

/** undefined where the engine refuses: many-to-many matching and the like. */
function evaluate(node: Expr, text: string, storage: Storage, timeMs: number): QueryValue | undefined {
  try {
    return instant(compileExpr(node, text), storage, timeMs, { features: FEATURES }).value;
  } catch (error) {
    if (error instanceof EvalError) return undefined;
    throw error;
  }
}

function contradictions(facts: Facts, value: QueryValue): string[] {
  if (facts.type === 'scalar') {
    if (value.type !== 'scalar') return [`a ${value.type}, not a scalar`];
    return within(facts.value, value.value) ? [] : [`${value.value} outside ${show(facts.value)}`];
  }
  if (value.type !== 'vector') return [`a ${value.type}, not a vector`];
  return ofVector(alternativesOf(facts), value.samples);
}

function ofVector(alternatives: readonly Alternative[], samples: readonly VectorSample[]): string[] {
  const possible = alternatives.filter(isPossible);
  if (possible.length === 0 && samples.length > 0) return [`never, but ${describe(samples[0]!)}`];
  if (samples.length === 0 && alternatives.some(({ presence }) => presence.kind === 'always'))
    return ['always there, but empty'];
  const wrong = samples.filter((sample) => !possible.some((each) => fits(each, sample)));
  const bound = possible.reduce((total, { series }) => total + (series?.count ?? Infinity), 0);
  return [
    ...wrong.map((sample) => `${describe(sample)} is none of ${possible.map(showAlternative).join(' or ')}`),
    ...(samples.length > bound ? [`${samples.length} series, at most ${bound} expected`] : []),
  ];
}

function fits(each: Alternative, sample: VectorSample): boolean {
  const names = new Set([
    '__name__',
    ...each.labels.known.keys(),
    ...[...sample.labels].map(([name]) => name),
  ]);
  for (const name of names) {
    const fact = labelFact(each.labels, name);
    const value = sample.labels.get(name);
    if (value === '' ? fact.presence === 'always' : fact.presence === 'never') return false;
    if (value !== '' && fact.values?.has(value) === false) return false;
    if (fact.tests?.some((test) => !test(value)) === true) return false;
  }
  return sample.histogram !== undefined || within(each.value, sample.value);
}

/** Sums and means of floats err in the last digits. */
function within(interval: Interval, value: number): boolean {
  if (holds(interval, value)) return true;
  const near = (bound: number): boolean => Math.abs(value - bound) <= Math.abs(bound) * 1e-9;
  return !Number.isNaN(value) && (near(interval.lo) || near(interval.hi)) && interval.lo <= interval.hi;
}

function describe(sample: VectorSample): string {
  return `${sample.labels.toString()} ${sample.value}`;
}

function show({ lo, hi, loOpen, hiOpen, nan }: Interval): string {
  return `${loOpen ? '(' : '['}${lo}, ${hi}${hiOpen ? ')' : ']'}${nan ? ' NaN' : ''}`;
}

function showAlternative({ labels, value }: Alternative): string {
  const known = [...labels.known].map(([name, { presence, values }]) => {
    return `${name}=${presence}${values === undefined ? '' : `(${[...values].join('|')})`}`;
  });
  return `{${known.join(' ')} *=${labels.others}} ${show(value)}`;
}
