import { urlAnnotations } from '../../analysis/policy/index.ts';
import { defineCheck } from '../contract.ts';
import { exampleServer } from '../support/example-live.ts';
import { alert, ruleFile } from '../support/example-rules.ts';

const files = (url: string): string => ruleFile(alert('up == 0', { annotations: { runbook_url: url } }));
const PAGE = 'https://runbooks.example.com/shop-down';

export default defineCheck({
  meta: {
    id: 'live/link',
    summary:
      'web addresses of alerts that answer with an error, or not at all, where --check-links asks them',
    why: 'Whoever is paged follows the link and finds nothing.',
    severity: 'error',
    preset: 'recommended',
    peers: ['pint rule/link'],
    examples: {
      wrong: [
        {
          title: 'The page is gone',
          files: files(PAGE),
          live: exampleServer({ links: { [PAGE]: { status: 404, detail: '' } } }),
          at: [`'${PAGE}'`],
        },
        {
          title: 'Nobody answers',
          files: files('https://old.example.com/'),
          live: exampleServer({
            links: {
              'https://old.example.com/': {
                status: undefined,
                detail: 'getaddrinfo ENOTFOUND old.example.com',
              },
            },
          }),
          at: ["'https://old.example.com/'"],
        },
      ],
      right: [
        { files: files(PAGE) },
        {
          title: 'A page for those who are logged in',
          files: files(`${PAGE}#login`),
          live: exampleServer({ links: { [`${PAGE}#login`]: { status: 401, detail: '' } } }),
        },
      ],
    },
  },
  messages: {
    dead: (data: { url: string; answer: string }) => ({
      message: `"${data.url}" ${data.answer}`,
      why: 'whoever is paged follows the link and finds nothing',
      help: 'correct the address, or publish the page',
    }),
  },
  create(context) {
    const { live } = context.project;
    if (live === undefined) return {};
    return {
      AlertingRule(rule) {
        for (const { value, node } of urlAnnotations(rule)) {
          const url = value.trim();
          const link = live.links.get(url);
          if (link === undefined || !isDead(link.status)) continue;
          const answer =
            link.status === undefined
              ? `does not answer: ${link.detail}`
              : `answers with HTTP status ${link.status}`;
          context.report('dead', { file: rule.file, range: node.range }, { url, answer });
        }
      },
    };
  },
});

/** 401 and 403 are pages that others may read. */
function isDead(status: number | undefined): boolean {
  return status === undefined || (status >= 400 && status !== 401 && status !== 403 && status !== 429);
}
