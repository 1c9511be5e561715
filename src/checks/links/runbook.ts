import type { MarkdownDocument } from '../../documents/markdown.ts';
import type { Project } from '../../project/project.ts';
import { decodeUriPart } from '../../util/decode-uri.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { defineCheck } from '../contract.ts';
import { isTemplated } from '../../analysis/delivery/index.ts';
import { urlAnnotations } from '../../analysis/policy/index.ts';

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
    page: (data: { url: string; alert: string; file: string; similar: string }) => ({
      message: `the runbook of the alert "${data.alert}" does not exist: the file ${data.file} is missing${data.similar}`,
      why: 'the on-call engineer follows the link and gets an error page',
      help: 'create the page, or correct the URL',
    }),
    anchor: (data: { anchor: string; alert: string; file: string; similar: string }) => ({
      message: `the runbook page ${data.file} of the alert "${data.alert}" has no heading for "#${data.anchor}"${data.similar}`,
      why: 'the link opens the top of the page instead of the section',
      help: 'correct the anchor, or add the heading',
    }),
  },
  create(context) {
    const { settings } = context.project;
    return {
      AlertingRule(rule) {
        for (const { value, node } of urlAnnotations(rule)) {
          const mapping = settings.runbooks.find(({ prefix }) => value.trim().startsWith(prefix));
          if (mapping === undefined || isTemplated(value)) continue;
          const [path = '', anchor] = value.trim().slice(mapping.prefix.length).split('#');
          const slug = decodeUriPart(path.split('?')[0]!)
            .replace(/\/$/, '')
            .replace(/\.(?:md|html)$/, '');
          const folder = mapping.folder.replace(/^\.\//, '').replace(/\/?$/, '/');
          const pages = pagesBelow(context.project, folder);
          const page =
            pages.get(slug === '' ? 'index' : slug) ?? pages.get(slug === '' ? 'README' : `${slug}/index`);
          const place = { file: rule.file, range: node.range };
          const alert = rule.name.value;
          if (page === undefined) {
            context.report('page', place, {
              url: value,
              alert,
              file: `${folder}${slug}.md`,
              similar: didYouMeanText(slug, pages.keys()),
            });
          } else if (anchor !== undefined && anchor !== '' && !page.anchors.has(anchor)) {
            context.report('anchor', place, {
              anchor,
              alert,
              file: page.file.path,
              similar: didYouMeanText(anchor, page.anchors),
            });
          }
        }
      },
    };
  },
});

function pagesBelow(project: Project, folder: string): Map<string, MarkdownDocument> {
  const pages = new Map<string, MarkdownDocument>();
  for (const page of project.pages) {
    if (page.file.path.startsWith(folder))
      pages.set(page.file.path.slice(folder.length).replace(/\.\w+$/, ''), page);
  }
  return pages;
}
