import { labelTest } from '../../src/promql/eval/storage/regexp.ts';
import type { LabelMatcher } from '../../src/promql/syntax/ast.ts';
import { parseExpr } from '../../src/promql/syntax/parse.ts';
import type { HttpAnswer, Transport } from '../../src/live/transport.ts';

type Labels = Readonly<Record<string, string>>;

export interface FakePrometheus {
  /** Series that are there now. */
  readonly series: readonly Labels[];
  /** Series that were there two hours before the end of a span. */
  readonly gone?: readonly Labels[];
  readonly metadata?: Readonly<Record<string, string>>;
  /** prometheus.yml as the server shows it. */
  readonly configuration?: string;
  readonly retention?: string;
  /** Samples that a query reads. */
  readonly samples?: Readonly<Record<string, number>>;
  /** Errors of queries, by their text. */
  readonly errors?: Readonly<Record<string, string>>;
  /** How long before the end an expression began to have a result (seconds), by its text. */
  readonly since?: Readonly<Record<string, number>>;
}

/** A Prometheus that has these series and no more; it answers as the API promises. */
export function fakePrometheus(server: FakePrometheus): Transport {
  return ({ url }) =>
    Promise.resolve(answerTo(url.pathname.replace(/^.*\/api\/v1\//, ''), url.searchParams, server));
}

function answerTo(path: string, params: URLSearchParams, server: FakePrometheus): HttpAnswer {
  const { series, gone = [], metadata = {}, configuration, retention, errors = {} } = server;
  const all = [...series, ...gone];
  const match = params.get('match[]') ?? '{}';
  const query = params.get('query') ?? '';
  const error = Object.entries(errors).find(([text]) => query.includes(text))?.[1];
  if (error !== undefined)
    return { ...OK, status: 422, body: JSON.stringify({ status: 'error', errorType: 'execution', error }) };
  switch (path) {
    case 'labels':
      return success([...new Set(select(all, match).flatMap((labels) => Object.keys(labels)))]);
    case 'series':
      return success(select(all, match));
    case 'metadata':
      return success(
        Object.fromEntries(
          Object.entries(metadata).map(([name, type]) => [name, [{ type, help: '', unit: '' }]]),
        ),
      );
    case 'status/config':
      return configuration === undefined ? ABSENT : success({ yaml: configuration });
    case 'status/runtimeinfo':
      return retention === undefined ? ABSENT : success({ storageRetention: retention });
    case 'query':
      return instant(query, Number(params.get('time')), server);
    case 'query_range':
      return range(query, params, server);
    default: {
      const label = /^label\/(.*)\/values$/.exec(path)?.[1];
      if (label === undefined) return ABSENT;
      return success([...new Set(select(all, match).flatMap((labels) => labels[label] ?? []))]);
    }
  }
}

const OK = { status: 200, location: undefined, contentType: 'application/json' };
const ABSENT: HttpAnswer = { ...OK, status: 404, body: '404 page not found' };
const success = (data: unknown): HttpAnswer => ({ ...OK, body: JSON.stringify({ status: 'success', data }) });

function instant(query: string, time: number, server: FakePrometheus): HttpAnswer {
  const inner = /^count\(([\s\S]*)\)$/.exec(query)?.[1]?.trim() ?? query;
  const count = isSelector(inner)
    ? select(server.series, inner).length
    : inner in (server.since ?? {})
      ? 1
      : 0;
  const result = count === 0 ? [] : [{ metric: {}, value: [time, String(count)] }];
  const stats = { samples: { totalQueryableSamples: server.samples?.[inner] ?? count } };
  return success({ resultType: 'vector', result, stats });
}

function range(
  query: string,
  params: URLSearchParams,
  { gone = [], since = {} }: FakePrometheus,
): HttpAnswer {
  const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(params.get(name)));
  const counted = /^count\((.*)\)$/.exec(query)?.[1];
  const wasThere = counted !== undefined && isSelector(counted) && select(gone, counted).length > 0;
  const values: [number, string][] = [];
  for (let at = start!; at <= end!; at += step!) {
    const began = since[query];
    if (wasThere ? at <= end! - 7200 : began !== undefined && at >= end! - began) values.push([at, '1']);
  }
  return success({ resultType: 'matrix', result: values.length === 0 ? [] : [{ metric: {}, values }] });
}

function isSelector(text: string): boolean {
  return parseExpr(text).expr?.kind === 'VectorSelector';
}

function select(series: readonly Labels[], selector: string): readonly Labels[] {
  const { expr } = parseExpr(selector === '{}' ? '{__name__=~".+"}' : selector);
  if (expr?.kind !== 'VectorSelector') throw new Error(`${selector} is no selector`);
  return series.filter(
    (labels) =>
      (expr.name === undefined || labels['__name__'] === expr.name) &&
      expr.matchers.every((matcher) => fits(matcher, labels)),
  );
}

function fits({ name, op, value }: LabelMatcher, labels: Labels): boolean {
  const text = labels[name] ?? '';
  const matches = op === '=' || op === '!=' ? text === value : labelTest(value, 3)(text);
  return op.startsWith('!') ? !matches : matches;
}
