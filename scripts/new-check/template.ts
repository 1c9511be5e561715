import { CHECK_GROUPS } from '../../src/config/types.ts';
import type { CheckGroup } from '../../src/config/types.ts';

/** What the template of a group is made of: the visitor with its report, examples, and what they import. */
interface Kind {
  readonly imports: readonly string[];
  /** Files of the wrong example and of the right one, as code. */
  readonly wrong: string;
  readonly right: string;
  readonly at: string;
  /** The visitor, as code; it reports `found` with the text that it is about. */
  readonly visitor: string;
}

const HELPERS = '../support/example-rules.ts';

const PROMQL: Kind = {
  imports: [`import { alert, ruleFile } from '${HELPERS}';`],
  wrong: "ruleFile(alert('up == 2'))",
  right: "ruleFile(alert('up == 0'))",
  at: '2',
  visitor: `NumberLiteral(node, query) {
      if (node.value === 2) context.report('found', query.place(node), { text: String(node.value) });
    }`,
};

const LOGQL: Kind = {
  imports: [`import { lokiAlert } from '${HELPERS}';`],
  wrong: `lokiAlert('sum(count_over_time({app="web"} |= "" [5m])) > 0')`,
  right: `lokiAlert('sum(count_over_time({app="web"} |= "error" [5m])) > 0')`,
  at: '|= ""',
  visitor: `PipelineStage(node, query) {
      const text = query.source.text.slice(node.start, node.end);
      if (text.endsWith('""')) context.report('found', query.place(node), { text });
    }`,
};

const ALERT: Kind = {
  imports: [`import { alert, ruleFile } from '${HELPERS}';`],
  wrong: "ruleFile(alert('up == 0', { name: 'shop_broken' }))",
  right: "ruleFile(alert('up == 0'))",
  at: 'shop_broken',
  visitor: `AlertingRule({ file, name }) {
      if (name.value.includes('_')) context.report('found', { file, range: name.range }, { text: name.value });
    }`,
};

const RECORD: Kind = {
  imports: [`import { record, ruleFile } from '${HELPERS}';`],
  wrong: "ruleFile(record('shop_up', 'sum(up)'))",
  right: "ruleFile(record('shop:up:sum', 'sum(up)'))",
  at: 'shop_up',
  visitor: `RecordingRule({ file, name }) {
      if (!name.value.includes(':')) context.report('found', { file, range: name.range }, { text: name.value });
    }`,
};

const GROUP: Kind = {
  imports: [`import { alert, group } from '${HELPERS}';`],
  wrong: "`groups:\\n${group('Shop', [alert('up == 0')])}`",
  right: "`groups:\\n${group('shop', [alert('up == 0')])}`",
  at: 'Shop',
  visitor: `RuleGroup({ document, name }) {
      if (/[A-Z]/.test(name.value))
        context.report('found', { file: document.file, range: name.range }, { text: name.value });
    }`,
};

const ROUTE: Kind = {
  imports: [],
  wrong: "config('nobody')",
  right: "config('team')",
  at: '{ matchers: [team="db"], receiver: nobody }',
  visitor: `Route({ route, node }, { file }) {
      if (route.settings.receiver === 'nobody')
        context.report('found', { file, range: node.range }, { text: 'nobody' });
    }`,
};

const RECEIVER: Kind = {
  imports: [],
  wrong: "config('nobody')",
  right: "config('team')",
  at: 'nobody',
  visitor: `Receiver({ name }, { file }) {
      if (name.value === 'nobody') context.report('found', { file, range: name.range }, { text: name.value });
    }`,
};

const INHIBITION: Kind = {
  imports: [],
  wrong: "config('team', 'equal: []')",
  right: "config('team', 'equal: [cluster]')",
  at: 'source_matchers',
  visitor: `InhibitRule({ equal, section }, { file }) {
      if (equal.length === 0) context.report('found', { file, range: section.anchor }, { text: 'equal' });
    }`,
};

const DASHBOARD: Kind = {
  imports: [],
  wrong: `{ 'web.json': '{ "uid": "web", "title": "Web", "panels": [{ "id": 1, "type": "graph" }] }' }`,
  right: `{ 'web.json': '{ "uid": "web", "title": "Web", "panels": [{ "id": 1, "type": "timeseries" }] }' }`,
  at: '{ "id": 1, "type": "graph" }',
  visitor: `Panel({ type, range }, { file }) {
      if (type === 'graph') context.report('found', { file, range }, { text: type });
    }`,
};

const TEST: Kind = {
  imports: [],
  wrong: `{ 'web_test.yml': 'rule_files: [rules.yml]\\ntests: []\\n' }`,
  right: `{ 'web_test.yml': 'rule_files: [rules.yml]\\ntests: [{ interval: 1m }]\\n' }`,
  at: '[]',
  visitor: `TestFile({ file, root }) {
      const tests = child(root, 'tests');
      if (tests?.kind === 'seq' && tests.items.length === 0)
        context.report('found', { file, range: tests.range }, { text: 'tests' });
    }`,
};

const KINDS: Readonly<Record<CheckGroup, Kind>> = {
  syntax: ALERT,
  promql: PROMQL,
  logql: LOGQL,
  alerts: ALERT,
  records: RECORD,
  groups: GROUP,
  cardinality: PROMQL,
  routing: ROUTE,
  inhibition: INHIBITION,
  receivers: RECEIVER,
  templates: ALERT,
  links: ALERT,
  dashboards: DASHBOARD,
  tests: { ...TEST, imports: ["import { child } from '../../yaml/node.ts';"] },
  catalogue: PROMQL,
  live: PROMQL,
  policies: ALERT,
  config: ALERT,
};

const CONFIG = `
const config = (receiver: string, equal = 'equal: [cluster]'): Record<string, string> => ({
  'alertmanager.yml': \`route:
  receiver: team
  routes:
    - { matchers: [team="db"], receiver: \${receiver} }
receivers:
  - name: \${receiver}
inhibit_rules:
  - source_matchers: [severity="critical"]
    target_matchers: [severity="warning"]
    \${equal}
\`,
});
`;

/** Why a new check cannot have an id; undefined: it can. */
export function refusal(id: string): string | undefined {
  if (!/^[a-z]+\/[a-z]+(?:-[a-z]+)*$/.test(id))
    return 'usage: npm run new:check group/name (lower case, words joined by "-")';
  const group = id.split('/')[0]!;
  return (CHECK_GROUPS as readonly string[]).includes(group)
    ? undefined
    : `there is no group "${group}": it is one of ${CHECK_GROUPS.join(', ')}`;
}

/** The file of a new check, whose examples pass as they are; its visitor is one that its group is about. */
export function checkTemplate(id: string): string {
  const kind = KINDS[id.split('/')[0] as CheckGroup];
  const config = kind.wrong.startsWith('config(') ? CONFIG : '';
  return `import { defineCheck } from '../contract.ts';
${kind.imports.map((line) => `${line}\n`).join('')}${config}
export default defineCheck({
  meta: {
    id: '${id}',
    summary: 'what it finds, as the object of "Finds ..."',
    why: 'What happens at night where nobody finds it.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [{ files: ${kind.wrong}, at: [${JSON.stringify(kind.at)}] }],
      right: [{ files: ${kind.right} }],
    },
  },
  messages: {
    found: (data: { text: string }) => ({
      message: \`what is wrong with "\${data.text}"\`,
      why: 'why it matters',
      help: 'what to do',
    }),
  },
  create: (context) => ({
    ${kind.visitor},
  }),
});
`;
}
