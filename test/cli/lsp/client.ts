import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import type { ProtocolConnection } from 'vscode-languageserver-protocol/node';
import {
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  ShutdownRequest,
} from 'vscode-languageserver-protocol';
import type {
  ClientCapabilities,
  InitializeResult,
  Position,
  PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol';
import { Lines } from '../../../src/editor/index.ts';
import { folderOf } from '../support.ts';

const BIN = resolve(import.meta.dirname, '../../../bin/rulecheck.js');

/** The protocol still asks for it. */
const NO_ROOT = { rootUri: null };

export interface StartOptions {
  readonly args?: readonly string[];
  readonly initializationOptions?: unknown;
  readonly capabilities?: ClientCapabilities;
}

/** The built server as a process of its own. */
export function startServer(args: readonly string[] = [], cwd = '/'): ChildProcess {
  const server = spawn(process.execPath, [BIN, 'lsp', '--stdio', ...args], { cwd, stdio: 'pipe' });
  onTestFinished(() => void server.kill('SIGKILL'));
  return server;
}

/** An editor without a window: speaks to the built server over standard input and output. */
export class Client {
  readonly connection: ProtocolConnection;
  readonly server: ChildProcess;
  readonly folder: string;
  initialized: InitializeResult = { capabilities: {} };
  stderr = '';
  readonly #published = new Map<string, PublishDiagnosticsParams[]>();
  readonly #texts = new Map<string, { version: number; text: string }>();
  #wake: () => void = () => undefined;

  private constructor(folder: string, args: readonly string[]) {
    this.folder = folder;
    this.server = startServer(args, folder);
    this.server.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.connection = createProtocolConnection(
      new StreamMessageReader(this.server.stdout!),
      new StreamMessageWriter(this.server.stdin!),
    );
    this.connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      const list = this.#published.get(params.uri) ?? [];
      this.#published.set(params.uri, [...list, params]);
      this.#wake();
    });
    this.connection.listen();
  }

  /** Starts a server for a folder with these files. */
  static async start(files: Readonly<Record<string, string>>, options: StartOptions = {}): Promise<Client> {
    return Client.in(await folderOf(files), options);
  }

  static async in(folder: string, options: StartOptions = {}): Promise<Client> {
    const client = new Client(folder, options.args ?? []);
    client.initialized = await client.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      ...NO_ROOT,
      capabilities: options.capabilities ?? {},
      workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'project' }],
      initializationOptions: options.initializationOptions,
    });
    await client.connection.sendNotification(InitializedNotification.type, {});
    return client;
  }

  uri(name: string): string {
    return name.includes(':') ? name : pathToFileURL(join(this.folder, name)).href;
  }

  /** Opens a document. */
  async open(name: string, text: string, languageId = 'yaml'): Promise<void> {
    const uri = this.uri(name);
    this.#texts.set(uri, { version: 1, text });
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  /** Types: replaces the first occurrence of a text by another, as an incremental change. */
  async replace(name: string, before: string, after: string): Promise<void> {
    const uri = this.uri(name);
    const known = this.#texts.get(uri)!;
    const start = known.text.indexOf(before);
    if (start < 0) throw new Error(`"${before}" is not in ${name}`);
    const range = new Lines(known.text).range({ start, end: start + before.length });
    const text = known.text.slice(0, start) + after + known.text.slice(start + before.length);
    const version = known.version + 1;
    this.#texts.set(uri, { version, text });
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges: [{ range, text: after }],
    });
  }

  text(name: string): string {
    return this.#texts.get(this.uri(name))!.text;
  }

  /** The place of a text in a document; `¦` in it is the cursor (default: at its start). */
  place(name: string, marked: string): { textDocument: { uri: string }; position: Position } {
    const text = this.text(name);
    const cursor = Math.max(0, marked.indexOf('¦'));
    const plain = marked.replace('¦', '');
    const start = text.indexOf(plain);
    if (start < 0) throw new Error(`"${plain}" is not in ${name}`);
    return { textDocument: { uri: this.uri(name) }, position: new Lines(text).position(start + cursor) };
  }

  /** The findings of a document's newest version, as soon as the server tells them. */
  async diagnostics(name: string): Promise<PublishDiagnosticsParams> {
    const uri = this.uri(name);
    for (;;) {
      const newest = this.#published.get(uri)?.at(-1);
      const version = this.#texts.get(uri)?.version;
      if (newest !== undefined && (version === undefined || newest.version === version)) return newest;
      await new Promise<void>((resume) => (this.#wake = resume));
    }
  }

  /** How often the findings of a document were sent. */
  published(name: string): number {
    return this.#published.get(this.uri(name))?.length ?? 0;
  }

  /** Says goodbye. @returns the exit code */
  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((done) => this.server.once('exit', done));
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    return ended;
  }
}
