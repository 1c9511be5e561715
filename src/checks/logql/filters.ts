import { logQueries } from '../../logql/analysis/walk.ts';
import type { LabelFilter, LabelMatcher, LogQuery, PipelineStage } from '../../logql/syntax/ast.ts';
import { tryCompile } from '../../logql/syntax/regexp.ts';
import type { Range } from '../../source/range.ts';
import { defineCheck } from '../contract.ts';
import { lokiAlert } from '../support/example-rules.ts';
import { contradict } from '../../analysis/expression/index.ts';

const rules = (query: string): Record<string, string> => lokiAlert(`sum(count_over_time(${query} [5m])) > 5`);

export default defineCheck({
  meta: {
    id: 'logql/filters',
    summary: 'filters of a log query that no line can pass together',
    why: 'The query returns no line and no error: the alert never fires.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'Line filters',
          files: rules('{app="web"} |= "fatal error" != "error"'),
          at: ['!= "error"'],
        },
        { title: 'Every line is excluded', files: rules('{app="web"} !~ ".*"'), at: ['!~ ".*"'] },
        {
          title: 'Two values of one label',
          files: rules('{app="web"} | json | level="error" | level="warning"'),
          at: ['level="warning"'],
        },
        {
          title: 'Two thresholds',
          files: rules('{app="web"} | json | status >= 500 | status < 400'),
          at: ['status < 400'],
        },
        { title: 'In the selector', files: rules('{app="web", app="shop"}'), at: ['app="shop"'] },
      ],
      right: [
        { files: rules('{app="web"} |= "error" != "harmless error"') },
        { files: rules('{app="web"} | json | level="error" or level="warning"') },
        { files: rules('{app="web"} | json | status >= 500 | status < 600') },
        {
          title: 'The label changes between the filters',
          files: rules('{app="web"} | level="a" | label_format level="b" | level="b"'),
        },
      ],
    },
  },
  messages: {
    conflict: (data: { first: string; second: string }) => ({
      message: `no line passes both ${data.first} and ${data.second}`,
      why: 'the query returns no line',
      help: 'join alternatives with "or" or in one regular expression, or correct one of the filters',
    }),
    everything: (data: { filter: string }) => ({
      message: `the filter ${data.filter} excludes every line`,
      why: 'every line contains the excluded text, so the query returns no line',
      help: 'write the text to exclude, or remove the filter',
    }),
  },
  create: (context) => ({
    Logql(query) {
      if (query.ast === undefined) return;
      const text = ({ start, end }: Range): string => query.source.text.slice(start, end);
      for (const { query: inner } of logQueries(query.ast)) {
        const fault = faultOf(inner);
        if (fault === undefined) continue;
        const place = query.place(fault.second);
        if (fault.first === undefined) context.report('everything', place, { filter: text(fault.second) });
        else context.report('conflict', place, { first: text(fault.first), second: text(fault.second) });
      }
    },
  }),
});

interface Fault {
  readonly first?: Range;
  readonly second: Range;
}

/** The first two filters that exclude each other, or one that excludes everything. */
function faultOf({ selector, stages }: LogQuery): Fault | undefined {
  return lineFault(stages) ?? labelFault(selector.matchers, stages);
}

interface LineTest extends Range {
  readonly op: string;
  readonly values: readonly string[];
}

function lineFault(stages: readonly PipelineStage[]): Fault | undefined {
  const tests: LineTest[] = [];
  for (const stage of stages) {
    if (stage.kind === 'LineFormat' || stage.kind === 'Unpack' || stage.kind === 'Decolorize')
      tests.length = 0;
    if (stage.kind !== 'LineFilter' || stage.alternatives.some(({ ip }) => ip)) continue;
    const { op, start, end } = stage;
    const test = { op, values: stage.alternatives.map(({ value }) => value), start, end };
    if ((op === '!=' || op === '!~') && test.values.some((value) => isIn(op, value, '')))
      return { second: test };
    for (const other of tests)
      if (excludes(other, test) || excludes(test, other)) return { first: other, second: test };
    tests.push(test);
  }
  return undefined;
}

