// `node --import tsx bench/backtest.ts [--days 30]`: the rules of the pack at 15 s over 500 series, in this process.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_LIMITS } from '../src/logql/eval/index.ts';
import { globSync } from 'tinyglobby';
import { decodeRules } from '../src/documents/rules/decode.ts';
import { Labels } from '../src/promql/eval/index.ts';
import { SourceFile } from '../src/source/source-file.ts';
import { Intake, playRules, summarise } from '../src/testing/backtest/index.ts';
import { parseYaml } from '../src/yaml/parse.ts';
import { oneAfterTheOther, recordSpan } from '../test/testing/backtest/recorded-span.ts';
import type { RecordedSeries } from '../test/testing/backtest/recorded-span.ts';

const ROOT = join(import.meta.dirname, '..');
const STEP_MS = 15_000;
const SERIES = 500;
/** A span with a fault of each kind, which is repeated; counters go on. */
const SCRAPES = 26 * 80;

const { values: options } = parseArgs({ options: { days: { type: 'string', default: '30' } } });
const scrapes = Number(options.days) * 24 * 240;
const startMs = Date.UTC(2026, 0, 1);

const documents = globSync('rules/**/*.yml', { cwd: ROOT }).map((path) => {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return decodeRules(parseYaml(text).documents[0]!.root!, new SourceFile(path, text), () => undefined);
});
const span = await recordSpan({
  startMs,
  scrapeMs: STEP_MS,
  scrapes: SCRAPES,
  faultsAt: oneAfterTheOther(50, 30),
});

const intake = timed(`take in ${SERIES} series of ${scrapes} samples`, takeIn);
const groups = documents.flatMap((document) => document.groups);
const rules = groups.reduce((count, group) => count + group.rules.length, 0);
const began = performance.now();
const played = await playRules(
  {
    groups,
    intervalOf: () => STEP_MS,
    evaluationIntervalMs: STEP_MS,
    evaluation: { version: 3 },
    lokiRelease: 'next',
    lokiLimits: DEFAULT_LIMITS,
    externalLabels: {},
    externalUrl: '',
  },
  intake,
  { span: { fromMs: startMs, toMs: startMs + (scrapes - 1) * STEP_MS } },
);
report(`play ${rules} rules, ${played.evaluations} evaluations`, began);
const fired = summarise(played).reduce((count, { firings }) => count + firings, 0);
console.log(`${fired} firings; peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);

function takeIn(): Intake {
  const all = new Intake({
    isWanted: () => true,
    isComputed: () => false,
    fromMs: -Infinity,
    toMs: Infinity,
  });
  const copies = Array.from({ length: SERIES }, (_, i) => ({
    series: span.series[i % span.series.length]!,
    instance: `demo-${Math.floor(i / span.series.length)}:8080`,
  }));
  for (const { series, instance } of copies) addRepeated(all, series, instance);
  return all;
}

function addRepeated(all: Intake, { labels, values }: RecordedSeries, instance: string): void {
  const own = Labels.of({ ...labels, instance });
  const isCounter = /_(?:total|bucket|count|sum)$/.test(labels['__name__'] ?? '');
  const last = isCounter ? (values.findLast((value) => value !== undefined) ?? 0) : 0;
  const place = { file: 'bench', line: 1 };
  for (let scrape = 0; scrape < scrapes; scrape++) {
    const value = values[scrape % SCRAPES];
    if (value === undefined) continue;
    all.add(own, startMs + scrape * STEP_MS, value + Math.floor(scrape / SCRAPES) * last, place);
  }
}

function timed<T>(what: string, work: () => T): T {
  const from = performance.now();
  const result = work();
  report(what, from);
  return result;
}

function report(what: string, from: number): void {
  const cpu = process.cpuUsage();
  const seconds = (performance.now() - from) / 1000;
  console.log(
    `${what}: ${seconds.toFixed(1)} s (CPU of the process so far ${((cpu.user + cpu.system) / 1e6).toFixed(1)} s)`,
  );
}
