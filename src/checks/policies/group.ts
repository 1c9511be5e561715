import type { Bounds, Policy } from '../../config/policy-types.ts';
import type { RuleGroup } from '../../documents/rules/types.ts';
import type { Project } from '../../project/project.ts';
import type { Range } from '../../source/range.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { entryOf } from '../../yaml/node.ts';
import { defineCheck } from '../contract.ts';
import { alert, group } from '../support/example-rules.ts';
import { appliesToGroup, matches } from '../../analysis/policy/index.ts';
import type { PolicyPart } from '../../analysis/policy/index.ts';
import { POLICY_MESSAGES, detailsOf, notSet } from '../support/policy-report.ts';
import type { RequiredKey } from '../support/policy-report.ts';

const config = `policies:
  - name: groups
    require: { group_name: '[a-z.]+' }
    forbid: { group_name: 'test.*' }
    allow: { source_tenants: [shop, web], partial_response_strategy: [abort] }
    limits:
      interval: { min: 15s, max: 5m }
      query_offset: { max: 1m }
      rules: { max: 2 }
      limit: { max: 100, required: true }
`;
const OWNER = `policies:
  - name: every group has an owner
    require: { owner: true }
`;
const of = (head: string, name = 'shop', rules = 1): string =>
  `groups:\n${group(
    name,
    Array.from({ length: rules }, (_, i) => alert('up == 0', { name: `A${i}` })),
    head,
  )}`;

export default defineCheck({
  meta: {
    id: 'policies/group',
    summary: 'groups whose name, interval, size, tenants or owner a policy of this project rejects',
    why: 'The rules of a group run in order, with one interval and one limit.',
    severity: 'warning',
    preset: 'recommended',
    peers: [
      'promruval hasAllowedSourceTenants',
      'promruval hasAllowedEvaluationInterval',
      'promruval hasValidPartialResponseStrategy',
      'promruval maxRulesPerGroup',
      'promruval hasValidLimit',
      'promruval groupNameMatchesRegexp',
      'promruval hasAllowedQueryOffset',
    ],
    examples: {
      wrong: [
        { title: 'Name', config, files: of('limit: 5', 'test.shop'), at: ['test.shop'] },
        {
          title: 'Interval',
          config,
          files: of('{interval: 1s, limit: 5}'.replace(/[{}]/g, '').replace(', ', '\n    ')),
          at: ['1s'],
        },
        {
          title: 'Several are not set: one finding',
          config: config.replace('max: 5m', 'max: 5m, required: true'),
          files: of(''),
          at: ['shop'],
        },
        { title: 'Too many rules', config, files: of('limit: 5', 'shop', 3), at: ['shop'] },
        {
          title: 'No limit, and another tenant',
          config,
          files: of('source_tenants: [shop, db]'),
          at: ['shop', 'db'],
        },
        {
          title: 'A file without an owner',
          config: OWNER,
          files: { CODEOWNERS: '/rules/ @org/shop\n/rules/old/\n', 'rules/old/shop.yml': of('') },
          at: ['shop'],
        },
      ],
      right: [
        { config, files: of('interval: 1m\n    limit: 5\n    source_tenants: [web]\n    query_offset: 30s') },
        {
          title: 'An owner',
          config: OWNER,
          files: { '.github/CODEOWNERS': '*.yml @org/shop\n', 'rules/shop.yml': of('') },
        },
        {
          title: 'Other groups',
          config: config.replace('    require', '    match: { group: web }\n    require'),
          files: of('interval: 1s'),
        },
      ],
    },
  },
  messages: POLICY_MESSAGES,
  create(context) {
    const { policies } = context.project.settings;
    return {
      RuleGroup(group) {
        for (const policy of policies) {
          if (!appliesToGroup(policy, group, context.project)) continue;
          for (const { range, what, help, names } of judge(policy, group, context.project))
            context.report(
              'found',
              { file: group.file, range },
              { policy, what, help },
              detailsOf(policy, names),
            );
        }
      },
    };
  },
});

function judge(policy: Policy, group: RuleGroup, project: Project): PolicyPart[] {
  const { limits, allow } = policy;
  const anchor = group.name?.range ?? group.node.entries[0]?.key.range ?? group.node.range;
  const keys = [
    { key: 'interval', bounds: limits.interval, value: group.interval, text: formatDurationMs },
    { key: 'query_offset', bounds: limits.queryOffset, value: group.queryOffset, text: formatDurationMs },
    // No limit and a limit of 0 are the same to Prometheus.
    {
      key: 'limit',
      bounds: limits.limit,
      value: group.limit?.value === 0 ? undefined : group.limit,
      text: String,
    },
  ].flatMap(({ bounds, ...rest }): Limited[] => (bounds === undefined ? [] : [{ bounds, ...rest }]));
  const absent = keys.filter(({ bounds, value }) => value === undefined && bounds.required === true);
  const size = { value: group.rules.length, range: anchor };
  return [
    ...judgeName(policy, group),
    ...judgeOwner(policy, group, project, anchor),
    ...notSet(anchor, 'this group', absent),
    ...keys.flatMap(({ key, bounds, value, text }) => outside(`"${key}"`, bounds, value, text)),
    ...outside('the number of rules', limits.rules ?? {}, size, String),
    ...judgeList(group, 'source_tenants', allow.sourceTenants),
    ...judgeList(group, 'partial_response_strategy', allow.partialResponseStrategy),
  ];
}

interface Value {
  readonly value: number;
  readonly range: Range;
}

/** A key of a group whose value a policy limits. */
interface Limited extends RequiredKey {
  readonly value: Value | undefined;
}

function outside(
  what: string,
  { min, max }: Bounds,
  value: Value | undefined,
  text: (n: number) => string,
): PolicyPart[] {
  if (value === undefined) return [];
  const found = (help: string): PolicyPart[] => [
    { range: value.range, what: `${what} of this group is ${text(value.value)}`, help },
  ];
  if (min !== undefined && value.value < min) return found(`use at least ${text(min)}`);
  return max !== undefined && value.value > max ? found(`use at most ${text(max)}`) : [];
}

function judgeName({ require, forbid }: Policy, { name }: RuleGroup): PolicyPart[] {
  if (name === undefined) return [];
  const { value, range } = name;
  const help = 'rename the group';
  if (require.groupName !== undefined && !matches(require.groupName, value))
    return [{ range, what: `the name "${value}" of this group does not match "${require.groupName}"`, help }];
  if (forbid.groupName !== undefined && matches(forbid.groupName, value))
    return [
      {
        range,
        what: `the name "${value}" of this group matches "${forbid.groupName}", which is forbidden`,
        help,
      },
    ];
  return [];
}

function judgeOwner(
  { require }: Policy,
  { file: { path } }: RuleGroup,
  { owners }: Project,
  range: Range,
): PolicyPart[] {
  if (require.owner !== true || owners.of(path).length > 0) return [];
  return [{ range, what: `"${path}", the file of this group, has no owner`, help: 'add it to CODEOWNERS' }];
}

/** The values of a key of the group, one or a list, that are not allowed. */
function judgeList(group: RuleGroup, key: string, allowed: readonly string[] | undefined): PolicyPart[] {
  const node = entryOf(group.node, key)?.value;
  if (allowed === undefined || node === undefined) return [];
  return (node.kind === 'seq' ? node.items : [node]).flatMap((item) =>
    item.kind !== 'scalar' || allowed.includes(item.text)
      ? []
      : [
          {
            range: item.range,
            what: `"${item.text}" is not allowed in "${key}"`,
            help: `use one of ${allowed.join(', ')}`,
          },
        ],
  );
}
