import { posix } from 'node:path';
import type { Heading, MarkdownDocument } from '../../documents/markdown.ts';
import type { Project } from '../../project/project.ts';
import { didYouMean } from '../../util/did-you-mean.ts';
import { decodeUriPart } from '../../util/decode-uri.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { alertPages, runbookPages } from '../support/runbook-page.ts';

const CONFIG = 'runbooks: [{ prefix: https://runbooks.example.com/, folder: docs }]\n';
const NAMES = ['api', 'cache', 'database', 'queue', 'web'];
const example = (
  mitigation: string,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> => ({
  'rules.yml': ruleFile(
    ...NAMES.map((name) =>
      alert(`up{job="${name}"} == 0`, {
        name: `Down_${name}`,
        annotations: { runbook_url: `https://runbooks.example.com/${name}` },
      }),
    ),
  ),
  ...Object.fromEntries(
    NAMES.map((name) => [
      `docs/${name}.md`,
      `# ${name}\n\n## ${name === 'web' ? mitigation : 'Mitigation'}\n`,
    ]),
  ),
  ...more,
});

export default defineCheck({
  meta: {
    id: 'links/runbook-pages',
    summary: 'runbook pages without a section that all others have, and pages that nothing links to',
    why: 'The on-call engineer looks for the section under the name that it has everywhere else.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'A section under another name',
          config: CONFIG,
          files: example('Mitigations'),
          at: ['## Mitigations'],
        },
        { title: 'A missing section', config: CONFIG, files: example('Notes'), at: ['# web'] },
        {
          title: 'A page that nothing links to',
          config: CONFIG,
          files: example('Mitigation', { 'docs/old.md': '# Old\n' }),
          at: ['# Old'],
        },
      ],
      right: [
        { config: CONFIG, files: example('Mitigation') },
        {
          title: 'Linked from another page',
          config: CONFIG,
          files: example('Mitigation', {
            'docs/old.md': '# Old\n',
            'docs/README.md': '# Pages\n\n[old](old.md)\n',
          }),
        },
      ],
    },
  },
  messages: {
    renamed: (data: { section: string; heading: string; count: number }) => ({
      message: `this section is named "${data.heading}", and the other ${data.count} runbook pages name it "${data.section}"`,
      why: 'a link to the section, and a reader who knows the other pages, do not find it',
      help: `rename the section to "${data.section}"`,
    }),
    missing: (data: { section: string; count: number }) => ({
      message: `this page has no section "${data.section}", which the other ${data.count} runbook pages have`,
      why: 'the on-call engineer looks for it and finds no instructions',
      help: `add the section "${data.section}"`,
    }),
    orphan: (data: { page: string }) => ({
      message: `no alert and no page links to ${data.page}`,
      why: 'nobody reads the page during an incident',
      help: 'link to it from an alert ("runbook_url") or from another page, or remove it',
    }),
  },
  create: (context) => ({
    Project(project) {
      if (!project.whole) return;
      const linked = new Set(alertPages(project).map(({ page }) => page));
      if (linked.size === 0) return;
      for (const { page, section, similar } of missingSections([...linked])) {
        const count = linked.size - 1;
        const place = { file: page.file, range: similar?.range ?? titleOf(page) };
        if (similar === undefined) context.report('missing', place, { section, count });
        else context.report('renamed', place, { section, heading: similar.text, count });
      }
      const targets = linkedPaths(project);
      for (const page of runbookPages(project)) {
        const { path } = page.file;
        if (linked.has(page) || targets.has(path) || isIndex(path)) continue;
        context.report('orphan', { file: page.file, range: titleOf(page) }, { page: path });
      }
    },
  }),
});

const isIndex = (path: string): boolean => /(?:^|\/)(?:readme|index|_index)\.\w+$/i.test(path);

function titleOf({ headings, range }: MarkdownDocument): { start: number; end: number } {
  return headings[0]?.range ?? { start: 0, end: Math.min(1, range.end) };
}

/** Fewer pages than this show no custom. */
const LEAST_PAGES = 5;

interface Missing {
  readonly page: MarkdownDocument;
  readonly section: string;
  readonly similar: Heading | undefined;
}

/** The sections that all pages but one have. */
function missingSections(pages: readonly MarkdownDocument[]): Missing[] {
  if (pages.length < LEAST_PAGES) return [];
  const sections = new Map<string, number>();
  for (const page of pages)
    for (const text of new Set(sectionsOf(page).map((heading) => heading.text)))
      sections.set(text, (sections.get(text) ?? 0) + 1);
  return [...sections].flatMap(([section, count]) => {
    if (count !== pages.length - 1) return [];
    const page = pages.find((each) => !sectionsOf(each).some(({ text }) => text === section));
    if (page === undefined) return [];
    const own = sectionsOf(page).filter(({ text }) => sections.get(text) === 1);
    const name = didYouMean(
      section,
      own.map(({ text }) => text),
    );
    return [{ page, section, similar: own.find(({ text }) => text === name) }];
  });
}

const sectionsOf = ({ headings }: MarkdownDocument): readonly Heading[] =>
  headings.filter(({ level }) => level === 2);

/** The files that any page of the project links to. */
function linkedPaths({ pages }: Project): ReadonlySet<string> {
  return new Set(
    pages.flatMap(({ file, links }) =>
      links.map(({ text }) => posix.join(posix.dirname(file.path), decodeUriPart(text.split('#')[0]!))),
    ),
  );
}
