import { RANGE_AGGREGATIONS, VECTOR_AGGREGATIONS } from '../logql/functions/index.ts';
import type { Language } from '../documents/expression.ts';
import { AGGREGATIONS, isAggregateOp } from '../promql/functions/aggregations.ts';
import { argumentCounts, functionSignature } from '../promql/functions/table.ts';
import type { ValueType } from '../promql/syntax/ast.ts';

/** A function as an editor shows it. */
export interface ShownSignature {
  /** `rate(range vector)`. */
  readonly label: string;
  readonly parameters: readonly string[];
  /** The last parameter may be repeated. */
  readonly repeats: boolean;
  readonly docs: string;
  readonly since: string;
  readonly notes: readonly string[];
}

const TYPES: Readonly<Record<ValueType, string>> = {
  scalar: 'scalar',
  string: 'string',
  vector: 'instant vector',
  matrix: 'range vector',
};

/** The signature of a function or aggregation of a language; undefined: it has none of this name. */
export function signatureOf(name: string, language: Language): ShownSignature | undefined {
  return language === 'promql' ? ofPromql(name) : ofLogql(name);
}

function ofPromql(name: string): ShownSignature | undefined {
  if (isAggregateOp(name)) {
    const { param, docs, since, experimental } = AGGREGATIONS[name];
    const parameters = [...(param === undefined ? [] : [TYPES[param]]), TYPES.vector];
    return shown(name, parameters, { docs, since, notes: experimentalNote(experimental), tail: ' by (...)' });
  }
  const signature = functionSignature(name);
  if (signature === undefined) return undefined;
  const { args, docs, since, until, replacedBy, experimental, expects, variadic } = signature;
  const { min } = argumentCounts(signature);
  const parameters = args.map((type, i) => (i < min ? TYPES[type] : `[${TYPES[type]}]`));
  const notes = [
    ...experimentalNote(experimental),
    ...(until === undefined
      ? []
      : [`not after ${until}${replacedBy === undefined ? '' : `: use ${replacedBy}`}`]),
    ...(expects === undefined ? [] : [`meant for a ${expects}`]),
  ];
  return shown(name, parameters, { docs, since, notes, repeats: variadic < 0 });
}

const experimentalNote = (experimental: boolean): string[] =>
  experimental ? ['experimental: needs a feature flag'] : [];

function ofLogql(name: string): ShownSignature | undefined {
  const range = RANGE_AGGREGATIONS.get(name);
  const vector = VECTOR_AGGREGATIONS.get(name);
  const found = range ?? vector;
  if (found === undefined) return undefined;
  const parameters = [...(found.parameter ? ['number'] : []), range === undefined ? 'vector' : 'log range'];
  return shown(name, parameters, { docs: found.docs, since: found.since, notes: [] });
}

interface Details {
  readonly docs: string;
  readonly since: string;
  readonly notes: readonly string[];
  readonly repeats?: boolean;
  readonly tail?: string;
}

function shown(name: string, parameters: readonly string[], details: Details): ShownSignature {
  const { docs, since, notes, repeats = false, tail = '' } = details;
  return {
    label: `${name}(${parameters.join(', ')}${repeats ? ', …' : ''})${tail}`,
    parameters,
    repeats,
    docs,
    since,
    notes,
  };
}
