import type { Readable, Writable } from 'node:stream';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import type { ProtocolConnection } from 'vscode-languageserver-protocol/node';
import {
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  RegistrationRequest,
  ShutdownRequest,
} from 'vscode-languageserver-protocol';
import type { InitializeParams } from 'vscode-languageserver-protocol';
import { errorText } from '../../util/error-text.ts';
import type { Io } from '../io.ts';
import { BaselineFile } from './baseline-file.ts';
import { capabilities } from './capabilities.ts';
import { FEATURES } from './features/index.ts';
import { Publisher } from './publisher.ts';
import { Session } from './session.ts';
import { readSettings } from './settings.ts';
import type { ServeOptions } from './settings.ts';
import { version } from '../version.ts';

/** How long (milliseconds) after a file changed on the disk the folders are read again. */
const RELOAD_MS = 150;
/** How often is looked whether the editor still runs. */
const PARENT_MS = 3_000;

export interface Streams {
  readonly input: Readable;
  readonly output: Writable;
}

/**
 * Serves one editor until it says goodbye or goes away.
 *
 * @returns the exit code: 0 after a shutdown, 1 where the editor went away without one
 */
export function serve(options: ServeOptions, io: Io, { input, output }: Streams): Promise<number> {
  const connection = createProtocolConnection(
    new StreamMessageReader(input),
    new StreamMessageWriter(output),
    {
      error: (text) => io.stderr.write(`${text}\n`),
      warn: (text) => io.stderr.write(`${text}\n`),
      info: () => undefined,
      log: () => undefined,
    },
  );
  const server = new Server(connection, io, options);
  const ended = server.ended;
  // The writing side fails where the editor is gone: that is its end, not ours.
  output.on('error', () => server.end(1));
  connection.onError(([error]) => io.stderr.write(`rulecheck lsp: ${errorText(error)}\n`));
  connection.onClose(() => server.end(1));
  connection.listen();
  return ended;
}

/** One connection with one editor. */
class Server {
  readonly ended: Promise<number>;
  readonly #connection: ProtocolConnection;
  readonly #io: Io;
  readonly #options: ServeOptions;
  #finish: (code: number) => void = () => undefined;
  #isShutDown = false;
  #session: Session | undefined;
  #publisher: Publisher | undefined;
  #reloading: NodeJS.Timeout | undefined;
  #parent: NodeJS.Timeout | undefined;
  #watches = false;

  constructor(connection: ProtocolConnection, io: Io, options: ServeOptions) {
    this.#connection = connection;
    this.#io = io;
    this.#options = options;
    this.ended = new Promise((resolve) => (this.#finish = resolve));
    connection.onRequest(InitializeRequest.type, (params) => this.#initialize(params));
    connection.onNotification(InitializedNotification.type, () => this.#initialized());
    connection.onRequest(ShutdownRequest.type, () => {
      this.#isShutDown = true;
      this.#publisher?.stop();
    });
    connection.onNotification(ExitNotification.type, () => this.end(1));
  }

  /** @param code where nobody asked for a shutdown before */
  end(code: number): void {
    clearInterval(this.#parent);
    clearTimeout(this.#reloading);
    this.#publisher?.stop();
    this.#finish(this.#isShutDown ? 0 : code);
  }

  #initialize(params: InitializeParams) {
    const io = this.#io;
    const settings = readSettings(params, this.#options, io);
    const session = new Session(io, settings.workspace);
    session.documents.home = settings.folders[0] ?? io.cwd;
    session.workspace.setFolders(settings.folders);
    const baseline = settings.baseline === undefined ? undefined : new BaselineFile(settings.baseline, io);
    const publisher = new Publisher(this.#connection, session, {
      scope: settings.scope,
      ...(baseline === undefined ? {} : { baseline: () => baseline.read() }),
    });
    this.#session = session;
    this.#publisher = publisher;
    this.#watches = params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    this.#watchParent(params.processId);
    this.#listenToDocuments(session, publisher);
    for (const feature of FEATURES)
      feature(this.#connection, { session, publisher, baseline, client: params.capabilities });
    return { capabilities: capabilities(), serverInfo: { name: 'rulecheck', version } };
  }

  async #initialized(): Promise<void> {
    await this.#reload();
    if (!this.#watches) return;
    const watchers = [
      { globPattern: '**/*.{yml,yaml,json,rules,rule,tmpl,alloy,md,markdown}' },
      { globPattern: '**/CODEOWNERS' },
    ];
    const registration = {
      id: 'files',
      method: DidChangeWatchedFilesNotification.method,
      registerOptions: { watchers },
    };
    await this.#connection
      .sendRequest(RegistrationRequest.type, { registrations: [registration] })
      .catch((error: unknown) => this.#io.stderr.write(`rulecheck lsp: ${errorText(error)}\n`));
  }

  #listenToDocuments(session: Session, publisher: Publisher): void {
    const { documents } = session;
    const connection = this.#connection;
    connection.onNotification(DidOpenTextDocumentNotification.type, ({ textDocument }) => {
      const { uri, languageId, version: number, text } = textDocument;
      documents.open(uri, languageId, number, text);
      publisher.changed();
    });
    connection.onNotification(DidChangeTextDocumentNotification.type, ({ textDocument, contentChanges }) => {
      documents.change(textDocument.uri, textDocument.version, contentChanges);
      publisher.changed();
    });
    connection.onNotification(DidCloseTextDocumentNotification.type, ({ textDocument }) => {
      documents.close(textDocument.uri);
      publisher.closed(textDocument.uri);
    });
    connection.onNotification(DidSaveTextDocumentNotification.type, () => this.#reloadSoon());
    connection.onNotification(DidChangeWatchedFilesNotification.type, () => this.#reloadSoon());
    connection.onNotification(DidChangeWorkspaceFoldersNotification.type, ({ event }) => {
      const gone = new Set(event.removed.map(({ uri }) => documents.pathOf(uri)));
      const added = event.added.map(({ uri }) => documents.pathOf(uri));
      session.workspace.changeFolders(added, gone);
      this.#reloadSoon();
    });
  }

  #reloadSoon(): void {
    clearTimeout(this.#reloading);
    this.#reloading = setTimeout(() => void this.#reload(), RELOAD_MS);
  }

  async #reload(): Promise<void> {
    const faults = await this.#session?.reload();
    for (const { folder, message } of faults ?? [])
      this.#io.stderr.write(`rulecheck lsp: ${folder}: ${message}\n`);
    this.#publisher?.changed(faults ?? []);
  }

  /** An editor that was killed says no goodbye. */
  #watchParent(pid: number | null): void {
    if (pid === null) return;
    this.#parent = setInterval(() => {
      try {
        process.kill(pid, 0);
      } catch {
        this.end(1);
      }
    }, PARENT_MS);
    this.#parent.unref();
  }
}
