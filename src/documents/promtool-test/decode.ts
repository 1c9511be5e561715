import { Fields } from '../fields.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { YamlNode } from '../../yaml/node.ts';
import type { TestIssueSink } from '../test-issue.ts';
import { parseNumber } from '../../util/parse-number.ts';
import type {
  PromtoolAlertTest,
  PromtoolExprTest,
  PromtoolFile,
  PromtoolSample,
  PromtoolTest,
} from './types.ts';

const FILE_KEYS = ['rule_files', 'evaluation_interval', 'group_eval_order', 'fuzzy_compare', 'tests'];
const TEST_KEYS = [
  'interval',
  'input_series',
  'alert_rule_test',
  'promql_expr_test',
  'external_labels',
  'external_url',
  'name',
  'start_timestamp',
];
const SERIES_KEYS = ['series', 'values'];
const ALERT_TEST_KEYS = ['eval_time', 'alertname', 'exp_alerts'];
const ALERT_KEYS = ['exp_labels', 'exp_annotations'];
const EXPR_TEST_KEYS = ['expr', 'eval_time', 'exp_samples'];
const SAMPLE_KEYS = ['labels', 'value', 'histogram'];

/** promtool's interval where the file names none. */
const DEFAULT_INTERVAL_MS = 60_000;

/** Decodes a unit-test file as promtool 3 does: every key of its format and no other. */
export function decodePromtoolFile(
  root: YamlNode,
  file: SourceFile,
  issues: TestIssueSink,
): PromtoolFile | undefined {
  const fields = Fields.of(root, 'a promtool unit-test file', FILE_KEYS, issues);
  if (fields === undefined) return undefined;
  // promtool reads an interval of zero as "not set".
  const evaluationIntervalMs = fields.duration('evaluation_interval')?.value || DEFAULT_INTERVAL_MS;
  const items = fields.seq('tests')?.items ?? [];
  const tests = items.flatMap((item, i) => decodeTest(item, i, evaluationIntervalMs, issues) ?? []);
  if (items.length === 0) {
    issues({
      code: 'proves-nothing',
      severity: 'warning',
      message: 'this file has no tests, but promtool passes it',
      help: 'add a test, or remove the file',
      range: fields.entry('tests')?.key.range ?? fields.anchor,
    });
  }
  return {
    kind: 'promtool-test',
    file,
    root,
    ruleFiles: fields.strings('rule_files'),
    evaluationIntervalMs,
    groupEvalOrder: fields.strings('group_eval_order'),
    fuzzyCompare: fields.boolean('fuzzy_compare')?.value ?? false,
    tests,
  };
}

function decodeTest(
  node: YamlNode,
  index: number,
  evaluationIntervalMs: number,
  issues: TestIssueSink,
): PromtoolTest | undefined {
  const fields = Fields.of(node, 'a test', TEST_KEYS, issues);
  if (fields === undefined) return undefined;
  const name = fields.string('name');
  const ownInterval = fields.duration('interval')?.value ?? 0;
  const alertTests = (fields.seq('alert_rule_test')?.items ?? []).flatMap(
    (item) => decodeAlertTest(item, issues) ?? [],
  );
  const exprTests = (fields.seq('promql_expr_test')?.items ?? []).flatMap(
    (item) => decodeExprTest(item, issues) ?? [],
  );
  if (alertTests.length + exprTests.length === 0) {
    issues({
      code: 'proves-nothing',
      severity: 'warning',
      message: 'this test has no expectation: it only shows that the rules can be evaluated',
      help: 'add alert_rule_test or promql_expr_test',
      range: name?.range ?? fields.anchor,
    });
  }
  return {
    name: name?.value === undefined || name.value === '' ? `unnamed#${index}` : name.value,
    range: name?.range ?? fields.anchor,
    intervalMs: ownInterval || evaluationIntervalMs,
    ownInterval: ownInterval > 0,
    startMs: decodeStart(fields, issues),
    series: (fields.seq('input_series')?.items ?? []).flatMap((item) => {
      const series = Fields.of(item, 'an input series', SERIES_KEYS, issues);
      if (series === undefined) return [];
      const selector = series.string('series');
      return [
        {
          selector: selector?.value ?? '',
          values: series.string('values')?.value ?? '',
          range: selector?.range ?? series.anchor,
        },
      ];
    }),
    externalLabels: pairs(fields, 'external_labels'),
    externalUrl: fields.string('external_url')?.value ?? '',
    alertTests,
    exprTests,
  };
}

