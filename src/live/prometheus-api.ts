import { isRecord } from '../util/is-record.ts';
import { parseNumber } from '../util/parse-number.ts';
import type { LiveClient, Params } from './client.ts';
import { LiveError, notAsPromised, RefusedQuery } from './errors.ts';

export type LabelSet = Readonly<Record<string, string>>;

export interface Metadata {
  readonly type: string;
  readonly help: string;
  readonly unit: string;
}

/** A series of a range query: [seconds, value] pairs. */
export interface RangeSeries {
  readonly labels: LabelSet;
  readonly points: readonly (readonly [timeS: number, value: number])[];
}

/** What a query cost the server, as its `stats=all` says; undefined: this server does not say. */
export interface QueryCost {
  readonly samples: number | undefined;
  readonly seconds: number | undefined;
}

export interface InstantAnswer {
  readonly series: readonly { readonly labels: LabelSet; readonly value: number }[];
  readonly cost: QueryCost;
}

/** A span of time in seconds since the epoch. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The questions of Prometheus's HTTP API that rulecheck asks; each answer is held against the form that the API promises. */
export class PrometheusApi {
  readonly client: LiveClient;

  constructor(client: LiveClient) {
    this.client = client;
  }

  /** The version, or undefined where the server does not say one (proxies, VictoriaMetrics). */
  async version(): Promise<string | undefined> {
    const data = await this.#optional('api/v1/status/buildinfo');
    return isRecord(data) && typeof data['version'] === 'string' ? data['version'] : undefined;
  }

  /** The command-line flags, where the server shows them: Prometheus alone does. */
  async flags(): Promise<ReadonlyMap<string, string>> {
    const data = await this.#optional('api/v1/status/flags');
    const entries = isRecord(data) ? Object.entries(data) : [];
    return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  }

  /** How long samples are kept, as the server writes it: `15d`, `30d or 50GiB`. */
  async retention(): Promise<string | undefined> {
    const data = await this.#optional('api/v1/status/runtimeinfo');
    return isRecord(data) && typeof data['storageRetention'] === 'string'
      ? data['storageRetention']
      : undefined;
  }

  /** The text of prometheus.yml as the server runs it (secrets are left out by the server), where it shows it. */
  async configuration(): Promise<string | undefined> {
    const data = await this.#optional('api/v1/status/config');
    return isRecord(data) && typeof data['yaml'] === 'string' ? data['yaml'] : undefined;
  }

  /** Type, help and unit by metric name; of several the first. Empty where the server keeps none. */
  async metadata(): Promise<ReadonlyMap<string, readonly Metadata[]>> {
    const data = await this.#optional('api/v1/metadata');
    return readMetadata(data, `${this.client.name}/api/v1/metadata`);
  }

  /** Names of the labels that series of a selector had in a span. */
  labelNames(selector: string, span: Span): Promise<readonly string[]> {
    return this.#strings('api/v1/labels', [['match[]', selector], ...within(span)]);
  }

  /** Values that a label of a selector's series had in a span. */
  labelValues(label: string, selector: string, span: Span): Promise<readonly string[]> {
    const path = `api/v1/label/${encodeURIComponent(escapedName(label))}/values`;
    return this.#strings(path, [['match[]', selector], ...within(span)]);
  }

  /** Label sets of the series of selectors in a span; a server may stop at `limit`. */
  async series(selectors: readonly string[], span: Span, limit: number): Promise<readonly LabelSet[]> {
    const matches = selectors.map((selector) => ['match[]', selector] as const);
    const path = 'api/v1/series';
    const data = await this.client.data(path, [...matches, ...within(span), ['limit', String(limit)]]);
    if (!Array.isArray(data) || !data.every(isLabelSet))
      throw this.#lies(path, '"data" is not a list of label sets');
    return data;
  }

