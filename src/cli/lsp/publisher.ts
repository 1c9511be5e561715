import { resolve } from 'node:path';
import { PublishDiagnosticsNotification } from 'vscode-languageserver-protocol';
import type { Diagnostic as EditorDiagnostic, ProtocolConnection } from 'vscode-languageserver-protocol';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { Lines, toEditor } from '../../editor/index.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { errorText } from '../../util/error-text.ts';
import { applyBaseline } from '../../lint/baseline.ts';
import type { Baseline } from '../../lint/baseline.ts';
import { configFaults, isConfigFile } from './config-file.ts';
import type { Session } from './session.ts';
import type { LoadFault } from './workspace.ts';

/** How long (milliseconds) after a change the findings are looked for: what comes meanwhile is one change. */
const SETTLE_MS = 10;
/** How long after the last change the whole project is looked at. */
const IDLE_MS = 700;

export interface PublisherOptions {
  /** `project`: findings of every file of the folders; `open`: of open files, and those that point into them. */
  readonly scope: 'open' | 'project';
  /** The accepted findings, read again at each look; undefined: none are. */
  readonly baseline?: () => Baseline | undefined;
}

/** Finds out the faults in open documents, soon after each change, and tells the editor. */
export class Publisher {
  readonly #connection: ProtocolConnection;
  readonly #session: Session;
  readonly #options: PublisherOptions;
  #soon: NodeJS.Timeout | undefined;
  #idle: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  /** Addresses that the editor shows findings for. */
  readonly #shown = new Set<string>();
  #faults: readonly LoadFault[] = [];
  /** Configurations that could not be read. */
  readonly #faultUris = new Set<string>();
  /** The last findings, by address; for quick fixes. */
  readonly found = new Map<string, readonly Diagnostic[]>();

  constructor(connection: ProtocolConnection, session: Session, options: PublisherOptions) {
    this.#connection = connection;
    this.#session = session;
    this.#options = options;
  }

  /** Something changed. @param faults of the folders, where they were read again */
  changed(faults?: readonly LoadFault[]): void {
    if (faults !== undefined) this.#faults = faults;
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      this.#enqueue('open');
    }, SETTLE_MS);
    clearTimeout(this.#idle);
    if (this.#wantsAll()) this.#idle = setTimeout(() => this.#enqueue('project'), IDLE_MS);
  }

  #enqueue(scope: 'open' | 'project'): void {
    this.#running = this.#running
      .then(() => this.#publish(scope))
      .catch((error: unknown) => this.#session.io.stderr.write(`rulecheck: ${errorText(error)}\n`));
  }

  /** A document was closed: its file is what is on the disk again. */
  closed(uri: string): void {
    if (this.#options.scope === 'open') {
      this.found.delete(uri);
      this.#shown.delete(uri);
      void this.#connection.sendNotification(PublishDiagnosticsNotification.type, { uri, diagnostics: [] });
    }
    this.changed();
  }

  /** The findings of a document as it is now. */
  async current(uri: string): Promise<readonly Diagnostic[]> {
    if (this.#soon !== undefined) {
      clearTimeout(this.#soon);
      this.#soon = undefined;
      this.#enqueue('open');
    }
    await this.#running;
    return this.found.get(uri) ?? [];
  }

  stop(): void {
    clearTimeout(this.#soon);
    clearTimeout(this.#idle);
  }

  /** Findings about a configuration itself (overrides without effect) are known only of the whole project. */
  #wantsAll(): boolean {
    return (
      this.#options.scope === 'project' || this.#session.documents.all.some(({ path }) => isConfigFile(path))
    );
  }

  async #publish(scope: 'open' | 'project'): Promise<void> {
    const session = this.#session;
    await session.refresh();
    const byUri = new Map<string, Diagnostic[]>();
    const add = (uri: string, diagnostic: Diagnostic): void => {
      const list = byUri.get(uri);
      if (list === undefined) byUri.set(uri, [diagnostic]);
      else list.push(diagnostic);
    };
    for (const project of session.workspace.projects) {
      const wanted =
        scope === 'project' ||
        session.documents.all.some(({ path }) => session.workspace.projectFor(path) === project);
      if (!wanted) continue;
      const all = scope === 'open' ? session.lintOpen(project) : project.lintAll(session.now());
      for (const diagnostic of this.#fresh(all)) {
        add(session.uriOf(project, diagnostic.file), diagnostic);
      }
    }
    this.#addFaults(add);
    this.#send(byUri, scope);
  }

  #fresh(all: readonly Diagnostic[]): readonly Diagnostic[] {
    const baseline = this.#options.baseline?.();
    return baseline === undefined ? all : applyBaseline(all, baseline, new Set(), false).fresh;
  }

  #addFaults(add: (uri: string, diagnostic: Diagnostic) => void): void {
    const { documents } = this.#session;
    const edited = new Set<string>();
    this.#faultUris.clear();
    for (const { uri, path, text } of documents.all) {
      if (!isConfigFile(path)) continue;
      edited.add(uri);
      for (const fault of configFaults(path, text)) add(uri, fault);
    }
    for (const { folder, diagnostics } of this.#faults)
      for (const diagnostic of diagnostics) {
        const uri = documents.uriOf(resolve(diagnostic.file.base ?? folder, diagnostic.file.path));
        this.#faultUris.add(uri);
        if (!edited.has(uri)) add(uri, diagnostic);
      }
  }

  #send(byUri: ReadonlyMap<string, readonly Diagnostic[]>, scope: 'open' | 'project'): void {
    const { documents } = this.#session;
    const open = documents.all.map(({ uri }) => uri);
    for (const uri of this.#concerned(byUri, scope)) {
      const found = byUri.get(uri) ?? [];
      this.found.set(uri, found);
      this.#shown.add(uri);
      if (found.length === 0 && !open.includes(uri)) {
        this.#shown.delete(uri);
        this.found.delete(uri);
      }
      void this.#connection.sendNotification(PublishDiagnosticsNotification.type, {
        uri,
        ...versionOf(documents.get(uri)),
        diagnostics: this.#toEditor(found),
      });
    }
  }

  /** The addresses that a look of one scope says all of. */
  #concerned(byUri: ReadonlyMap<string, unknown>, scope: 'open' | 'project'): ReadonlySet<string> {
    const { all } = this.#session.documents;
    const open = all.map(({ uri }) => uri);
    if (scope === this.#options.scope) return new Set([...open, ...byUri.keys(), ...this.#shown]);
    if (scope === 'open') return new Set([...open, ...this.#faultUris]);
    return new Set(all.filter(({ path }) => isConfigFile(path)).map(({ uri }) => uri));
  }

  #toEditor(found: readonly Diagnostic[]): EditorDiagnostic[] {
    const lines = new Map<SourceFile, Lines>();
    const linesOf = (file: SourceFile): Lines => {
      const known = lines.get(file) ?? new Lines(file.text);
      lines.set(file, known);
      return known;
    };
    const uriOf = (file: SourceFile): string =>
      this.#session.documents.uriOf(resolve(file.base ?? '/', file.path));
    return found.map((diagnostic) => toEditor(diagnostic, uriOf, linesOf));
  }
}

function versionOf(document: { readonly version: number } | undefined): { version?: number } {
  return document === undefined ? {} : { version: document.version };
}
