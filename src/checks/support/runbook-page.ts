import type { MarkdownDocument } from '../../documents/markdown.ts';
import type { Project } from '../../project/project.ts';
import { decodeUriPart } from '../../util/decode-uri.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';

/** What a URL below a configured prefix of runbooks leads to. */
export type RunbookTarget =
  | { readonly kind: 'there'; readonly page: MarkdownDocument }
  | { readonly kind: 'page'; readonly file: string; readonly similar: string }
  | { readonly kind: 'anchor'; readonly anchor: string; readonly file: string; readonly similar: string };

/** Looks up the page and the heading of a runbook URL; undefined: no configured prefix covers it. */
export function runbookPage(url: string, project: Project): RunbookTarget | undefined {
  const text = url.trim();
  const mapping = project.settings.runbooks.find(({ prefix }) => text.startsWith(prefix));
  if (mapping === undefined) return undefined;
  const [path = '', anchor] = text.slice(mapping.prefix.length).split('#');
  const slug = decodeUriPart(path.split('?')[0]!)
    .replace(/\/$/, '')
    .replace(/\.(?:md|html)$/, '');
  const folder = mapping.folder.replace(/^\.\//, '').replace(/\/?$/, '/');
  const pages = pagesBelow(project, folder);
  const page = pages.get(slug === '' ? 'index' : slug) ?? pages.get(slug === '' ? 'README' : `${slug}/index`);
  if (page === undefined)
    return { kind: 'page', file: `${folder}${slug}.md`, similar: didYouMeanText(slug, pages.keys()) };
  if (anchor === undefined || anchor === '' || page.anchors.has(anchor)) return { kind: 'there', page };
  return { kind: 'anchor', anchor, file: page.file.path, similar: didYouMeanText(anchor, page.anchors) };
}

function pagesBelow(project: Project, folder: string): Map<string, MarkdownDocument> {
  const pages = new Map<string, MarkdownDocument>();
  for (const page of project.pages) {
    if (page.file.path.startsWith(folder))
      pages.set(page.file.path.slice(folder.length).replace(/\.\w+$/, ''), page);
  }
  return pages;
}
