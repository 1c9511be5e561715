import type { KeyValue } from '../../documents/fields.ts';
import { AGGREGATIONS } from '../../promql/functions/aggregations.ts';
import { functionSignature } from '../../promql/functions/table.ts';
import type { VectorSelector } from '../../promql/syntax/ast.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { analyzeAlertTemplate } from '../../template/analysis.ts';
import { compareVersions } from '../../util/compare-versions.ts';
import { entryOf } from '../../yaml/node.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import { defineCheck } from '../contract.ts';
import type { Place } from '../contract.ts';
import { alert, group, ruleFile } from '../support/example-rules.ts';
import { staticMs } from '../support/static-duration.ts';

const config = 'prometheus: { version: "2.40" }\n';

/** Keys of groups and rules that came later, with the release that first had each. */
const GROUP_KEYS = { limit: '2.31', query_offset: '2.53', labels: '3.0' } as const;
const RULE_KEYS = { keep_firing_for: '2.42' } as const;

export default defineCheck({
  meta: {
    id: 'promql/version',
    summary: 'functions, operators and keys newer than the configured Prometheus',
    why: 'An older server refuses the whole file: none of its alerts exists.',
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
      message: `${data.what} came with Prometheus ${data.since}; the configured one is ${data.release}`,
      why: 'the older server refuses the whole file',
      help: `do without it, or set prometheus.version in rulecheck.yaml once the server is ${data.since} or newer`,
    }),
    gone: (data: { what: string; until: string; release: string; instead: string }) => ({
      message: `${data.what} was last in Prometheus ${data.until}; the configured one is ${data.release}`,
      why: 'the newer server refuses the whole file',
      help: `use ${data.instead}`,
    }),
  },
  create(context) {
    const { release } = context.project.settings.prometheus;
    if (release === undefined) return {};
    const judge = (what: string, since: string | undefined, place: Place): void => {
      if (since !== undefined && compareVersions(release, since) < 0)
        context.report('newer', place, { what, since, release });
    };
    const judgeTemplate = (file: SourceFile, { value, node }: KeyValue): void => {
      for (const { name, since, range } of analyzeAlertTemplate(value).functions) {
        judge(`the template function "${name}"`, since, {
          file,
          range: scalarRange(node, file.text, range.start, range.end),
        });
      }
    };
    return {
      Call(node, query) {
        const signature = functionSignature(node.func);
        if (signature === undefined) return;
        judge(`${node.func}()`, signature.since, query.place(node.funcRange));
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
      },
      VectorSelector(node, query) {
        if (node.at !== undefined) judge('"@"', '2.25', query.place(node.at));
        if (isNegative(node)) judge('a negative offset', '2.26', query.place(node.offset!));
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

function isNegative({ offset }: VectorSelector): boolean {
  return (staticMs(offset) ?? 0) < 0;
}

/** The highest release of a line: `2` and `2.x` stand for all of 2. */
function lastOf(until: string): string {
  return /^\d+\.\d+$/.test(until) ? until : `${until.split('.')[0]!}.999`;
}
