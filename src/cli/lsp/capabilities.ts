import { TOKEN_TYPES } from '../../editor/index.ts';
import { CodeActionKind, PositionEncodingKind, TextDocumentSyncKind } from 'vscode-languageserver-protocol';
import type { ServerCapabilities } from 'vscode-languageserver-protocol';

/** Adds a finding to the baseline; its arguments are the address of the document and the finding's key. */
export const ACCEPT_COMMAND = 'rulecheck.acceptInBaseline';

/** A command of the editor that shows places; its arguments are the address of the document and the places. */
export const SHOW_PLACES_COMMAND = 'rulecheck.showPlaces';

/** A command of the editor that runs tests; its arguments are the address of their file and a pattern of their names. */
export const RUN_TESTS_COMMAND = 'rulecheck.runTests';

/** What the server says that it can do. */
export function capabilities(): ServerCapabilities {
  return {
    positionEncoding: PositionEncodingKind.UTF16,
    textDocumentSync: {
      openClose: true,
      change: TextDocumentSyncKind.Incremental,
      save: { includeText: false },
    },
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.SourceFixAll],
      resolveProvider: true,
    },
    executeCommandProvider: { commands: [ACCEPT_COMMAND] },
    hoverProvider: true,
    completionProvider: { triggerCharacters: ['{', '"', '(', '[', ',', '=', '|', '/', ':'] },
    signatureHelpProvider: { triggerCharacters: ['(', ','] },
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    foldingRangeProvider: true,
    documentFormattingProvider: true,
    codeLensProvider: {},
    semanticTokensProvider: { legend: { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [] }, full: true },
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: { prepareProvider: true },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
}
