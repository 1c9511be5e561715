import type { KeyValue } from '../../documents/fields.ts';
import { AGGREGATIONS } from '../../promql/functions/aggregations.ts';
import { functionSignature } from '../../promql/functions/table.ts';
import type { PromqlQuery } from '../../project/project.ts';
import type { DurationExpr, LabelName, VectorSelector } from '../../promql/syntax/ast.ts';
import type { Range } from '../../source/range.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { analyzeAlertTemplate } from '../../template/analysis.ts';
import { compareVersions } from '../../util/compare-versions.ts';
import { entryOf } from '../../yaml/node.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import { defineCheck } from '../contract.ts';
import type { Place } from '../contract.ts';
import { alert, group, ruleFile } from '../support/example-rules.ts';
import { staticMs } from '../../analysis/expression/index.ts';

const config = 'prometheus: { version: "2.40" }\n';

/** Keys of groups and rules that came later, with the release that first had each. */
const GROUP_KEYS = { limit: '2.31', query_offset: '2.53', labels: '3.0' } as const;
const RULE_KEYS = { keep_firing_for: '2.42' } as const;

export default defineCheck({
  meta: {
    id: 'promql/version',
    summary: 'functions, operators and keys newer than the configured Prometheus',
    why: 'An older server rejects the whole file: none of its alerts exist.',
    severity: 'error',
    preset: 'recommended',
    peers: ['pint promql/features'],
    examples: {
      wrong: [
        { config, files: ruleFile(alert('histogram_avg(shop_duration) > 1')), at: ['histogram_avg'] },
        {
          title: 'Keys of rules and groups',
          config,
          files: `groups:\n${group('shop', [alert('up == 0', { for: '5m\n        keep_firing_for: 5m' })], 'query_offset: 1m')}`,
          at: ['query_offset', 'keep_firing_for'],
        },
        {
          title: 'Operators and names',
          config: 'prometheus: { version: "2.30" }\n',
          files: ruleFile(alert('shop_a atan2 {"shop.b"} > 1')),
          at: ['atan2', '"shop.b"'],
        },
        {
          title: 'First available behind a flag',
          config: 'prometheus: { version: "2.30" }\n',
          files: ruleFile(alert('shop_orders @ end() > 1')),
          at: ['@ end()'],
        },
        {
          title: 'Functions of templates',
          config,
          files: ruleFile(alert('up == 0', { annotations: { summary: '{{ $value | toDuration }}' } })),
          at: ['toDuration'],
        },
      ],
      right: [
        { config, files: ruleFile(alert('histogram_count(shop_duration) > 1')) },
        { title: 'No release is configured', files: ruleFile(alert('histogram_avg(shop_duration) > 1')) },
      ],
    },
  },
  messages: {
    newer: (data: { what: string; since: string; release: string }) => ({
      message: `${data.what} needs Prometheus ${data.since}; the configured release is ${data.release}`,
      why: 'the older server rejects the whole file',
      help: `remove it, or set prometheus.version in rulecheck.yaml once the server runs ${data.since} or newer`,
    }),
    flagged: (data: { what: string; since: string; flag: string; release: string }) => ({
      message: `${data.what} needs Prometheus ${data.since}; the configured release is ${data.release}, which supports it only with --enable-feature=${data.flag}`,
      why: 'without the flag that server rejects the whole file',
      help: `remove it, or set prometheus.version in rulecheck.yaml once the server runs ${data.since} or newer`,
    }),
    gone: (data: { what: string; until: string; release: string; instead: string }) => ({
      message: `Prometheus supports ${data.what} only up to ${data.until}; the configured release is ${data.release}`,
      why: 'the newer server rejects the whole file',
      help: `use ${data.instead}`,
    }),
  },
  create(context) {
    const { release } = context.project.settings.prometheus;
    const features: readonly string[] | undefined = context.project.settings.prometheus.features;
    if (release === undefined) return {};
    const judge = (what: string, since: string | undefined, place: Place): void => {
      if (since !== undefined && compareVersions(release, since) < 0)
        context.report('newer', place, { what, since, release });
    };
    /** What needed a feature flag from the release `flagged.from` on until `since`. */
    const judgeFlagged = (what: string, since: string, flagged: Flagged, place: Place): void => {
      if (compareVersions(release, since) >= 0) return;
      if (compareVersions(release, flagged.from) < 0) judge(what, since, place);
      else if (features === undefined || !features.includes(flagged.flag)) {
        const { flag } = flagged;
        context.report('flagged', place, { what, since, flag, release });
      }
    };
    const judgeDuration = (duration: DurationExpr | undefined, query: PromqlQuery): void => {
      if (duration === undefined) return;
      const place = query.place(duration);
      const text = query.source.text.slice(duration.start, duration.end);
      if (duration.kind === 'DurationBinary' || duration.kind === 'DurationCall')
        judgeFlagged('arithmetic in durations', '3.14', DURATION_FLAG, place);
      else if (/\d[a-z]+\d/.test(text)) judge(`a duration of several units ("${text}")`, '2.21', place);
    };
    const judgeNames = (labels: readonly LabelName[], query: PromqlQuery): void => {
      for (const label of labels) if (isQuoted(query, label)) judgeFlagged(...QUOTED, query.place(label));
    };
    const judgeTemplate = (file: SourceFile, { value, node }: KeyValue): void => {
      const place = ({ start, end }: Range): Place => ({
        file,
        range: scalarRange(node, file.text, start, end),
      });
      for (const { name, since, range } of analyzeAlertTemplate(value).functions)
        judge(`the template function "${name}"`, since, place(range));
      const url = EXTERNAL_URL.exec(value);
      if (url !== null)
        judge(
          `the template variable "${url[1]!}"`,
          '2.28',
          place({ start: url.index + url[0].length - url[1]!.length, end: url.index + url[0].length }),
        );
    };
    return {
      Call(node, query) {
        const signature = functionSignature(node.func);
        if (signature === undefined) return;
        if (node.func === 'first_over_time')
          judgeFlagged('first_over_time()', '3.14', FUNCTIONS_FLAG, query.place(node.funcRange));
        else judge(`${node.func}()`, signature.since, query.place(node.funcRange));
        const target = node.func === 'label_replace' ? node.args[1] : undefined;
        if (target?.kind === 'StringLiteral' && !LEGACY_LABEL.test(target.value) && target.value !== '')
          judge('label_replace() to a label name with such characters', '3.3', query.place(target));
        const { until } = signature;
        // `until` names the last release line that has it: 2.x, or a release.
        if (until !== undefined && compareVersions(release, lastOf(until)) > 0) {
          context.report('gone', query.place(node.funcRange), {
            what: `${node.func}()`,
            until,
            release,
            instead: signature.replacedBy ?? 'another function',
          });
        }
      },
      AggregateExpr(node, query) {
        judge(`${node.op}()`, AGGREGATIONS[node.op].since, query.place(node.opRange));
        judgeNames(node.grouping, query);
      },
      BinaryExpr(node, query) {
        judge(`"${node.op}"`, OPERATORS[node.op], query.place(node.opRange));
        const { matching } = node;
        if (matching === undefined) return;
        judgeNames([...matching.labels, ...matching.include], query);
        if (matching.fillLeft !== undefined || matching.fillRight !== undefined)
          judge('"fill"', '3.10', query.place(matching));
      },
      MatrixSelector(node, query) {
        judgeDuration(node.range, query);
      },
      SubqueryExpr(node, query) {
        const bracket = { start: node.range.start - 1, end: (node.step ?? node.range).end + 1 };
        judge('a subquery', '2.7', query.place(bracket));
        for (const duration of [node.range, node.step, node.offset]) judgeDuration(duration, query);
        if (node.at !== undefined) judgeFlagged('"@"', '2.33', AT_FLAG, query.place(node.at));
      },
      VectorSelector(node, query) {
        if (node.at !== undefined) judgeFlagged('"@"', '2.33', AT_FLAG, query.place(node.at));
        if (isNegative(node))
          judgeFlagged('a negative offset', '2.33', OFFSET_FLAG, query.place(node.offset!));
        else judgeDuration(node.offset, query);
        if (node.extended !== undefined)
          judgeFlagged(`"${node.extended}"`, '3.16', EXTENDED_FLAG, query.place(node));
        const names = node.matchers.map(({ nameRange }) => nameRange);
        for (const range of node.nameRange === undefined ? names : [node.nameRange, ...names])
          if (isQuoted(query, range)) judgeFlagged(...QUOTED, query.place(range));
      },
      RuleGroup({ node, file }) {
        for (const [key, since] of Object.entries(GROUP_KEYS)) {
          const entry = entryOf(node, key);
          if (entry !== undefined) judge(`"${key}" of a group`, since, { file, range: entry.key.range });
        }
      },
      AlertingRule({ node, file, labels, annotations }) {
        for (const [key, since] of Object.entries(RULE_KEYS)) {
          const entry = entryOf(node, key);
          if (entry !== undefined) judge(`"${key}"`, since, { file, range: entry.key.range });
        }
        for (const pair of [...labels, ...annotations]) judgeTemplate(file, pair);
      },
    };
  },
});

