import fc from 'fast-check';
import { runLoad } from '../conformance/load.ts';
import { promqlGrammar } from '../differential/expression-arbitrary.ts';
import { seriesArbitrary } from '../differential/series-arbitrary.ts';
import {
  LogStore,
  LogqlEvalError,
  asSent,
  evaluateInstant,
  evaluateRange,
} from '../../src/logql/eval/index.ts';
import { parseLogql } from '../../src/logql/syntax/parse.ts';
import { EvalError, Storage, instant, range } from '../../src/promql/eval/index.ts';
import type { EvalOptions, QueryValue } from '../../src/promql/eval/index.ts';
import { parseSeriesDescription } from '../../src/promql/eval/series/index.ts';
import { generate } from './grammar.ts';
import { LOGQL } from './logql-grammar.ts';
import { mutate } from './mutate.ts';
import { Random } from './random.ts';

/** Texts of at most this length are evaluated: a long run of one character is for the parsers. */
const MOST = 2000;
const INTERVAL_MS = 60_000;
const GRID = { startMs: 300_000, endMs: 1_500_000, stepMs: 150_000 };
/** Instants at which a range query must say what an instant query says. */
const INSTANTS = [300_000, 900_000, 1_500_000];
const LIMITS = { samples: 200_000, series: 5000, labelLength: 10_000, timeMs: 2000 };
/** These ask for the ends of the query, which differ between an instant and a range. */
const ENDS = /\b(?:start|end|range|step)\s*\(|\bnow\b|\btopk|\bbottomk|approx/;

/** Expressions of the grammar, every second of them mutated. */
function generated(one: (random: Random) => string): (random: Random) => string {
  return (random) => {
    const text = one(random);
    return random.below(2) === 0 ? text : mutate(text, [one(random)], random, MOST);
  };
}

/** The two engines: what makes an expression, and what evaluates it. */
export const engines = () => ({
  'promql-engine': {
    make: generated((random) => generate(promqlGrammar(random.below(3) === 0 ? 2 : 3), 'expression', random)),
    run: promqlEngine(),
  },
  'logql-engine': { make: generated((random) => generate(LOGQL, 'expression', random)), run: logqlEngine() },
});

/** Evaluates at instants and over a range, on generated series; both must agree, and errors be the engine's own. */
function promqlEngine(): (text: string) => void {
  const storages = [1, 2, 3].map(storageOf);
  return (text) => {
    const version = text.length % 4 === 0 ? 2 : 3;
    const options: EvalOptions = {
      version,
      noStepSubqueryIntervalMs: INTERVAL_MS,
      features: version === 3 ? ['promql-experimental-functions', 'promql-binop-fill-modifiers'] : [],
      limits: LIMITS,
      clock: () => performance.now(),
    };
    const storage = storages[text.length % storages.length]!;
    const at = (timeMs: number) => known(() => answer(instant(text, storage, timeMs, options).value));
    const { startMs, endMs, stepMs } = GRID;
    const all = known(() => answer(range(text, storage, startMs, endMs, stepMs, options).value));
    for (const timeMs of INSTANTS) compare(text, timeMs, all, at(timeMs));
  };
}

function storageOf(seed: number): Storage {
  const storage = new Storage();
  const [series = []] = fc.sample(seriesArbitrary(3), { numRuns: 1, seed });
  const loaded = series.map((each) => ({
    ...parseSeriesDescription(`${each.series} ${each.values}`),
    starts: undefined,
  }));
  runLoad({ kind: 'load', line: 0, stepMs: INTERVAL_MS, withNhcb: false, series: loaded }, storage);
  return storage;
}

/** Values by time and series. */
type Answer = ReadonlyMap<number, ReadonlyMap<string, string>>;

function answer(value: QueryValue): Answer {
  const found = new Map<number, Map<string, string>>();
  const add = (timeMs: number, key: string, value: unknown): void => {
    if (!found.has(timeMs)) found.set(timeMs, new Map());
    found.get(timeMs)!.set(key, typeof value === 'number' ? value.toPrecision(9) : JSON.stringify(value));
  };
  if (value.type === 'scalar') add(value.timeMs, '', value.value);
  else if (value.type === 'vector')
    for (const { labels, value: float, histogram } of value.samples)
      add(value.timeMs, labels.key, histogram ?? float);
  else if (value.type === 'matrix')
    for (const { labels, floats, histograms } of value.series) {
      floats.timesMs.forEach((timeMs, i) => add(timeMs, labels.key, floats.values[i]));
      histograms.timesMs.forEach((timeMs, i) => add(timeMs, labels.key, histograms.values[i]));
    }
  return found;
}

/** What the work gives; undefined where it ends with an error that the engines have for users. */
function known<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof EvalError || error instanceof LogqlEvalError) return undefined;
    throw error;
  }
}

