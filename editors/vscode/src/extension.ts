import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/node';
import type { LanguageClientOptions, ServerOptions } from 'vscode-languageclient/node';
import { programOf, serverArguments, serverOptions, testArguments } from './program.ts';
import type { Settings } from './program.ts';

const LANGUAGES = ['yaml', 'json', 'jsonc', 'markdown', 'dockercompose', 'helm'];
const FILES = ['**/*.rules', '**/*.tmpl', '**/*.alloy'];

let client: LanguageClient | undefined;

/** Starts the language server and adds commands and tasks. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const { commands, tasks, workspace } = vscode;
  context.subscriptions.push(
    commands.registerCommand('rulecheck.restart', restart),
    commands.registerCommand('rulecheck.lintProject', () => runTask('lint', [])),
    commands.registerCommand('rulecheck.testProject', () => runTask('test', [])),
    commands.registerCommand('rulecheck.runTests', (uri: string, pattern: string) =>
      runTask('test', testArguments(vscode.Uri.parse(uri).fsPath, pattern)),
    ),
    commands.registerCommand('rulecheck.showPlaces', showPlaces),
    tasks.registerTaskProvider('rulecheck', {
      provideTasks: () => ['check', 'lint', 'test'].map((command) => taskOf(command, [])),
      resolveTask: ({ definition }) => taskOf(String(definition['command']), listOf(definition['args'])),
    }),
    workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration('rulecheck')) await restart();
    }),
  );
  await start();
}

/** Stops the language server. */
export async function deactivate(): Promise<void> {
  // A server that did not start cannot be stopped.
  if (client?.isRunning() === true) await client.stop();
  client = undefined;
}

async function start(): Promise<void> {
  const settings = readSettings();
  const command = programOf(settings, folderPath(), existsSync, process.platform);
  const cwd = folderPath();
  const options = { ...(cwd === undefined ? {} : { cwd }), shell: process.platform === 'win32' };
  const server: ServerOptions = { command, args: [...serverArguments(settings)], options };
  const clientOptions: LanguageClientOptions = {
    documentSelector: [
      ...LANGUAGES.flatMap((language) => [
        { scheme: 'file', language },
        { scheme: 'untitled', language },
      ]),
      ...FILES.map((pattern) => ({ scheme: 'file', pattern })),
    ],
    initializationOptions: serverOptions(settings),
  };
  client = new LanguageClient('rulecheck', 'rulecheck', server, clientOptions);
  client.registerFeature({
    fillClientCapabilities: (capabilities) => {
      capabilities.experimental = { commands: ['rulecheck.runTests', 'rulecheck.showPlaces'] };
    },
    initialize: () => undefined,
    getState: () => ({ kind: 'static' }),
    clear: () => undefined,
  });
  try {
    await client.start();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(
      `rulecheck did not start (${command}): ${text}. Install it in the project, or set "rulecheck.path".`,
    );
  }
}

async function restart(): Promise<void> {
  await deactivate();
  await start();
}

function readSettings(): Settings {
  const given = vscode.workspace.getConfiguration('rulecheck');
  return {
    path: given.get('path', ''),
    config: given.get('config', ''),
    baseline: given.get('baseline', ''),
    diagnostics: given.get('diagnostics', 'open'),
  };
}

const folderPath = (): string | undefined => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;

const listOf = (given: unknown): readonly string[] => (Array.isArray(given) ? given.map(String) : []);

async function runTask(command: string, args: readonly string[]): Promise<void> {
  await vscode.tasks.executeTask(taskOf(command, args));
}

function taskOf(command: string, args: readonly string[]): vscode.Task {
  const program = programOf(readSettings(), folderPath(), existsSync, process.platform);
  const definition = { type: 'rulecheck', command, ...(args.length === 0 ? {} : { args: [...args] }) };
  const scope = vscode.workspace.workspaceFolders?.[0] ?? vscode.TaskScope.Workspace;
  // Arguments are a list: no shell reads the names of tests.
  const execution = new vscode.ProcessExecution(program, [command, ...args]);
  return new vscode.Task(definition, scope, command, 'rulecheck', execution, '$rulecheck');
}

interface Place {
  readonly uri: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
}

/** Shows the places that a lens leads to. */
async function showPlaces(uri: string, places: readonly Place[]): Promise<void> {
  const locations = places.map(({ uri: address, range: { start } }) => {
    const at = new vscode.Position(start.line, start.character);
    return new vscode.Location(vscode.Uri.parse(address), at);
  });
  const from = vscode.window.activeTextEditor?.selection.active ?? new vscode.Position(0, 0);
  await vscode.commands.executeCommand(
    'editor.action.showReferences',
    vscode.Uri.parse(uri),
    from,
    locations,
  );
}