/** A part of the language that needed a flag at first. */
interface Flagged {
  readonly from: string;
  readonly flag: string;
}

const AT_FLAG: Flagged = { from: '2.25', flag: 'promql-at-modifier' };
const OFFSET_FLAG: Flagged = { from: '2.26', flag: 'promql-negative-offset' };
const FUNCTIONS_FLAG: Flagged = { from: '3.7', flag: 'promql-experimental-functions' };
const EXTENDED_FLAG: Flagged = { from: '3.7', flag: 'promql-extended-range-selectors' };
const DURATION_FLAG: Flagged = { from: '3.4', flag: 'promql-duration-expr' };
const QUOTED = ['a name in quotes', '3.0', { from: '2.55', flag: 'utf8-names' }] as const;
const OPERATORS: Readonly<Partial<Record<string, string>>> = { atan2: '2.31', '</': '3.11', '>/': '3.11' };
const LEGACY_LABEL = /^[a-zA-Z_]\w*$/;
const EXTERNAL_URL = /\{\{[^{}]*?(\$externalURL|\.ExternalURL)\b/;

function isQuoted(query: PromqlQuery, { start }: Range): boolean {
  return /["'`]/.test(query.source.text[start] ?? '');
}

function isNegative({ offset }: VectorSelector): boolean {
  return (staticMs(offset) ?? 0) < 0;
}

/** The highest release of a line: `2` and `2.x` stand for all of 2. */
function lastOf(until: string): string {
  return /^\d+\.\d+$/.test(until) ? until : `${until.split('.')[0]!}.999`;
}
