import type { Language } from '../../documents/expression.ts';
import type { KeyValue } from '../../documents/fields.ts';
import { parseLogql, unparen } from '../../logql/syntax/index.ts';
import { parseExpr } from '../../promql/syntax/parse.ts';
import { typeOf } from '../../promql/syntax/types.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { Range } from '../../source/range.ts';
import { analyzeAlertTemplate } from '../../template/analysis.ts';
import { expandAlertTemplate } from '../../template/prometheus/expand.ts';
import { remember } from '../../util/remember.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import { defineCheck } from '../contract.ts';
import { alert, lokiAlert, ruleFile } from '../support/example-rules.ts';

const rules = (summary: string): string => ruleFile(alert('up == 0', { annotations: { summary } }));

export default defineCheck({
  meta: {
    id: 'templates/fails',
    summary: 'valid templates that fail, or print "%!d(float64=5)", when the alert fires',
    why: 'The on-call engineer reads "<error expanding template: ...>" instead of the text.',
    severity: 'error',
    preset: 'recommended',
    peers: ['pint alerts/template'],
    examples: {
      wrong: [
        { title: 'The value is a float', files: rules('{{ printf "%d" $value }} targets'), at: ['printf'] },
        { title: 'Compared with an integer', files: rules('{{ if gt $value 5 }}many{{ end }}'), at: ['gt'] },
        {
          title: 'A query that does not parse',
          files: rules('{{ with query "sum(rate(x[5m])" }}{{ . | first | value }}{{ end }}'),
          at: ['query'],
        },
        {
          title: 'An invalid regular expression',
          files: rules('{{ match "[a-" $labels.job }}'),
          at: ['match'],
        },
        {
          title: 'Log lines are not numbers',
          files: lokiAlert(
            'sum(count_over_time({app="db"} |= "fail" [5m])) > 0',
            `{{ with query "{app=\\"db\\"}" }}{{ . | first | value }}{{ end }}`,
          ),
          at: ['query'],
        },
      ],
      right: [
        {
          title: 'Templates of Loki alerts query Loki',
          files: lokiAlert(
            'sum(count_over_time({app="db"} |= "fail" [5m])) > 0',
            `{{ with query "sum(count_over_time({app=\\"db\\"} |= \\"fail\\" [5m]))" }}{{ . | first | value }}{{ end }}`,
          ),
        },
        { files: rules('{{ printf "%.0f" $value }} of {{ printf "%s" $labels.job }}') },
        { files: rules('{{ if gt $value 5.0 }}many{{ end }}') },
        {
          title: 'A label may contain a number',
          files: rules('{{ $labels.port | humanize }}'),
        },
        {
          title: 'The result may be empty',
          files: rules('{{ query "sum(up)" | first | value }}'),
        },
      ],
    },
  },
  messages: {
    error: (data: { name: string; reason: string }) => ({
      message: `the template of "${data.name}" fails when the alert fires: ${data.reason}`,
      why: 'the notification shows "<error expanding template: ...>" instead of the text',
      help: HELP.find(([pattern]) => pattern.test(data.reason))?.[1] ?? 'correct the template',
    }),
    query: (data: { name: string; query: string; reason: string }) => ({
      message: `the template of "${data.name}" contains the query \`${data.query}\`, which is invalid: ${data.reason}`,
      why: 'the notification shows "<error expanding template: ...>" instead of the text',
      help: 'correct the expression; put values of labels in quotes, as in {{ printf "up{job=%q}" $labels.job | query }}',
    }),
    format: (data: { name: string; printed: string }) => ({
      message: `printf in the template of "${data.name}" prints "${data.printed}"`,
      why: 'the verb does not match the type of the argument, and the notification shows this text',
      help: 'the value of an alert is a float (%.0f, %.2f, %g); labels and results of humanize are strings (%s); a percent sign is %%',
    }),
  },
  create: (context) => {
    const check = (file: SourceFile, language: Language, { name, value: text, node }: KeyValue): void => {
      const failure = failures[language](text);
      if (failure === undefined) return;
      const place = { file, range: scalarRange(node, file.text, failure.range.start, failure.range.end) };
      if (failure.kind === 'error') context.report('error', place, { name, reason: failure.reason });
      else if (failure.kind === 'format') context.report('format', place, { name, printed: failure.printed });
      else context.report('query', place, { name, query: failure.query, reason: failure.reason });
    };
    return {
      AlertingRule({ file, group, labels, annotations }) {
        for (const pair of [...labels, ...annotations]) check(file, group.document.language, pair);
      },
    };
  },
});

