import type { PrometheusSettings, ServerSetting } from '../config/types.ts';
import type { PrometheusConfigDocument } from '../documents/prometheus-config.ts';
import type { RuleGroup } from '../documents/rules/types.ts';
import type { VectorSelector } from '../promql/syntax/ast.ts';
import { selectedName } from './series-graph.ts';
import type { Project } from './project.ts';
import { serversOf } from './same-server.ts';
import { smallest } from '../util/append.ts';

/** A fact, and which file says it. */
export interface Known<T> {
  readonly value: T;
  readonly from: string;
}

const CONFIGURATION = 'rulecheck.yaml';
const LOOKBACK_MS = 300_000;

/**
 * Facts about the server that evaluates the rules, from prometheus.yml and from rulecheck.yaml (which goes
 * first). All times are milliseconds. Where several prometheus.yml contradict each other nothing is known.
 */
export class ServerFacts {
  readonly #settings: PrometheusSettings;
  readonly #configs: readonly PrometheusConfigDocument[];
  /** Those of the whole repository. */
  readonly #all: readonly PrometheusConfigDocument[];
  readonly #project: () => Pick<Project, 'series' | 'ruleDocuments'>;
  readonly #byPath = new Map<string, ServerFacts>();
  /** Of all rule files. */
  #paths: readonly string[] | undefined;

  constructor(
    settings: PrometheusSettings,
    configs: readonly PrometheusConfigDocument[],
    project: () => Pick<Project, 'series' | 'ruleDocuments'>,
    all = configs,
  ) {
    this.#settings = settings;
    this.#configs = configs;
    this.#all = all;
    this.#project = project;
  }

  /** Facts about the server that evaluates one file: other servers of the repository do not count. */
  of(path: string): ServerFacts {
    if (this.#all.length === 0) return this;
    let facts = this.#byPath.get(path);
    if (facts === undefined) {
      this.#paths ??= this.#project().ruleDocuments.map(({ file }) => file.path);
      const configs = serversOf(path, this.#all, this.#paths);
      const isSame =
        configs.length === this.#configs.length && configs.every((config, i) => config === this.#configs[i]);
      facts = isSame ? this : new ServerFacts(this.#settings, configs, this.#project, this.#all);
      this.#byPath.set(path, facts);
    }
    return facts;
  }

  #from(setting: ServerSetting): string {
    return this.#settings.saidBy?.[setting] ?? CONFIGURATION;
  }

  /** How old a sample may be for an instant selector to find it (--query.lookback-delta). */
  get lookback(): number {
    return this.#settings.lookback ?? LOOKBACK_MS;
  }

  /** How long samples are kept. */
  get retention(): Known<number> | undefined {
    const { retention } = this.#settings;
    if (retention !== undefined) return { value: retention, from: this.#from('retention') };
    return agreed(this.#configs, (config) => config.retention?.value);
  }

  /** Names of the labels that the server adds to every alert that leaves it. */
  get externalLabels(): Known<readonly string[]> | undefined {
    const { externalLabels } = this.#settings;
    if (externalLabels !== undefined) return { value: externalLabels, from: this.#from('externalLabels') };
    const [config] = this.#configs;
    if (config === undefined || this.#configs.length > 1) return undefined;
    return { value: config.externalLabels.map(({ name }) => name), from: config.file.path };
  }

  /** How often a group is evaluated: its own interval, or the server's for plain rule files of Prometheus. */
  evaluationInterval(group: RuleGroup): Known<number> | undefined {
    // An interval of 0 counts as none, as in Prometheus.
    if (group.interval !== undefined && group.interval.value > 0)
      return { value: group.interval.value, from: group.file.path };
    if (group.document.language !== 'promql') return undefined;
    const { evaluationInterval } = this.#settings;
    if (evaluationInterval !== undefined)
      return { value: evaluationInterval, from: this.#from('evaluationInterval') };
    // Who loads an object of Kubernetes is not known: an operator writes that server's configuration.
    if (group.document.objectKind !== undefined) return undefined;
    // A series may be recorded by another server than the one that uses it.
    const evaluating = this.of(group.file.path).#configs.filter((config) => config.ruleFiles.length > 0);
    return agreed(evaluating, (config) => config.evaluationInterval);
  }

  /**
   * The shortest time between two samples that any series of a selector can have: the scrape interval of its job,
   * or of the fastest job there is; of a recorded series how often its rule is evaluated.
   */
  sampleInterval(selector: VectorSelector): Known<number> | undefined {
    const name = selectedName(selector);
    const recorders = name === undefined ? [] : this.#project().series.recorders(name);
    if (recorders.length > 0) {
      return fastest(recorders.map((rule) => this.evaluationInterval(rule.group)));
    }
    // Recorded elsewhere, or any metric at all: nobody knows.
    if (name === undefined || name.includes(':')) return undefined;
    const fromConfigs = this.#configs.map((config) => jobInterval(config, selector));
    const found = fastest(fromConfigs.filter((known) => known !== undefined));
    if (found !== undefined) return found;
    const { scrapeInterval } = this.#settings;
    return scrapeInterval === undefined
      ? undefined
      : { value: scrapeInterval, from: this.#from('scrapeInterval') };
  }
}

/** The shortest interval of the jobs that a selector's matchers on `job` allow. */
function jobInterval(config: PrometheusConfigDocument, selector: VectorSelector): Known<number> | undefined {
  const wanted = selector.matchers.filter(({ name, op }) => name === 'job' && op === '=');
  const jobs = config.jobs.filter((job) => wanted.every(({ value }) => value === job.name.value));
  // A job that relabelling names, or a file that holds the rules' server alone: take the fastest of all.
  const candidates = jobs.length > 0 ? jobs : config.jobs;
  const intervals = candidates.map((job) => job.scrapeInterval?.value ?? config.scrapeInterval);
  if (intervals.length === 0) return undefined;
  return { value: smallest(intervals), from: config.file.path };
}

function fastest(known: readonly (Known<number> | undefined)[]): Known<number> | undefined {
  let best: Known<number> | undefined;
  for (const one of known) {
    if (one === undefined) return undefined;
    if (best === undefined || one.value < best.value) best = one;
  }
  return best;
}

function agreed<T>(
  configs: readonly PrometheusConfigDocument[],
  of: (config: PrometheusConfigDocument) => T | undefined,
): Known<T> | undefined {
  let result: Known<T> | undefined;
  for (const config of configs) {
    const value = of(config);
    if (value === undefined || (result !== undefined && result.value !== value)) return undefined;
    result ??= { value, from: config.file.path };
  }
  return result;
}