  /** The result of an expression at an instant (seconds), with what it cost. */
  async query(expr: string, timeS: number): Promise<InstantAnswer> {
    const params = [['query', expr], ['time', String(timeS)], ['stats', 'all'], this.#timeout()] as const;
    const data = await this.client.data('api/v1/query', params);
    const path = 'api/v1/query';
    if (!isRecord(data)) throw this.#lies(path, '"data" is not a map');
    const cost = costOf(data['stats']);
    if (data['resultType'] === 'scalar')
      return { series: [{ labels: {}, value: this.#sample(path, data['result'])[1] }], cost };
    if (data['resultType'] !== 'vector' || !Array.isArray(data['result']))
      throw this.#lies(path, `"resultType" is ${JSON.stringify(data['resultType'])} instead of a vector`);
    const series = data['result'].map((each: unknown) => {
      if (!isRecord(each) || !isLabelSet(each['metric'])) throw this.#lies(path, 'a result has no "metric"');
      return { labels: each['metric'], value: this.#sample(path, each['value'])[1] };
    });
    return { series, cost };
  }

  /** The result of an expression over a span, a value every `stepS` seconds. */
  async queryRange(expr: string, span: Span, stepS: number): Promise<readonly RangeSeries[]> {
    const path = 'api/v1/query_range';
    const data = await this.client.data(path, [
      ['query', expr],
      ...within(span),
      ['step', String(stepS)],
      this.#timeout(),
    ]);
    if (!isRecord(data) || data['resultType'] !== 'matrix' || !Array.isArray(data['result']))
      throw this.#lies(path, 'the result is not a matrix');
    return data['result'].map((each: unknown) => {
      if (!isRecord(each) || !isLabelSet(each['metric'])) throw this.#lies(path, 'a result has no "metric"');
      const { values = [] } = each;
      if (!Array.isArray(values)) throw this.#lies(path, '"values" is not a list');
      return { labels: each['metric'], points: values.map((value: unknown) => this.#sample(path, value)) };
    });
  }

  #timeout(): readonly [string, string] {
    return ['timeout', `${Math.max(1, Math.round(this.client.timeoutMs / 1000))}s`];
  }

  async #strings(path: string, params: Params): Promise<readonly string[]> {
    const data = await this.client.data(path, params);
    // Thanos and VictoriaMetrics answer null for an empty list.
    if (data === null || data === undefined) return [];
    if (!Array.isArray(data) || !data.every((each): each is string => typeof each === 'string'))
      throw this.#lies(path, '"data" is not a list of strings');
    return data;
  }

  /** Of something that not every server has: undefined where this one does not. */
  async #optional(path: string): Promise<unknown> {
    try {
      return await this.client.data(path);
    } catch (error) {
      if (error instanceof RefusedQuery) return undefined;
      if (error instanceof LiveError && /HTTP status (?:404|405|501)$/.test(error.message)) return undefined;
      throw error;
    }
  }

  #sample(path: string, value: unknown): readonly [number, number] {
    const [time, text] = Array.isArray(value) ? (value as unknown[]) : [];
    const number = typeof text === 'string' ? parseNumber(text) : undefined;
    if (typeof time !== 'number' || number === undefined)
      throw this.#lies(path, `${value === undefined ? 'nothing' : JSON.stringify(value)} is not a sample`);
    return [time, number];
  }

  #lies(path: string, expected: string): LiveError {
    return notAsPromised(`${this.client.name}/${path}`, expected);
  }
}

/** The `data` of /api/v1/metadata. @throws LiveError where it has another form */
export function readMetadata(data: unknown, where: string): ReadonlyMap<string, readonly Metadata[]> {
  const result = new Map<string, readonly Metadata[]>();
  if (data === undefined || data === null) return result;
  if (!isRecord(data)) throw notAsPromised(where, '"data" is not a map of metrics');
  for (const [name, entries] of Object.entries(data)) {
    if (!Array.isArray(entries)) throw notAsPromised(where, `"${name}" has no list`);
    result.set(
      name,
      entries.filter(isRecord).map((entry) => ({
        type: textOf(entry['type']),
        help: textOf(entry['help']),
        unit: textOf(entry['unit']),
      })),
    );
  }
  return result;
}

export function isLabelSet(value: unknown): value is LabelSet {
  return isRecord(value) && Object.values(value).every((each) => typeof each === 'string');
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const within = ({ start, end }: Span): Params => [
  ['start', String(start)],
  ['end', String(end)],
];

/** Names that old clients cannot put into a path are written `U__...`: Prometheus's escaping of UTF-8 names. */
function escapedName(label: string): string {
  if (/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label)) return label;
  const escape = (char: string): string =>
    char === '_' ? '__' : /[a-zA-Z0-9:]/.test(char) ? char : `_${char.codePointAt(0)!.toString(16)}_`;
  return `U__${Array.from(label, escape).join('')}`;
}

function costOf(stats: unknown): QueryCost {
  const samples =
    isRecord(stats) && isRecord(stats['samples']) ? stats['samples']['totalQueryableSamples'] : undefined;
  const seconds =
    isRecord(stats) && isRecord(stats['timings']) ? stats['timings']['evalTotalTime'] : undefined;
  return {
    samples: typeof samples === 'number' ? samples : undefined,
    seconds: typeof seconds === 'number' ? seconds : undefined,
  };
}
