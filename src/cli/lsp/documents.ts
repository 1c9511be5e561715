import { fileURLToPath, pathToFileURL } from 'node:url';
import { resolve, sep } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';

/** A document that an editor has open. */
export interface OpenDocument {
  readonly uri: string;
  /** Absolute; of a document that was never saved a name below the first folder. */
  readonly path: string;
  readonly version: number;
  readonly text: string;
}

/** The documents that an editor has open, as it has them. */
export class Documents {
  readonly #documents = new Map<string, TextDocument>();
  readonly #uris = new Map<string, string>();
  /** Where documents without a file are taken to be. */
  home: string = sep;

  open(uri: string, languageId: string, version: number, text: string): void {
    this.#documents.set(uri, TextDocument.create(uri, languageId, version, text));
    this.#uris.set(this.pathOf(uri), uri);
  }

  /** Unknown documents are left alone: the editor and we disagree, and the next opening settles it. */
  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): void {
    const document = this.#documents.get(uri);
    if (document !== undefined)
      this.#documents.set(uri, TextDocument.update(document, [...changes], version));
  }

  close(uri: string): void {
    this.#documents.delete(uri);
    this.#uris.delete(this.pathOf(uri));
  }

  get(uri: string): OpenDocument | undefined {
    const document = this.#documents.get(uri);
    if (document === undefined) return undefined;
    return { uri, path: this.pathOf(uri), version: document.version, text: document.getText() };
  }

  get all(): readonly OpenDocument[] {
    return [...this.#documents.keys()].flatMap((uri) => this.get(uri) ?? []);
  }

  /** The absolute path of an address. */
  pathOf(uri: string): string {
    try {
      if (uri.startsWith('file:')) return fileURLToPath(uri);
    } catch {
      // An address that is not a path of this machine: a document like one that was never saved.
    }
    return resolve(this.home, `untitled-${uri.replace(/[^\w.-]+/g, '-').slice(-80)}`);
  }

  /** The address of a path, in the words of the editor where it has the file open. */
  uriOf(path: string): string {
    return this.#uris.get(path) ?? pathToFileURL(path).href;
  }
}
