import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Script } from 'node:vm';

const BUNDLE = resolve(import.meta.dirname, '../../../editors/vscode/dist/extension.js');
const requireHere = createRequire(import.meta.url);

type Listener = (event: unknown) => unknown;

/** An address as VS Code has it, as far as the extension and the client look at it. */
class Uri {
  readonly scheme: string;
  readonly fsPath: string;
  readonly #href: string;

  constructor(href: string) {
    this.#href = href;
    this.scheme = href.slice(0, href.indexOf(':'));
    this.fsPath = this.scheme === 'file' ? fileURLToPath(href) : href;
  }

  static parse(href: string): Uri {
    return new Uri(href);
  }

  static file(path: string): Uri {
    return new Uri(pathToFileURL(path).href);
  }

  get path(): string {
    return this.fsPath;
  }

  toString(): string {
    return this.#href;
  }
}

/** A kind of code action, which kinds below it are made from. */
function kindOf(value: string): object {
  const append = (part: string): object => kindOf(value === '' ? part : `${value}.${part}`);
  const known: Record<string, unknown> = { value, append };
  return new Proxy(known, {
    get: (target, name: string) => (target[name] ??= kindOf(name)),
  });
}

/** A stand-in for VS Code: unknown names are empty classes, and no event ever comes. */
export class Host {
  readonly commands = new Map<string, (...given: unknown[]) => unknown>();
  readonly tasks = new Map<string, { provideTasks(): unknown[] }>();
  readonly executed: unknown[][] = [];
  readonly started: { definition: unknown; execution: { process: string; args: string[] } }[] = [];
  readonly errors: string[] = [];
  /** Findings by address, as the extension gave them to the list of problems. */
  readonly problems = new Map<string, readonly { message: string; code?: unknown }[]>();
  readonly #settings: Readonly<Record<string, string>>;
  readonly #folder: string;
  readonly documents: unknown[] = [];
  readonly #listeners = new Map<string, Listener[]>();

  constructor(folder: string, settings: Readonly<Record<string, string>>) {
    this.#folder = folder;
    this.#settings = settings;
  }

  /** Loads the built extension into this host. */
  load(): { activate(context: unknown): Promise<void>; deactivate(): Promise<void> } {
    const module = { exports: {} };
    const api = this.#api();
    const require = (name: string): unknown => (name === 'vscode' ? api : requireHere(name));
    const script = `(function (require, module, exports) {${readFileSync(BUNDLE, 'utf8')}\n})`;
    const run = new Script(script, { filename: BUNDLE }).runInThisContext() as (...given: unknown[]) => void;
    run(require, module, module.exports);
    return module.exports as ReturnType<Host['load']>;
  }

