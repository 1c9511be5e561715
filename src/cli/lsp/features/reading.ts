import {
  CompletionRequest,
  HoverRequest,
  MarkupKind,
  SignatureHelpRequest,
} from 'vscode-languageserver-protocol';
import type { CompletionItem, TextDocumentPositionParams } from 'vscode-languageserver-protocol';
import { CHECKS } from '../../../checks/index.generated.ts';
import {
  completionsAt,
  configCompletions,
  configHover,
  hoverAt,
  KIND,
  Lines,
  signatureAt,
} from '../../../editor/index.ts';
import type { Completions } from '../../../editor/index.ts';
import { isConfigFile } from '../config-file.ts';
import type { Session } from '../session.ts';
import type { Feature } from './feature.ts';

/** More ways to go on than this are left to the next character. */
const MOST_ITEMS = 2_000;

/** Hover, completion and signature help. */
export const reading: Feature = (connection, { session }) => {
  connection.onRequest(HoverRequest.type, async (params) => {
    const config = configAt(params, session);
    const at = config ?? (await session.at(params));
    if (at === undefined) return null;
    const hover = 'open' in at ? hoverAt(at.open, at.offset) : configHover(at.text, at.offset, CHECKS);
    if (hover === undefined) return null;
    return { range: at.lines.range(hover.range), contents: { kind: MarkupKind.Markdown, value: hover.text } };
  });
  connection.onRequest(CompletionRequest.type, async (params) => {
    const config = configAt(params, session);
    if (config !== undefined)
      return shown(configCompletions(config.text, config.offset, CHECKS), config.lines);
    const at = await session.at(params);
    return at === undefined ? null : shown(completionsAt(at.open, at.offset), at.lines);
  });
  connection.onRequest(SignatureHelpRequest.type, async (params) => {
    const at = await session.at(params);
    const found = at === undefined ? undefined : signatureAt(at.open, at.offset);
    if (found === undefined) return null;
    const { signature, active } = found;
    return {
      signatures: [
        {
          label: signature.label,
          documentation: { kind: MarkupKind.Markdown, value: signature.docs },
          parameters: signature.parameters.map((label) => ({ label })),
        },
      ],
      activeSignature: 0,
      activeParameter: active,
    };
  });
};

/** A place in a configuration of rulecheck, which is not part of a project's model. */
function configAt({ textDocument, position }: TextDocumentPositionParams, session: Session) {
  const document = session.documents.get(textDocument.uri);
  if (document === undefined || !isConfigFile(document.path)) return undefined;
  const lines = new Lines(document.text);
  return { text: document.text, lines, offset: lines.offset(position) };
}

function shown(
  { items, range }: Completions,
  lines: Lines,
): { isIncomplete: boolean; items: CompletionItem[] } {
  const edited = lines.range(range);
  return {
    isIncomplete: items.length > MOST_ITEMS,
    items: items
      .slice(0, MOST_ITEMS)
      .map(({ label, kind, detail, docs, insert, later }, index): CompletionItem => ({
        label,
        kind: KIND[kind],
        ...(detail === undefined ? {} : { detail }),
        ...(docs === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value: docs } }),
        sortText: `${later === true ? 1 : 0}${String(index).padStart(5, '0')}`,
        textEdit: { range: edited, newText: insert ?? label },
      })),
  };
}
