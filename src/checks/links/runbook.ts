import { defineCheck } from '../contract.ts';
import { isTemplated } from '../../analysis/delivery/index.ts';
import { urlAnnotations } from '../../analysis/policy/index.ts';
import type { Project } from '../../project/project.ts';
import { nearStart } from '../../util/one-edit.ts';
import { runbookPage } from '../support/runbook-page.ts';

const CONFIG = `runbooks:
  - prefix: https://runbooks.example.com/
    folder: docs/runbooks
`;
const example = (url: string) => ({
  config: CONFIG,
  files: {
    'rules.yml': `groups:
  - name: web
    rules:
      - alert: WebDown
        expr: up{job="web"} == 0
        annotations:
          runbook_url: ${url}
`,
    'docs/runbooks/web-down.md': '# Web is down\n\n## Mitigation\n\nRestart it.\n',
  },
});

export default defineCheck({
  meta: {
    id: 'links/runbook',
    summary: 'runbook URLs whose page or anchor does not exist in the repository',
    why: 'The on-call engineer follows the link and gets an error page.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'A letter is missing in the path',
          config: 'runbooks: [{ prefix: https://runbooks.example.com/pages/, folder: docs/runbooks }]\n',
          files: example('https://runbooks.example.com/page/web-down').files,
          at: ['https://runbooks.example.com/page/web-down'],
        },
        {
          title: 'No such page',
          ...example('https://runbooks.example.com/web-dwn'),
          at: ['https://runbooks.example.com/web-dwn'],
        },
        {
          title: 'An invalid escape',
          ...example('https://runbooks.example.com/web%zzdown'),
          at: ['https://runbooks.example.com/web%zzdown'],
        },
        {
          title: 'No such heading',
          ...example('https://runbooks.example.com/web-down#mitigate'),
          at: ['https://runbooks.example.com/web-down#mitigate'],
        },
      ],
      right: [{ ...example('https://runbooks.example.com/web-down#mitigation') }],
    },
  },
  messages: {
    page: (data: { alert: string; file: string; similar: string }) => ({
      message: `the runbook of the alert "${data.alert}" does not exist: the file ${data.file} is missing${data.similar}`,
      why: 'the on-call engineer follows the link and gets an error page',
      help: 'create the page, or correct the URL',
    }),
    prefix: (data: { alert: string; start: string; prefix: string }) => ({
      message: `the runbook URL of the alert "${data.alert}" starts with "${data.start}" instead of "${data.prefix}"`,
      why: 'the on-call engineer follows the link and gets an error page',
      help: 'correct the URL; the prefixes are under "runbooks" in rulecheck.yaml',
    }),
    anchor: (data: { anchor: string; alert: string; file: string; similar: string }) => ({
      message: `the runbook page ${data.file} of the alert "${data.alert}" has no heading for "#${data.anchor}"${data.similar}`,
      why: 'the link opens the top of the page instead of the section',
      help: 'correct the anchor, or add the heading',
    }),
  },
  create: (context) => ({
    AlertingRule(rule) {
      for (const { value, node } of urlAnnotations(rule)) {
        if (isTemplated(value)) continue;
        const found = runbookPage(value, context.project);
        const slip = found === undefined ? slipOf(value.trim(), context.project) : undefined;
        if (slip !== undefined)
          context.report(
            'prefix',
            { file: rule.file, range: node.range },
            { ...slip, alert: rule.name.value },
          );
        if (found === undefined || found.kind === 'there') continue;
        const place = { file: rule.file, range: node.range };
        const data = { ...found, alert: rule.name.value };
        if (data.kind === 'page') context.report('page', place, data);
        else context.report('anchor', place, data);
      }
    },
  }),
});

/** The configured prefix that a URL was meant to start with, where one letter of it differs. */
function slipOf(url: string, { settings }: Project): { start: string; prefix: string } | undefined {
  for (const { prefix } of settings.runbooks) {
    const start = nearStart(url, prefix);
    if (start !== undefined) return { start, prefix };
  }
  return undefined;
}