  /** Tells the extension of a document that was opened. */
  async open(path: string, languageId: string, text: string): Promise<void> {
    const uri = Uri.file(path);
    const document = { uri, fileName: path, languageId, version: 1, getText: () => text, isClosed: false };
    this.documents.push(document);
    for (const listener of this.#listeners.get('onDidOpenTextDocument') ?? []) await listener(document);
  }

  #event(name: string): (listener: Listener, owner?: unknown) => { dispose(): void } {
    return (listener, owner) => {
      this.#listeners.set(name, [
        ...(this.#listeners.get(name) ?? []),
        owner === undefined ? listener : listener.bind(owner),
      ]);
      return { dispose: () => undefined };
    };
  }

  /** Functions and values that are there; of other names an event or something to be disposed of. */
  #part(known: Readonly<Record<string, unknown>>): unknown {
    return new Proxy(known, {
      get: (target, name: string) =>
        name in target
          ? target[name]
          : name.startsWith('onDid') || name.startsWith('onWill')
            ? this.#event(name)
            : () => ({ dispose: () => undefined }),
      has: () => true,
    });
  }

  #api(): unknown {
    const folder = { uri: Uri.file(this.#folder), name: 'project', index: 0 };
    const problems = this.problems;
    const known: Record<string, unknown> = {
      Uri,
      version: '1.91.0',
      env: { language: 'en', appName: 'stub' },
      CodeActionKind: kindOf(''),
      Task: class {
        readonly definition: unknown;
        readonly execution: unknown;
        constructor(
          definition: unknown,
          _scope: unknown,
          _name: string,
          _source: string,
          execution: unknown,
        ) {
          this.definition = definition;
          this.execution = execution;
        }
      },
      ProcessExecution: class {
        readonly process: string;
        readonly args: string[];
        constructor(process: string, args: string[]) {
          this.process = process;
          this.args = args;
        }
      },
      Position: class {
        readonly line: number;
        readonly character: number;
        constructor(line: number, character: number) {
          this.line = line;
          this.character = character;
        }
      },
      Range: class {
        readonly start: unknown;
        readonly end: unknown;
        constructor(start: unknown, end: unknown) {
          this.start = start;
          this.end = end;
        }
      },
      Location: class {
        readonly uri: Uri;
        readonly range: unknown;
        constructor(uri: Uri, range: unknown) {
          this.uri = uri;
          this.range = range;
        }
      },
      Diagnostic: class {
        readonly range: unknown;
        readonly message: string;
        readonly severity: number;
        constructor(range: unknown, message: string, severity: number) {
          this.range = range;
          this.message = message;
          this.severity = severity;
        }
      },
      commands: this.#part({
        registerCommand: (name: string, run: (...given: unknown[]) => unknown) => {
          this.commands.set(name, run);
          return { dispose: () => undefined };
        },
        executeCommand: (...given: unknown[]) => {
          this.executed.push(given);
          return Promise.resolve();
        },
      }),
      tasks: this.#part({
        registerTaskProvider: (name: string, provider: { provideTasks(): unknown[] }) => {
          this.tasks.set(name, provider);
          return { dispose: () => undefined };
        },
        executeTask: (task: Host['started'][number]) => {
          this.started.push(task);
          return Promise.resolve();
        },
      }),
      workspace: this.#part({
        workspaceFolders: [folder],
        textDocuments: this.documents,
        notebookDocuments: [],
        getWorkspaceFolder: () => folder,
        getConfiguration: () => ({
          get: (name: string, fallback: unknown) => this.#settings[name] ?? fallback,
        }),
        createFileSystemWatcher: () => this.#part({}),
      }),
      window: this.#part({
        activeTextEditor: undefined,
        visibleTextEditors: [],
        tabGroups: this.#part({ all: [] }),
        showErrorMessage: (text: string) => {
          this.errors.push(text);
          return Promise.resolve(undefined);
        },
        createOutputChannel: () =>
          this.#part({ append: () => undefined, appendLine: () => undefined, error: () => undefined }),
      }),
      languages: this.#part({
        match: (
          selector: readonly { readonly language?: string }[],
          document: { readonly languageId: string },
        ) => ([selector].flat().some(({ language }) => language === document.languageId) ? 10 : 0),
        createDiagnosticCollection: () => ({
          set: (uri: Uri, found: readonly { message: string }[]) => void problems.set(uri.toString(), found),
          delete: (uri: Uri) => void problems.delete(uri.toString()),
          clear: () => undefined,
          dispose: () => undefined,
          forEach: () => undefined,
        }),
      }),
      CancellationTokenSource: class {
        readonly token = {
          isCancellationRequested: false,
          onCancellationRequested: () => ({ dispose: () => undefined }),
        };
        cancel(): void {
          this.token.isCancellationRequested = true;
        }
        dispose(): void {
          this.cancel();
        }
      },
      EventEmitter: class {
        readonly listeners: Listener[] = [];
        readonly event = (listener: Listener) => {
          this.listeners.push(listener);
          return { dispose: () => undefined };
        };
        fire(event: unknown): void {
          for (const listener of this.listeners) listener(event);
        }
        dispose(): void {
          this.listeners.length = 0;
        }
      },
      Disposable: class {
        dispose(): void {
          return undefined;
        }
        static from(): unknown {
          return { dispose: () => undefined };
        }
      },
    };
    return new Proxy(known, {
      get: (target, name: string) =>
        (target[name] ??= class {
          dispose(): void {
            return undefined;
          }
        }),
    });
  }
}
