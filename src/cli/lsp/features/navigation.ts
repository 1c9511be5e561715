import {
  DefinitionRequest,
  DocumentHighlightRequest,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
} from 'vscode-languageserver-protocol';
import type { TextDocumentEdit } from 'vscode-languageserver-protocol';
import {
  definitionsAt,
  highlightsAt,
  linesOf,
  referencesAt,
  renamable,
  renamePlaces,
} from '../../../editor/index.ts';
import { groupBy } from '../../../util/group-by.ts';
import { refusing } from './feature.ts';
import type { Feature } from './feature.ts';

/** Definitions, references and highlights of names, and their renaming. */
export const navigation: Feature = (connection, { session }) => {
  connection.onRequest(DefinitionRequest.type, async (params) => {
    const at = await session.at(params);
    return at && definitionsAt(at.open, at.offset).map((spot) => session.location(at, spot));
  });
  connection.onRequest(ReferencesRequest.type, async (params) => {
    const at = await session.at(params);
    return (
      at &&
      referencesAt(at.open, at.offset, params.context.includeDeclaration).map((spot) =>
        session.location(at, spot),
      )
    );
  });
  connection.onRequest(DocumentHighlightRequest.type, async (params) => {
    const at = await session.at(params);
    return (
      at &&
      highlightsAt(at.open, at.offset).map(({ range, role }) => ({
        range: at.lines.range(range),
        kind: role === 'definition' ? 3 : 2,
      }))
    );
  });
  connection.onRequest(PrepareRenameRequest.type, (params) =>
    refusing(async () => {
      const at = await session.at(params);
      if (at === undefined) return null;
      const { range, name } = renamable(at.open, at.offset);
      return { range: at.lines.range(range), placeholder: name };
    }),
  );
  connection.onRequest(RenameRequest.type, (params) =>
    refusing(async () => {
      const at = await session.at(params);
      if (at === undefined) return null;
      const places = renamePlaces(at.open, at.offset, params.newName);
      const documentChanges = [...groupBy(places, ({ file }) => file)].map(
        ([file, spots]): TextDocumentEdit => {
          const uri = session.uriOf(at.project, file);
          const lines = linesOf(at.open.project, file);
          // A value that an anchor brings to several places is written once.
          const ranges = new Map(spots.map(({ range }) => [range.start, range]));
          return {
            textDocument: { uri, version: session.documents.get(uri)?.version ?? null },
            edits: [...ranges.values()].map((range) => ({
              range: lines.range(range),
              newText: params.newName,
            })),
          };
        },
      );
      return { documentChanges };
    }),
  );
};
