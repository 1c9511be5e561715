import {
  CodeActionKind,
  CodeActionRequest,
  CodeActionResolveRequest,
  ExecuteCommandRequest,
} from 'vscode-languageserver-protocol';
import type {
  CodeAction,
  CodeActionParams,
  SnippetTextEdit,
  TextDocumentEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import type { Diagnostic, TextEdit } from '../../../diagnostics/diagnostic.ts';
import { changedPart, disableComment, toEditor } from '../../../editor/index.ts';
import type { Lines } from '../../../editor/index.ts';
import { fixAll } from '../../../lint/fix.ts';
import type { SourceFile } from '../../../source/source-file.ts';
import { isRecord } from '../../../util/is-record.ts';
import type { Opened } from '../session.ts';
import { ACCEPT_COMMAND } from '../capabilities.ts';
import { refusing } from './feature.ts';
import type { Feature, Serving } from './feature.ts';

/** Quick fixes of findings: what `lint --fix` would do, the comment that switches a check off, the baseline. */
export const fixes: Feature = (connection, serving) => {
  connection.onRequest(CodeActionRequest.type, async (params) => actionsFor(params, serving));
  connection.onRequest(CodeActionResolveRequest.type, (action) => refusing(() => resolved(action, serving)));
  connection.onRequest(ExecuteCommandRequest.type, ({ command, arguments: given = [] }) =>
    refusing(async () => {
      const [uri, index] = given as readonly unknown[];
      if (command !== ACCEPT_COMMAND || typeof uri !== 'string' || typeof index !== 'string') return null;
      const found = await findingOf(uri, index, serving);
      if (found !== undefined) await serving.baseline?.add(found);
      serving.publisher.changed();
      return null;
    }),
  );
};

async function actionsFor(
  { textDocument, range, context }: CodeActionParams,
  serving: Serving,
): Promise<CodeAction[]> {
  const { session, publisher } = serving;
  const { uri } = textDocument;
  const opened = await session.opened(uri);
  if (opened === undefined) return [];
  const found = await publisher.current(uri);
  const [start, end] = [opened.lines.offset(range.start), opened.lines.offset(range.end)];
  const here = found.filter((each) => each.range.start <= end && start <= each.range.end);
  const wants = (kind: string): boolean =>
    context.only === undefined || context.only.some((only) => kind === only || kind.startsWith(`${only}.`));
  const quick = wants(CodeActionKind.QuickFix)
    ? here.flatMap((finding) => quickFixes(finding, opened, serving))
    : [];
  const all = wants(FIX_ALL) && found.some(({ fix }) => fix?.safe === true) ? [fixAllAction(uri)] : [];
  return [...quick, ...all];
}

const FIX_ALL = `${CodeActionKind.SourceFixAll}.rulecheck`;

const fixAllAction = (uri: string): CodeAction => ({
  title: 'fix everything that rulecheck can fix in this file',
  kind: FIX_ALL,
  data: { uri, all: true },
});

function quickFixes(finding: Diagnostic, opened: Opened, serving: Serving): CodeAction[] {
  const { document, lines } = opened;
  const { uri } = document;
  const shown = toEditor(finding, (file: SourceFile) => serving.session.uriOf(opened.project, file));
  const key = keyOf(finding);
  const base = { kind: CodeActionKind.QuickFix, diagnostics: [shown] };
  const actions: CodeAction[] = [];
  const { fix } = finding;
  if (fix !== undefined && fix.edits.length > 0)
    actions.push(
      fix.safe
        ? { ...base, title: fix.description, isPreferred: true, data: { uri, finding: key } }
        : { ...base, title: fix.description, edit: editOf(opened, fix.edits, lines) },
    );
  const comment = disableComment(finding);
  if (comment !== undefined)
    actions.push({
      ...base,
      title: `disable ${finding.check} here, with a reason`,
      edit: commentEdit(opened, comment, serving),
    });
  if (serving.baseline !== undefined)
    actions.push({
      ...base,
      title: 'accept this finding in the baseline',
      command: { title: 'accept', command: ACCEPT_COMMAND, arguments: [uri, key] },
    });
  return actions;
}

/** A finding in words that stay the same until it is gone. */
const keyOf = ({ check, message, range }: Diagnostic): string =>
  JSON.stringify([check, message, range.start]);

async function findingOf(uri: string, key: string, { publisher }: Serving): Promise<Diagnostic | undefined> {
  const found = await publisher.current(uri);
  return found.find((each) => keyOf(each) === key);
}

/**
 * An action with its edit. A fix is applied and everything is linted again, as `lint --fix` does it: one that would cause
 * new errors is refused.
 */
async function resolved(action: CodeAction, serving: Serving): Promise<CodeAction> {
  const data: unknown = action.data;
  if (!isRecord(data) || typeof data['uri'] !== 'string') return action;
  const { session, publisher } = serving;
  const opened = await session.opened(data['uri']);
  if (opened === undefined) return action;
  await publisher.current(data['uri']);
  const { project, open, lines } = opened;
  const key = data['finding'];
  const isWanted = (each: Diagnostic): boolean =>
    each.file.path === open.file.path && (data['all'] === true || keyOf(each) === key);
  const { changed } = fixAll(
    project.files,
    project.checks,
    project.config,
    project.lintOptions(session.now()),
    {
      project: open.project,
      isWanted,
    },
  );
  const after = changed.find(({ path }) => path === open.file.path)?.after;
  const edit = after === undefined ? undefined : changedPart(open.file.text, after);
  return edit === undefined ? action : { ...action, edit: editOf(opened, [edit], lines) };
}

function editOf(opened: Opened, edits: readonly TextEdit[], lines: Lines): WorkspaceEdit {
  const { uri, version } = opened.document;
  const changes = edits.map(({ range, text }) => ({ range: lines.range(range), newText: text }));
  return { documentChanges: [{ textDocument: { uri, version }, edits: changes }] };
}

/** The comment, with the cursor where the reason goes where the editor can do that. */
function commentEdit(opened: Opened, comment: TextEdit, { client }: Serving): WorkspaceEdit {
  const edit = editOf(opened, [comment], opened.lines);
  if (client.workspace?.workspaceEdit?.snippetEditSupport !== true) return edit;
  const text = comment.text.replace(/[\\$}]/g, '\\$&').replace(/ -- (?=\r?\n$)/, ' -- ${1:why}');
  const { uri, version } = opened.document;
  const snippet: SnippetTextEdit = {
    range: opened.lines.range(comment.range),
    snippet: { kind: 'snippet', value: text },
  };
  const change: TextDocumentEdit = { textDocument: { uri, version }, edits: [snippet] };
  return { documentChanges: [change] };
}
