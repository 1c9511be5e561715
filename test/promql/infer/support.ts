import { inferExpr, NOTHING_KNOWN } from '../../../src/promql/infer/index.ts';
import type { Alternative, Facts, InferenceEnvironment } from '../../../src/promql/infer/index.ts';
import { parseExpr } from '../../../src/promql/syntax/parse.ts';

/** Facts of an expression that must parse. */
export function factsOfText(text: string, env: InferenceEnvironment = NOTHING_KNOWN): Facts {
  const { expr, errors } = parseExpr(text, {
    features: { experimentalFunctions: true, fillModifiers: true },
  });
  if (expr === undefined || errors.length > 0)
    throw new Error(`${text}: ${errors[0]?.message ?? 'no expression'}`);
  return inferExpr(expr, env);
}

/** The only alternative of a vector. */
export function only(text: string, env?: InferenceEnvironment): Alternative {
  const facts = factsOfText(text, env);
  if (facts.type === 'scalar' || facts.type === 'string' || facts.alternatives.length !== 1)
    throw new Error(`${text}: not one alternative`);
  return facts.alternatives[0]!;
}

/** Presence of labels as one text: `a=always b=never *=maybe`. */
export function labelsText({ labels }: Alternative): string {
  const known = [...labels.known].filter(
    ([name, { presence }]) => name !== '__name__' && !(labels.others === 'never' && presence === 'never'),
  );
  return [...known.map(([name, { presence }]) => `${name}=${presence}`), `*=${labels.others}`].join(' ');
}

/** An interval in the usual notation, `[0, 1)`, with `NaN` where it can be. */
export function intervalText({ value }: Alternative): string {
  const { lo, hi, loOpen, hiOpen, nan } = value;
  return `${loOpen ? '(' : '['}${lo}, ${hi}${hiOpen ? ')' : ']'}${nan ? ' NaN' : ''}`;
}
