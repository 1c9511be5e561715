import type { Located } from '../../documents/fields.ts';
import type { PromtoolFile, PromtoolTest } from '../../documents/promtool-test/types.ts';
import type { RuleDocument } from '../../documents/rules/types.ts';
import type { TestIssue } from '../../documents/test-issue.ts';
import { parseSeriesLabels } from '../../promql/eval/series/index.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import {
  alertSight,
  crossGroupRead,
  groupOrderLine,
  inputEnds,
  joined,
  RuleView,
  sightOf,
} from '../../analysis/tests/index.ts';
import type { Sight } from '../../analysis/tests/index.ts';

/** A promtool test file with the rules that it loads. */
export interface ReviewedFile {
  readonly file: PromtoolFile;
  readonly documents: readonly RuleDocument[];
  /** The patterns of `rule_files` that match no file. */
  readonly unmatched: readonly Located<string>[];
}

/**
 * What makes tests of a promtool file prove less than they seem to, though promtool passes them: missing rule files,
 * alerts that do not exist, input that nothing reads or that has ended, an order of groups that is random.
 */
export function reviewPromtoolFile({ file, documents, unmatched }: ReviewedFile): TestIssue[] {
  const missing = unmatched.map((pattern) => missingRuleFile(pattern, documents.length === 0));
  if (documents.length === 0) return missing;
  const rules = new RuleView(documents);
  return [
    ...missing,
    ...file.tests.flatMap((test) => [
      ...unknownAlerts(test, rules),
      ...unreadSeries(test, rules),
      ...endedInput(test, rules),
    ]),
    ...groupOrderIssues(file, documents, rules),
  ];
}

function missingRuleFile({ value, range }: Located<string>, none: boolean): TestIssue {
  return {
    code: 'no-rule-files',
    severity: none ? 'error' : 'warning',
    message: `no file matches "${value}"`,
    why: none
      ? 'without rules no alert of this file can fire: a test that expects no alert passes and proves nothing'
      : 'promtool continues without these rules',
    help: 'write paths relative to the folder of this file; generate rule files before the tests run',
    range,
  };
}

function unknownAlerts(test: PromtoolTest, rules: RuleView): TestIssue[] {
  const known = new Set(rules.alertNames);
  return test.alertTests
    .filter(({ alertname }) => alertname !== '' && !known.has(alertname))
    .map(({ alertname, expected, nameRange: range }) => ({
      code: 'unknown-alert',
      severity: 'error',
      message: `no rule file has an alert "${alertname}"${didYouMeanText(alertname, known)}`,
      why:
        expected.length === 0
          ? 'promtool passes this test: an alert that does not exist never fires'
          : 'an alert that does not exist never fires',
      help:
        known.size === 0
          ? 'the rule files have no alert at all: check "rule_files"'
          : 'write the name as in the rule',
      range,
    }));
}

function unreadSeries(test: PromtoolTest, rules: RuleView): TestIssue[] {
  const reads = joined([rules.reads, ...test.exprTests.map(({ expr }) => rules.readsOf(expr))]);
  // Rules that cannot be read may read anything.
  if (reads === undefined || rules.rules.length === 0) return [];
  const told = new Set<string>();
  return test.series.flatMap(({ selector, range }): TestIssue[] => {
    const { labels, errors } = parseSeriesLabels(selector);
    const name = labels.get('__name__');
    if (errors.length > 0 || name === '' || reads.has(name) || told.has(name)) return [];
    // A test of what is absent still needs a series, so that promtool evaluates for as long.
    if (name === 'up' && test.series.length === 1) return [];
    told.add(name);
    return [
      {
        code: 'unread-series',
        severity: 'warning',
        message: `no rule and no expression of this test uses "${name}"${didYouMeanText(name, reads)}`,
        why: 'the series has no effect on the result',
        help: 'write the name as in the rule, or remove the series',
        range,
      },
    ];
  });
}

function endedInput(test: PromtoolTest, rules: RuleView): TestIssue[] {
  if (test.series.length === 0) return [];
  const ends = inputEnds(test);
  const issues: TestIssue[] = [];
  for (const { alertname, atMs, atRange } of test.alertTests) {
    const sight = alertSight(alertname, atMs, ends, rules);
    if (sight !== undefined && sight.kind !== 'sees')
      issues.push(inputIssue(sight, atMs, test.intervalMs, atRange));
  }
  for (const { expr, atMs, atRange } of test.exprTests) {
    const sight = sightOf(expr, atMs, ends, rules);
    if (sight.kind !== 'sees') issues.push(inputIssue(sight, atMs, test.intervalMs, atRange));
  }
  return issues;
}

function inputIssue(
  sight: Exclude<Sight, { kind: 'sees' }>,
  atMs: number,
  intervalMs: number,
  range: TestIssue['range'],
): TestIssue {
  const [end, at] = [formatDurationMs(sight.lastMs), formatDurationMs(atMs)];
  const more = `more samples: "x${Math.ceil(atMs / intervalMs)}" reaches ${at}`;
  if (sight.kind === 'edge') {
    const window = formatDurationMs(sight.windowMs);
    return {
      code: 'input-at-edge',
      severity: 'warning',
      message: `the last sample is at ${end}, exactly ${window} before ${at}: Prometheus 2 includes it and Prometheus 3 does not`,
      why: 'since 3.0 ranges and the lookback exclude a sample at their start, so the result depends on the version',
      help: `write ${more}`,
      range,
    };
  }
  return {
    code: 'input-too-short',
    severity: 'warning',
    message: `the input ends at ${end}, and no sample of it is visible at ${at}`,
    why: 'a series disappears five minutes after its last sample, so this test runs without data',
    help: `write ${more}; if the data should be missing, end the values with "_" or "stale"`,
    range,
  };
}

function groupOrderIssues(
  file: PromtoolFile,
  documents: readonly RuleDocument[],
  rules: RuleView,
): TestIssue[] {
  if (file.groupEvalOrder.length > 0) return [];
  const told = new Set<string>();
  return file.tests
    .flatMap(({ alertTests }) => alertTests)
    .flatMap(({ alertname, nameRange: range }): TestIssue[] => {
      const read = told.has(alertname) ? undefined : crossGroupRead(rules.alerts(alertname), rules);
      told.add(alertname);
      if (read === undefined) return [];
      const [of, other] = [read.rule.group.name?.value ?? '', read.recorder.group.name?.value ?? ''];
      return [
        {
          code: 'group-order',
          severity: 'warning',
          message: `"${alertname}" (group "${of}") reads "${read.recorder.name.value}" (group "${other}"): the result can depend on the order of the groups`,
          why: 'without an explicit order promtool evaluates the groups in random order',
          help: `add ${groupOrderLine(documents)}`,
          range,
        },
      ];
    });
}
