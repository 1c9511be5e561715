/** A series as Prometheus's API gives it: times in seconds, values as text. */
export interface ApiSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

/** What the tests ask of a Prometheus server. */
export class PrometheusApi {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** @param atMs default: now */
  async query(query: string, atMs?: number): Promise<readonly ApiSeries[]> {
    const asked: Record<string, string> =
      atMs === undefined ? { query } : { query, time: String(atMs / 1000) };
    const data = await this.#get<{ resultType: string; result: unknown }>('query', asked);
    return data.resultType === 'scalar'
      ? [{ metric: {}, value: data.result as [number, string] }]
      : (data.result as ApiSeries[]);
  }

  async range(query: string, startMs: number, endMs: number, stepMs: number): Promise<readonly ApiSeries[]> {
    const seconds = (ms: number): string => String(ms / 1000);
    const time = { start: seconds(startMs), end: seconds(endMs), step: seconds(stepMs) };
    return (await this.#get<{ result: ApiSeries[] }>('query_range', { query, ...time })).result;
  }

  async targets(): Promise<readonly { readonly labels: Record<string, string>; readonly health: string }[]> {
    return (
      await this.#get<{ activeTargets: { labels: Record<string, string>; health: string }[] }>('targets', {})
    ).activeTargets;
  }

  async groups(): Promise<readonly RuleGroupState[]> {
    return (await this.#get<{ groups: RuleGroupState[] }>('rules', {})).groups;
  }

  async #get<T>(path: string, query: Readonly<Record<string, string>>): Promise<T> {
    const answer = await fetch(`${this.#url}/api/v1/${path}`, {
      ...(path.startsWith('query') ? { method: 'POST', body: new URLSearchParams(query) } : {}),
    });
    const body = (await answer.json()) as { status: string; error?: string; data: T };
    if (body.status !== 'success') throw new Error(`${path} ${query['query'] ?? ''}: ${body.error ?? ''}`);
    return body.data;
  }
}

export interface RuleGroupState {
  readonly name: string;
  /** Seconds. */
  readonly interval: number;
  readonly rules: readonly {
    readonly name: string;
    readonly health: string;
    readonly lastError?: string;
    readonly type: string;
  }[];
}