const HELP: readonly (readonly [RegExp, string])[] = [
  [
    /incompatible types for comparison/,
    'the value is a float: compare it with a float, as in "gt $value 5.0"',
  ],
  [/error parsing regexp|missing closing|invalid/, 'correct the regular expression'],
];

type Failure = { readonly range: Range } & (
  | { readonly kind: 'error'; readonly reason: string }
  | { readonly kind: 'query'; readonly query: string; readonly reason: string }
  | { readonly kind: 'format'; readonly printed: string }
);

/** Actions that only show a value or a label, which cannot fail: most templates have no others. */
const HARMLESS =
  /\{\{-?\s*(?:\$labels\.\w+|\.Labels\.\w+|\$externalLabels\.\w+|(?:\$value|\.Value)(?:\s*\|\s*(?:humanize\w*|printf\s+["`]%\.?\d*[fgev]["`]))?|printf\s+["`]%\.?\d*[fgev]["`]\s+(?:\$value|\.Value))\s*-?\}\}/g;

function failureOf(text: string, language: Language): Failure | undefined {
  if (!text.includes('{{') || !text.replace(HARMLESS, '').includes('{{')) return undefined;
  const { errors, unknownFields, labels, functions } = analyzeAlertTemplate(text);
  // Those have checks of their own.
  if (errors.length > 0 || unknownFields.length > 0) return undefined;
  const names = labels.map(({ name }) => name);
  // Two alerts: what depends on what their labels hold fails for one of them only.
  const [first, second] = [trial(text, names, 'x', language), trial(text, names, '5', language)];
  const place = (name: string): Range => functions.find((use) => use.name === name)?.range ?? WHOLE(text);
  if (first.query !== undefined) return { kind: 'query', range: place('query'), ...first.query };
  if (first.error !== undefined && second.error !== undefined) {
    const { message, range } = first.error;
    const inside = functions.find((use) => use.range.start >= range.start && use.range.end <= range.end);
    return { kind: 'error', reason: message, range: inside?.range ?? range };
  }
  const printed = /%!.{0,500}?\)/.exec(first.text ?? '')?.[0];
  if (printed === undefined || !/%!.{0,500}?\)/.test(second.text ?? '')) return undefined;
  return { kind: 'format', printed, range: place('printf') };
}

/** By the language of the queries in a template, which is that of its rule. */
const failures: Readonly<Record<Language, (text: string) => Failure | undefined>> = {
  promql: remember((text: string) => failureOf(text, 'promql'), 256),
  logql: remember((text: string) => failureOf(text, 'logql'), 256),
};

const WHOLE = (text: string): Range => ({ start: 0, end: text.length });

interface Trial {
  readonly text?: string;
  readonly error?: { readonly message: string; readonly range: Range };
  readonly query?: { readonly query: string; readonly reason: string };
}

/** Expands a template for an alert whose labels all hold one text; every query returns one sample. */
function trial(text: string, names: readonly string[], value: string, language: Language): Trial {
  const labels = Object.fromEntries(names.map((name) => [name, value]));
  let wrong: Trial['query'];
  const result = expandAlertTemplate(text, {
    labels,
    externalLabels: labels,
    value: 5.5,
    nowMs: 0,
    limits: { steps: 10_000, output: 100_000, depth: 50 },
    query: (query) => {
      wrong ??= language === 'logql' ? logqlFaultOf(query) : faultOf(query);
      return [{ labels, value: 1.5 }];
    },
  });
  const query = wrong === undefined ? {} : { query: wrong };
  return 'text' in result ? { text: result.text, ...query } : { error: result.error, ...query };
}

function logqlFaultOf(query: string): Trial['query'] {
  const { expr, errors } = parseLogql(query);
  const [error] = errors;
  if (error !== undefined) return { query, reason: error.message };
  const lines = expr !== undefined && unparen(expr).kind === 'LogQuery';
  return lines ? { query, reason: 'it returns log lines, but the ruler of Loki needs numbers' } : undefined;
}

function faultOf(query: string): Trial['query'] {
  const { expr, errors } = parseExpr(query);
  const [error] = errors;
  if (error !== undefined) return { query, reason: error.message };
  const type = expr === undefined ? undefined : typeOf(expr);
  return type === 'matrix' || type === 'string' ? { query, reason: `it returns a ${type}` } : undefined;
}
