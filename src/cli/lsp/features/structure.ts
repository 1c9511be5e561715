import {
  CodeLensRequest,
  DocumentFormattingRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  SemanticTokensRequest,
  SymbolKind,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver-protocol';
import type { CodeLens, Command, DocumentSymbol, SymbolInformation } from 'vscode-languageserver-protocol';
import { changedPart, foldsOf, lensesOf, outlineOf, semanticTokens } from '../../../editor/index.ts';
import type { Lens, Lines, Occurrence, Outline } from '../../../editor/index.ts';
import { formatFile } from '../../../lint/format/format-file.ts';
import { SHOW_PLACES_COMMAND, RUN_TESTS_COMMAND } from '../capabilities.ts';
import type { Opened, Session } from '../session.ts';
import type { Feature } from './feature.ts';

/** More symbols than this are left to a longer question. */
const MOST_SYMBOLS = 500;

/** Symbols, folding, colours, formatting and lenses. */
export const structure: Feature = (connection, { session, client }) => {
  connection.onRequest(DocumentSymbolRequest.type, async ({ textDocument }) => {
    const opened = await session.opened(textDocument.uri);
    return opened && outlineOf(opened.open).map((outline) => symbolOf(outline, opened.lines));
  });
  connection.onRequest(WorkspaceSymbolRequest.type, async ({ query }) => {
    await session.refresh();
    return symbolsLike(query, session);
  });
  connection.onRequest(FoldingRangeRequest.type, async ({ textDocument }) => {
    const opened = await session.opened(textDocument.uri);
    return opened && foldsOf(opened.open, opened.lines);
  });
  connection.onRequest(SemanticTokensRequest.type, async ({ textDocument }) => {
    const opened = await session.opened(textDocument.uri);
    return { data: opened === undefined ? [] : semanticTokens(opened.open, opened.lines) };
  });
  connection.onRequest(DocumentFormattingRequest.type, async ({ textDocument }) => {
    const opened = await session.opened(textDocument.uri);
    const parsed = opened?.open.project.files.find(({ file }) => file === opened.open.file);
    if (opened === undefined || parsed === undefined) return null;
    const edit = changedPart(opened.open.file.text, formatFile(parsed).text);
    return edit === undefined ? [] : [{ range: opened.lines.range(edit.range), newText: edit.text }];
  });
  const canRun = commandsOf(client.experimental);
  connection.onRequest(CodeLensRequest.type, async ({ textDocument }) => {
    const opened = await session.opened(textDocument.uri);
    if (opened === undefined) return null;
    return lensesOf(opened.open)
      .filter(({ leadsTo }) => leadsTo?.kind !== 'run' || canRun.has(RUN_TESTS_COMMAND))
      .map((lens): CodeLens => ({
        range: opened.lines.range(lens.range),
        command: commandOf(lens, opened, session, canRun),
      }));
  });
};

/** The commands that the editor says it has: `experimental: { commands: [...] }`. */
function commandsOf(experimental: unknown): ReadonlySet<unknown> {
  const given = (experimental as { readonly commands?: unknown } | undefined)?.commands;
  return new Set(Array.isArray(given) ? (given as unknown[]) : []);
}

/** A lens leads somewhere only where the editor can go there; else it only says something. */
function commandOf(
  { title, leadsTo }: Lens,
  opened: Opened,
  session: Session,
  canRun: ReadonlySet<unknown>,
): Command {
  if (leadsTo?.kind === 'places' && canRun.has(SHOW_PLACES_COMMAND)) {
    const locations = leadsTo.places.map((spot) => session.location(opened, spot));
    return { title, command: SHOW_PLACES_COMMAND, arguments: [opened.document.uri, locations] };
  }
  if (leadsTo?.kind === 'run')
    return { title, command: RUN_TESTS_COMMAND, arguments: [opened.document.uri, leadsTo.pattern] };
  return { title, command: '' };
}

function symbolOf({ name, detail, kind, range, selection, children }: Outline, lines: Lines): DocumentSymbol {
  return {
    name,
    ...(detail === undefined ? {} : { detail }),
    kind,
    range: lines.range(range),
    selectionRange: lines.range(selection),
    children: children.map((child) => symbolOf(child, lines)),
  };
}

const KINDS: Readonly<Partial<Record<Occurrence['kind'], SymbolKind>>> = {
  alert: SymbolKind.Event,
  series: SymbolKind.Variable,
  receiver: SymbolKind.Interface,
  interval: SymbolKind.Constant,
  template: SymbolKind.Function,
  page: SymbolKind.File,
};

function symbolsLike(query: string, session: Session): SymbolInformation[] {
  const found: SymbolInformation[] = [];
  for (const project of session.workspace.projects) {
    const { names, config, checks, project: model } = project;
    for (const each of names.definitions(['alert', 'series', 'receiver', 'interval', 'template', 'page'])) {
      if (!isLike(each.name, query)) continue;
      const open = { project: model, file: each.file, names, config, checks };
      found.push({
        name: each.name,
        kind: KINDS[each.kind] ?? SymbolKind.Key,
        location: session.location({ project, open }, each),
        containerName: each.file.path,
      });
      if (found.length >= MOST_SYMBOLS) return found;
    }
  }
  return found;
}

/** Whether a name has the letters of a query in their order, as editors look for symbols. */
function isLike(name: string, query: string): boolean {
  const letters = query.toLowerCase();
  let at = 0;
  for (const letter of name.toLowerCase()) if (letter === letters[at]) at++;
  return at >= letters.length;
}
