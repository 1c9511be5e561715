import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/logql/eval/index.ts';
import { groupOrder } from '../../../src/analysis/tests/index.ts';
import { labelsKey } from '../../../src/routing/labels.ts';
import { playRules } from '../../../src/testing/backtest/index.ts';
import type { Played } from '../../../src/testing/backtest/index.ts';
import { promtoolOracle } from '../../../src/testing/observe/promtool-oracle.ts';
import type { ObservedSample, Question } from '../../../src/testing/observe/types.ts';
import { ROOT } from '../../support/pack.ts';
import { rulesOf } from '../support.ts';
import { oneAfterTheOther, recordSpan, unitTestSeries } from './recorded-span.ts';
import { alertsAt, intakeOf, rulesAt } from './support.ts';

const { RULECHECK_PROMTOOL } = process.env;
const SCRAPE_MS = 30_000;
const SCRAPES = 480;
/** Two faults at a time, so that each of the demo has its turn. */
const [ON, OFF] = [25, 11];
/** promtool begins at the epoch. */
const START_MS = 0;

/** Three sums over the numbers of the evaluations at which an alert is there tell one set of them from another. */
const SUMS = ['1', '(time() / 30)', '(time() / 30) ^ 2'];

function sumsOf(played: Played): Map<string, number>[] {
  const sums = SUMS.map(() => new Map<string, number>());
  for (let scrape = 0; scrape < SCRAPES; scrape++)
    for (const alert of alertsAt(played, START_MS + scrape * SCRAPE_MS))
      for (const [power, sum] of sums.entries()) sum.set(alert, (sum.get(alert) ?? 0) + scrape ** power);
  return sums;
}

const asText = ({ labels }: ObservedSample): string => {
  const { alertstate, ...rest } = Object.fromEntries(labels);
  delete rest['__name__'];
  return `${alertstate} ${labelsKey(new Map(Object.entries(rest)))}`;
};

describe.skipIf(RULECHECK_PROMTOOL === undefined)('against promtool', () => {
  test(
    'the alerts of the pack over a recorded span with faults are those of Prometheus at each evaluation',
    { timeout: 300_000 },
    async () => {
      const paths = globSync('rules/**/*.yml', { cwd: ROOT }).sort();
      const documents = paths.map((path) => rulesOf(readFileSync(ROOT + path, 'utf8'), path));
      const first = oneAfterTheOther(ON, OFF);
      const second = (scrape: number) => first(scrape + 13 * (ON + OFF));
      const span = await recordSpan({
        startMs: START_MS,
        scrapeMs: SCRAPE_MS,
        scrapes: SCRAPES,
        faultsAt: (scrape) => [...first(scrape), ...second(scrape)],
        // A missed scrape now and then, and once an outage that is longer than the lookback.
        isUp: (scrape) => scrape % 97 !== 5 && !(scrape >= 240 && scrape < 256),
      });
      const endMs = START_MS + (SCRAPES - 1) * SCRAPE_MS;
      const played = await playRules(rulesAt(SCRAPE_MS, documents), intakeOf(span), {
        span: { fromMs: START_MS, toMs: endMs },
      });
      const questions = SUMS.map((sum): Question => ({
        kind: 'expr',
        atMs: endMs,
        expr: `sum_over_time((ALERTS * ${sum})[${SCRAPES * 30}s:30s])`,
      }));
      const [observed] = await promtoolOracle(RULECHECK_PROMTOOL!).observe([
        {
          rules: documents,
          groupOrder: groupOrder(documents),
          startMs: START_MS,
          intervalMs: SCRAPE_MS,
          evaluationIntervalMs: SCRAPE_MS,
          alertIntervalMs: SCRAPE_MS,
          intervals: 'common',
          series: unitTestSeries(span),
          logs: [],
          loki: { release: 'next', levels: false, levelFields: [], serviceLabels: [], query: DEFAULT_LIMITS },
          language: 'promql',
          externalLabels: new Map(),
          externalUrl: '',
          questions,
        },
      ]);
      expect(observed?.status === 'observed' ? 'observed' : observed).toBe('observed');
      const answers = observed?.status === 'observed' ? observed.answers : [];
      const theirs = answers.map((answer) =>
        answer.kind === 'expr' ? new Map(answer.samples.map((one) => [asText(one), one.value])) : answer,
      );
      expect(sumsOf(played)).toEqual(theirs);
      expect(sumsOf(played)[0]?.size).toBeGreaterThan(40);
      const fired = played.alerts.filter(({ sent }) => sent.length > 0);
      expect(fired.length).toBeGreaterThan(15);
    },
  );
});