/** Whether whatever `wanted` lets through is excluded: each of its texts holds what `unwanted` forbids. */
function excludes(wanted: LineTest, unwanted: LineTest): boolean {
  if (wanted.op !== '|=' || (unwanted.op !== '!=' && unwanted.op !== '!~')) return false;
  return wanted.values.every((text) => unwanted.values.some((value) => isIn(unwanted.op, value, text)));
}

function isIn(op: string, value: string, text: string): boolean {
  if (op === '!=') return text.includes(value);
  const compiled = tryCompile(value);
  return typeof compiled !== 'string' && compiled.matcher(text).find();
}

/** One condition on a label: a matcher, or a number that it is compared with. */
interface LabelTest extends Range {
  readonly name: string;
  readonly matcher?: LabelMatcher;
  readonly limit?: { readonly kind: string; readonly op: string; readonly value: number };
}

function labelFault(matchers: readonly LabelMatcher[], stages: readonly PipelineStage[]): Fault | undefined {
  let tests: LabelTest[] = [];
  const add = (test: LabelTest): Fault | undefined => {
    const other = tests.find((one) => one.name === test.name && clash(one, test));
    tests.push(test);
    return other === undefined ? undefined : { first: other, second: test };
  };
  for (const matcher of matchers) {
    const fault = add({ name: matcher.name, matcher, start: matcher.start, end: matcher.end });
    if (fault !== undefined) return fault;
  }
  for (const stage of stages) {
    // Stages that give labels other values; what a parser finds twice gets another name.
    if (stage.kind === 'LabelFormat') {
      const changed = new Set(stage.formats.map(({ name }) => name));
      tests = tests.filter(({ name }) => !changed.has(name));
    }
    if (
      stage.kind === 'Json' ||
      stage.kind === 'Logfmt' ||
      stage.kind === 'Regexp' ||
      stage.kind === 'Pattern'
    )
      tests = tests.filter(({ matcher }) => matcher !== undefined && matchers.includes(matcher));
    if (stage.kind === 'Drop' || stage.kind === 'Unpack') tests = [];
    if (stage.kind !== 'LabelFilter') continue;
    for (const test of conjuncts(stage.filter)) {
      const fault = add(test);
      if (fault !== undefined) return fault;
    }
  }
  return undefined;
}

function conjuncts(filter: LabelFilter): readonly LabelTest[] {
  const { start, end } = filter;
  switch (filter.kind) {
    case 'LabelFilterBinary':
      return filter.op === 'and' ? [...conjuncts(filter.lhs), ...conjuncts(filter.rhs)] : [];
    case 'StringFilter':
      return [{ name: filter.matcher.name, matcher: filter.matcher, start, end }];
    case 'NumberFilter':
      return [
        { name: filter.name, limit: { kind: filter.kind, op: filter.op, value: filter.value }, start, end },
      ];
    case 'DurationFilter':
      return [
        {
          name: filter.name,
          limit: { kind: filter.kind, op: filter.op, value: filter.nanoseconds },
          start,
          end,
        },
      ];
    case 'BytesFilter':
      return [
        { name: filter.name, limit: { kind: filter.kind, op: filter.op, value: filter.bytes }, start, end },
      ];
    case 'IpFilter':
      return [];
  }
}

function clash(a: LabelTest, b: LabelTest): boolean {
  if (a.matcher !== undefined && b.matcher !== undefined) {
    // Two different patterns may share a value.
    if (a.matcher.op === '=~' && b.matcher.op === '=~') return false;
    return contradict(a.matcher, b.matcher);
  }
  if (a.limit === undefined || b.limit === undefined || a.limit.kind !== b.limit.kind) return false;
  const [low, high] = [a.limit, b.limit].sort(
    (one, other) => Number(isUpper(one.op)) - Number(isUpper(other.op)),
  );
  if (low === undefined || high === undefined || !isLower(low.op) || !isUpper(high.op)) return false;
  if (low.value !== high.value) return low.value > high.value;
  return !(reaches(low.op) && reaches(high.op));
}

const isUpper = (op: string): boolean => op === '<' || op === '<=';
const isLower = (op: string): boolean => op === '>' || op === '>=' || op === '==' || op === '=';
const reaches = (op: string): boolean => op !== '<' && op !== '>';