function decodeAlertTest(node: YamlNode, issues: TestIssueSink): PromtoolAlertTest | undefined {
  const fields = Fields.of(node, 'an alert_rule_test', ALERT_TEST_KEYS, issues);
  if (fields === undefined) return undefined;
  const alertname = fields.string('alertname');
  if (alertname === undefined || alertname.value === '') {
    issues({
      code: 'missing-key',
      message: 'this alert_rule_test has no "alertname"',
      why: 'promtool rejects the test',
      help: 'add "alertname: ..."',
      range: alertname?.range ?? fields.anchor,
    });
  }
  const expected = (fields.seq('exp_alerts')?.items ?? []).flatMap((item) => {
    const alert = Fields.of(item, 'an expected alert', ALERT_KEYS, issues);
    if (alert === undefined) return [];
    const labels = new Map(pairs(alert, 'exp_labels')).set('alertname', alertname?.value ?? '');
    return [{ labels, annotations: pairs(alert, 'exp_annotations'), range: alert.node.range }];
  });
  const at = fields.duration('eval_time');
  return {
    range: fields.node.range,
    atRange: at?.range ?? fields.node.range,
    atMs: at?.value ?? 0,
    nameRange: alertname?.range ?? fields.node.range,
    alertname: alertname?.value ?? '',
    expected,
  };
}

function decodeExprTest(node: YamlNode, issues: TestIssueSink): PromtoolExprTest | undefined {
  const fields = Fields.of(node, 'a promql_expr_test', EXPR_TEST_KEYS, issues);
  if (fields === undefined) return undefined;
  const at = fields.duration('eval_time');
  return {
    range: fields.node.range,
    atRange: at?.range ?? fields.node.range,
    atMs: at?.value ?? 0,
    expr: fields.string('expr')?.value ?? '',
    expected: (fields.seq('exp_samples')?.items ?? []).flatMap((item) => decodeSample(item, issues) ?? []),
  };
}

function decodeSample(node: YamlNode, issues: TestIssueSink): PromtoolSample | undefined {
  const fields = Fields.of(node, 'a sample', SAMPLE_KEYS, issues);
  if (fields === undefined) return undefined;
  const text = fields.string('value');
  const value = text === undefined ? 0 : parseNumber(text.value);
  if (value === undefined && text !== undefined) {
    issues({
      code: 'bad-value',
      message: `"${text.value}" is not a number`,
      help: 'use a number, .nan, .inf or -.inf',
      range: text.range,
    });
  }
  return {
    range: fields.node.range,
    labels: fields.string('labels')?.value ?? '',
    value: value ?? Number.NaN,
    histogram: fields.string('histogram')?.value ?? '',
  };
}

/** `start_timestamp`: seconds since 1970, or RFC 3339. */
function decodeStart(fields: Fields, issues: TestIssueSink): number {
  const text = fields.string('start_timestamp');
  if (text === undefined) return 0;
  const seconds = parseNumber(text.value);
  const ms = seconds === undefined ? Date.parse(text.value) : Math.round(seconds * 1000);
  if (Number.isFinite(ms)) return ms;
  issues({
    code: 'bad-value',
    message: `"${text.value}" is not a timestamp`,
    help: 'use seconds since 1970, or a time such as 2024-01-01T00:00:00Z',
    range: text.range,
  });
  return 0;
}

function pairs(fields: Fields, key: string): Map<string, string> {
  return new Map(fields.keyValues(key).map(({ name, value }) => [name, value]));
}
