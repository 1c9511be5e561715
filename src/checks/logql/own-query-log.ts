import { logQueries } from '../../logql/analysis/index.ts';
import { matcherTest } from '../../logql/syntax/index.ts';
import type { LineFilterStage, LogQuery, StreamSelector } from '../../logql/syntax/index.ts';
import { defineCheck } from '../contract.ts';
import { lokiAlert } from '../support/example-rules.ts';

const count = (query: string): Record<string, string> => lokiAlert(`sum(count_over_time(${query} [5m])) > 0`);

export default defineCheck({
  meta: {
    id: 'logql/own-query-log',
    summary: 'log alerts that match the lines in which Loki logs their own query',
    why: 'Loki logs every query that it runs, with its text, so the text that the alert looks for is in that line: once evaluated, the alert matches itself and never resolves.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { files: count('{container="loki"} |= "out of memory"'), at: ['|= "out of memory"'] },
        {
          title: 'Every stream, those of Loki included',
          files: count('{namespace=~".+"} |= "panic:"'),
          at: ['|= "panic:"'],
        },
      ],
      right: [
        { files: count('{container="shop"} |= "out of memory"') },
        {
          title: "Without Loki's own queries",
          files: count('{namespace=~".+"} |= "panic:" != "metrics.go"'),
        },
        { title: 'Without Loki', files: count('{namespace=~".+", container!~"loki.*"} |= "panic:"') },
        {
          title: 'A field, which the line of the query does not have',
          files: count('{job=~".+"} | json | level="error"'),
        },
      ],
    },
  },
  messages: {
    itself: (data: { selector: string }) => ({
      message: `this matches the line in which Loki logs this query: ${data.selector} picks the streams of Loki, too`,
      why: 'the text of the query contains the text that it looks for: each evaluation writes a line that the next one counts',
      help: 'leave Loki out of the selector (container!~"loki.*"), or drop the lines of queries: != "metrics.go" != "query="',
    }),
  },
  create: (context) => ({
    Logql(query) {
      const { owner, ast, source } = query;
      if (owner.kind !== 'rule' || owner.rule.kind !== 'alert' || ast === undefined) return;
      for (const { query: inner } of logQueries(ast)) {
        const filter = picksLoki(inner.selector) ? matchesItself(inner, source.text) : undefined;
        if (filter === undefined) continue;
        const { start, end } = inner.selector;
        context.report('itself', query.place(filter), { selector: source.text.slice(start, end) });
      }
    },
  }),
});

/** Labels that name a program, and its values for Loki in common deployments. */
const PROGRAM =
  /^(?:app|app_kubernetes_io_name|container|container_name|name|service|service_name|job|unit|component|pod|compose_service)$/;
const LOKI = [
  'loki',
  'loki-0',
  'loki/loki',
  'monitoring/loki',
  'loki.service',
  'loki-read',
  'loki-backend',
  'querier',
  'ruler',
];

/** May the selector pick the streams of Loki? A label that names no program must be open. */
function picksLoki({ matchers }: StreamSelector): boolean {
  return matchers.every((matcher) => {
    const test = matcherTest(matcher);
    if (PROGRAM.test(matcher.name)) return matcher.op.startsWith('!') ? test('loki') : LOKI.some(test);
    // Any value at all: a namespace, a host or a cluster of Loki's.
    return matcher.op !== '=~' || /^\.[+*]$/.test(matcher.value) ? matcher.op !== '=' : test('loki');
  });
}

/** The line filter that finds its own text, where every stage lets the line of the query pass. */
function matchesItself({ stages }: LogQuery, text: string): LineFilterStage | undefined {
  // As Loki writes it: logfmt, quotes escaped.
  const line = `level=info component=querier caller=metrics.go:237 org_id=fake latency=fast query=${JSON.stringify(text)} query_type=metric status=200`;
  if (!stages.every((stage) => stage.kind === 'LineFilter')) return undefined;
  const filters = stages;
  const passes = filters.every((filter) =>
    filter.op === '|=' || filter.op === '!='
      ? filter.alternatives.some(({ value }) => line.includes(value)) === (filter.op === '|=')
      : filter.op === '|~' &&
        filter.alternatives.some(({ value }) => /^[\w :]+$/.test(value) && line.includes(value)),
  );
  return passes ? filters.find(({ op }) => op === '|=' || op === '|~') : undefined;
}
