import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { readDocuments } from '../../src/documents/read.ts';
import type { RuleDocument } from '../../src/documents/rules/types.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { loadDelivery } from '../../src/testing/notifications/delivery.ts';
import { allAtOnce } from '../../src/util/steps.ts';
import { notificationTimeline, playEpisodes } from '../../src/testing/notifications/timeline.ts';
import type { NotificationTimeline } from '../../src/testing/notifications/timeline.ts';
import { globFiles } from '../../src/tools/index.ts';
import type { ApiSeries, PrometheusApi } from './prometheus-api.ts';
import { DEFAULT_LIMITS } from '../../src/logql/eval/index.ts';
import { SCRAPE_MS } from './stack.ts';
import type { Stack } from './stack.ts';

/**
 * What rulecheck's simulation says should have happened: the samples that Prometheus scraped, played through the
 * embedded engine with the rules that Prometheus has, and through the simulation of Alertmanager with its configuration.
 */
export async function predict(
  stack: Stack,
  api: PrometheusApi,
  startMs: number,
  endMs: number,
): Promise<NotificationTimeline> {
  const seconds = Math.ceil((endMs - startMs) / 1000);
  const scraped = await api.query(`{job="oneiric", __name__=~"oneiric_.+"}[${seconds}s]`, endMs);
  const times = scraped.flatMap(({ values = [] }) => values.map(([time]) => time * 1000));
  const firstMs = times.reduce((a, b) => Math.min(a, b), Infinity);
  const durationMs = endMs - firstMs;
  const delivery = await deliveryOf(stack);
  const steps = playEpisodes(
    {
      rules: await rulesOf(stack),
      groupOrder: [],
      startMs: firstMs,
      intervalMs: SCRAPE_MS,
      evaluationIntervalMs: SCRAPE_MS,
      alertIntervalMs: SCRAPE_MS,
      intervals: 'group',
      series: scraped.map((series) => asInput(series, firstMs, durationMs)),
      logs: [],
      loki: { release: 'next', levels: false, levelFields: [], serviceLabels: [], query: DEFAULT_LIMITS },
      language: 'promql',
      externalLabels: new Map(Object.entries(EXTERNAL_LABELS)),
      externalUrl: stack.prometheusUrl,
      questions: [],
    },
    firstMs,
    durationMs,
    {},
  );
  const played = allAtOnce(steps);
  if ('problem' in played) throw new Error(played.problem);
  return notificationTimeline(played, delivery);
}

/** As in prometheus/prometheus.yml. */
const EXTERNAL_LABELS = { cluster: 'oneiric', environment: 'production', datacenter: 'dc1' };

/** A scraped series in promtool's notation: one value for each scrape, `_` without one. */
function asInput({ metric, values = [] }: ApiSeries, firstMs: number, durationMs: number) {
  const { __name__: name = '', ...labels } = metric;
  const byScrape = new Map(
    values.map(([time, value]) => [Math.round((time * 1000 - firstMs) / SCRAPE_MS), value]),
  );
  const scrapes = Array.from({ length: Math.ceil(durationMs / SCRAPE_MS) + 1 }, (_, index) => index);
  const last = Math.max(...byScrape.keys());
  // Prometheus marks a series as stale when its target or the series itself is gone.
  const text = scrapes.map(
    (scrape) => byScrape.get(scrape) ?? (byScrape.has(scrape - 1) && scrape < last + 2 ? 'stale' : '_'),
  );
  const matchers = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return { selector: `${name}{${matchers.join(',')}}`, values: text.join(' ') };
}

async function rulesOf({ folder }: Stack): Promise<RuleDocument[]> {
  const paths = globSync('rules/**/*.yml', { cwd: folder }).sort();
  const documents: RuleDocument[] = [];
  for (const path of paths) {
    const file = new SourceFile(path, await readFile(join(folder, path), 'utf8'));
    for (const document of readDocuments(file, { named: true }).documents)
      if (document.kind === 'rules') documents.push(document);
  }
  return documents;
}

async function deliveryOf({ folder }: Stack) {
  const path = join(folder, 'alertmanager/alertmanager.yml');
  const { documents } = readDocuments(new SourceFile(path, await readFile(path, 'utf8')), { named: true });
  const document = documents.find((one) => one.kind === 'alertmanager');
  if (document?.kind !== 'alertmanager' || document.tree === undefined)
    throw new Error('no Alertmanager configuration');
  return loadDelivery(document.config, document.tree, path, {
    glob: globFiles,
    read: (file) => readFile(file, 'utf8'),
  });
}
