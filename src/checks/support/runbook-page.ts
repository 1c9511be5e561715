import type { MarkdownDocument } from '../../documents/markdown.ts';
import type { Project } from '../../project/project.ts';
import { isTemplated } from '../../analysis/delivery/index.ts';
import { urlAnnotations } from '../../analysis/policy/index.ts';
import type { KeyValue } from '../../documents/fields.ts';
import type { AlertingRule } from '../../documents/rules/types.ts';
import { decodeUriPart } from '../../util/decode-uri.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';

/** What a URL below a configured prefix of runbooks leads to. */
export type RunbookTarget =
  | { readonly kind: 'there'; readonly page: MarkdownDocument }
  | { readonly kind: 'page'; readonly file: string; readonly similar: string }
  | {
      readonly kind: 'anchor';
      readonly page: MarkdownDocument;
      readonly anchor: string;
      readonly file: string;
      readonly similar: string;
    };

/** The pages in the folders that are configured for runbooks. */
export function runbookPages(project: Project): readonly MarkdownDocument[] {
  const isBelow = belowRunbooks(project);
  return project.pages.filter(({ file }) => isBelow(file.path));
}

/** Whether a path is in one of those folders. */
export function belowRunbooks({ settings }: Project): (path: string) => boolean {
  const folders = settings.runbooks.map(({ folder }) => folderOf(folder));
  return (path) => folders.some((folder) => path.startsWith(folder));
}

/** Each alert with the page that one of its annotations leads to. */
export function alertPages(project: Project): readonly AlertPage[] {
  return project.once(linkedPages);
}

interface AlertPage {
  readonly rule: AlertingRule;
  readonly link: KeyValue;
  readonly page: MarkdownDocument;
}

function linkedPages(project: Project): readonly AlertPage[] {
  return project.alerts.flatMap((rule) =>
    urlAnnotations(rule).flatMap((link) => {
      const target = isTemplated(link.value) ? undefined : runbookPage(link.value, project);
      return target === undefined || target.kind === 'page' ? [] : [{ rule, link, page: target.page }];
    }),
  );
}

function folderOf(folder: string): string {
  return folder.replace(/^\.\//, '').replace(/\/?$/, '/');
}

/** Looks up the page and the heading of a runbook URL; undefined: no configured prefix covers it. */
export function runbookPage(url: string, project: Project): RunbookTarget | undefined {
  const text = url.trim();
  const mapping = project.settings.runbooks.find(({ prefix }) => text.startsWith(prefix));
  if (mapping === undefined) return undefined;
  const [path = '', anchor] = text.slice(mapping.prefix.length).split('#');
  const slug = decodeUriPart(path.split('?')[0]!)
    .replace(/\/$/, '')
    .replace(/\.(?:md|html)$/, '');
  const folder = folderOf(mapping.folder);
  const pages = pagesBelow(project, folder);
  const page = pages.get(slug === '' ? 'index' : slug) ?? pages.get(slug === '' ? 'README' : `${slug}/index`);
  if (page === undefined)
    return { kind: 'page', file: `${folder}${slug}.md`, similar: didYouMeanText(slug, pages.keys()) };
  if (anchor === undefined || anchor === '' || page.anchors.has(anchor)) return { kind: 'there', page };
  return {
    kind: 'anchor',
    page,
    anchor,
    file: page.file.path,
    similar: didYouMeanText(anchor, page.anchors),
  };
}

function pagesBelow(project: Project, folder: string): Map<string, MarkdownDocument> {
  const pages = new Map<string, MarkdownDocument>();
  for (const page of project.pages) {
    if (page.file.path.startsWith(folder))
      pages.set(page.file.path.slice(folder.length).replace(/\.\w+$/, ''), page);
  }
  return pages;
}