function compare(text: string, timeMs: number, all: Answer | undefined, one: Answer | undefined): void {
  if (all === undefined || ENDS.test(text)) return;
  if (one === undefined) throw new Error(`the range query answers, the instant query at ${timeMs} fails`);
  const want = JSON.stringify([...(all.get(timeMs) ?? [])].sort());
  const got = JSON.stringify([...(one.get(timeMs) ?? [])].sort());
  if (want !== got) throw new Error(`at ${timeMs} the range query says ${want}, the instant query ${got}`);
}

function logqlEngine(): (text: string) => void {
  const store = logStore();
  return (text) => {
    const { expr, errors } = parseLogql(text);
    if (expr === undefined || errors.length > 0) return;
    const sent = asSent(expr);
    const all = known(() => overTime(evaluateRange(sent, store, GRID)));
    for (const timeMs of INSTANTS)
      compare(
        text,
        timeMs,
        all,
        known(() => atOnce(timeMs, evaluateInstant(sent, store, timeMs))),
      );
  };
}

function overTime(series: ReturnType<typeof evaluateRange>): Answer {
  const found = new Map<number, Map<string, string>>();
  for (const { labels, points } of series)
    for (const { timestampMs, value } of points) {
      if (!found.has(timestampMs)) found.set(timestampMs, new Map());
      found.get(timestampMs)!.set(JSON.stringify(labels), value.toPrecision(9));
    }
  return found;
}

function atOnce(timeMs: number, result: ReturnType<typeof evaluateInstant>): Answer {
  const samples = result.kind === 'scalar' ? [{ labels: [], value: result.value }] : result.samples;
  return new Map([
    [timeMs, new Map(samples.map(({ labels, value }) => [JSON.stringify(labels), value.toPrecision(9)]))],
  ]);
}

const LINES = [
  ...[
    'level=info msg="it works" n=1 took=1.2s size=3KB addr=10.0.0.1',
    'level=error msg=failed n=2.5 took=90ms',
  ],
  ...[
    '{"level":"error","msg":"no","n":3,"took":"2s","a":{"b":[1,2]}}',
    '{"level":"info","n":"x","size":"12MiB"}',
  ],
  ...[
    '{"_entry":"packed {\\"n\\":1}","level":"warn"}',
    '10.0.0.7 - - "GET / HTTP/1.1" 200 12',
    '\u001b[31mred\u001b[0m',
  ],
  ...['', '{', 'level="a', 'n=NaN', '{"n":1e999}', 'é=1 n=-0 level=\ufffd', '::1 n=7 level=warn'],
];

/** Lines of several formats, good and broken, in three streams. */
function logStore(): LogStore {
  const store = new LogStore();
  const random = new Random(1);
  const streams = [{ app: 'a', env: 'prod' }, { app: 'b', env: 'prod', level: 'stream' }, { app: 'c' }];
  for (const labels of streams)
    for (let timestampMs = 0; timestampMs < 1_600_000; timestampMs += 7000 + random.below(20_000))
      store.add(Object.entries(labels), {
        timestampMs,
        line: random.of(LINES),
        metadata: random.below(4) === 0 ? [['trace_id', String(random.below(3))]] : [],
      });
  return store;
}
