import { posix } from 'node:path';
import type { MarkdownDocument } from '../../documents/markdown.ts';
import type { Project } from '../../project/project.ts';
import { decodeUriPart } from '../../util/decode-uri.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { defineCheck } from '../contract.ts';
import { belowRunbooks, runbookPages } from '../support/runbook-page.ts';

const CONFIG = 'runbooks: [{ prefix: https://runbooks.example.com/, folder: docs }]\n';
const example = (link: string): Record<string, string> => ({
  'docs/web.md': `# Web\n\nSee [memory](${link}).\n`,
  'docs/memory.md': '# Memory\n\n## Cause\n\nBack to [web](web.md).\n',
});

export default defineCheck({
  meta: {
    id: 'links/page',
    summary: 'links between runbook pages whose page or heading does not exist',
    why: 'The next step of an incident is behind a link that opens an error page.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        { config: CONFIG, files: example('memry.md'), at: ['memry.md'] },
        {
          title: 'A heading',
          config: CONFIG,
          files: example('./memory.md#causes'),
          at: ['./memory.md#causes'],
        },
      ],
      right: [
        { config: CONFIG, files: example('memory.md#cause') },
        { title: 'Other files and sites', config: CONFIG, files: example('https://example.com/memry.md') },
        { title: 'Not a folder of runbooks', files: example('memry.md') },
      ],
    },
  },
  messages: {
    page: (data: { path: string; similar: string }) => ({
      message: `the page "${data.path}" does not exist${data.similar}`,
      why: 'the link opens an error page',
      help: 'correct the link, or create the page',
    }),
    anchor: (data: { anchor: string; path: string; similar: string }) => ({
      message: `${data.path} has no heading for "#${data.anchor}"${data.similar}`,
      why: 'the link opens the top of the page instead of the section',
      help: 'correct the anchor, or add the heading',
    }),
  },
  create: (context) => ({
    Project(project) {
      if (!project.whole) return;
      const isBelow = belowRunbooks(project);
      const byPath = new Map(project.pages.map((page) => [page.file.path, page]));
      for (const page of runbookPages(project)) {
        for (const { text, range } of page.links) {
          const [path, anchor] = targetOf(text, page);
          if (path === undefined) continue;
          const place = { file: page.file, range };
          const target = byPath.get(path);
          // All pages of these folders are known; of others the configuration may leave some out.
          if (target === undefined && !isBelow(path)) continue;
          if (target === undefined) {
            context.report('page', place, { path, similar: didYouMeanText(path, neighbours(path, project)) });
          } else if (anchor !== undefined && anchor !== '' && !target.anchors.has(anchor)) {
            const similar = didYouMeanText(anchor, target.anchors);
            context.report('anchor', place, { anchor, path, similar });
          }
        }
      }
    },
  }),
});

/** The path of the page that a relative link leads to, and its anchor; no path: it leads to something else. */
function targetOf(link: string, { file }: MarkdownDocument): [string?, string?] {
  if (/^(?:[a-z][a-z+.-]*:|\/|\{|<)/i.test(link)) return [];
  const [path = '', anchor] = link.split('#', 2);
  if (path === '') return [file.path, anchor];
  if (!/\.(?:md|markdown)$/i.test(path)) return [];
  const resolved = posix.join(posix.dirname(file.path), decodeUriPart(path));
  return resolved.startsWith('..') ? [] : [resolved, anchor];
}

function neighbours(path: string, { pages }: Project): readonly string[] {
  const folder = posix.dirname(path);
  return pages.map(({ file }) => file.path).filter((other) => posix.dirname(other) === folder);
}
