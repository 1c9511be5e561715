import type { AlertingRule } from '../../documents/rules/types.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { alertPages, runbookPages } from '../support/runbook-page.ts';

const CONFIG = 'runbooks: [{ prefix: https://runbooks.example.com/, folder: docs }]\n';
const example = (line: string): Record<string, string> => ({
  'rules.yml': ruleFile(
    alert('up{job="web"} == 0', {
      name: 'WebDown',
      annotations: { runbook_url: 'https://runbooks.example.com/web' },
    }),
  ),
  'docs/web.md': `# Web\n\n${line}\n\n## Mitigation\n`,
});

export default defineCheck({
  meta: {
    id: 'links/runbook-alerts',
    summary: 'runbook pages whose "Alerts:" line does not agree with the rules',
    why: 'A page about another alert sends the on-call engineer in the wrong direction.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'An unknown alert',
          config: CONFIG,
          files: example('Alerts: `WebDown`, `WebSlwo`'),
          at: ['WebSlwo'],
        },
        {
          title: 'An alert links to a page about others',
          config: CONFIG,
          files: {
            ...example('Alerts: `WebDown`'),
            'more.yml': ruleFile(
              alert('up{job="db"} == 0', {
                name: 'DatabaseDown',
                annotations: { runbook_url: 'https://runbooks.example.com/web' },
              }),
            ),
          },
          at: ["'https://runbooks.example.com/web'"],
        },
      ],
      right: [
        { config: CONFIG, files: example('Alerts: `WebDown`') },
        { config: CONFIG, files: example('Some text.') },
      ],
    },
  },
  messages: {
    unknown: (data: { name: string; similar: string }) => ({
      message: `no rule defines the alert "${data.name}"${data.similar}`,
      why: 'the page claims to help with an alert that does not exist, or was renamed',
      help: 'correct the name in the "Alerts:" line, or remove it',
    }),
    other: (data: { alert: string; page: string; names: string }) => ({
      message: `the alert "${data.alert}" links to ${data.page}, whose "Alerts:" line names ${data.names}`,
      why: 'the on-call engineer reads the instructions for another problem',
      help: `link to the page of the alert, or add "${data.alert}" to the "Alerts:" line`,
    }),
  },
  create: (context) => ({
    Project(project) {
      if (!project.whole || project.alerts.length === 0) return;
      const names = new Set(project.alerts.map(({ name }) => name.value));
      for (const { alertNames = [], file } of runbookPages(project)) {
        for (const { text, range } of alertNames) {
          const similar = didYouMeanText(text, names);
          // Rules of a chart may define it; a typing error is one all the same.
          if (names.has(text) || (project.hasOtherRules && similar === '')) continue;
          context.report('unknown', { file, range }, { name: text, similar });
        }
      }
      for (const { rule, link, page } of alertPages(project)) {
        const listed = page.alertNames?.map(({ text }) => text) ?? [];
        if (listed.length === 0 || listed.includes(rule.name.value)) continue;
        const data = { alert: rule.name.value, page: page.file.path, names: quoted(listed) };
        context.report('other', placeOf(rule, link.node.range), data);
      }
    },
  }),
});

const placeOf = ({ file }: AlertingRule, range: { start: number; end: number }) => ({ file, range });

function quoted(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => `"${name}"`);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
