import { fileURLToPath } from 'node:url';
import { resolve } from 'node:path';
import type { InitializeParams } from 'vscode-languageserver-protocol';
import { isRecord } from '../../util/is-record.ts';
import { userPath } from '../io.ts';
import type { Io } from '../io.ts';
import type { WorkspaceOptions } from './workspace.ts';

/** What the command line says. */
export interface ServeOptions {
  readonly config?: string;
  readonly baseline?: string;
}

/** What the command line and the editor say together. */
export interface ServerSettings {
  readonly workspace: WorkspaceOptions;
  /** Absolute. */
  readonly folders: readonly string[];
  /** Absolute path of the file of accepted findings. */
  readonly baseline: string | undefined;
  readonly scope: 'open' | 'project';
}

/**
 * Reads what an editor says when it starts: its folders, and as `initializationOptions` { diagnostics: "open" |
 * "project", baseline: path }. A configuration with plugins is named on the command line alone: a file of the
 * working tree (the settings of a folder) may not have code loaded.
 */
export function readSettings(params: InitializeParams, options: ServeOptions, io: Io): ServerSettings {
  const given: Readonly<Record<string, unknown>> = isRecord(params.initializationOptions)
    ? params.initializationOptions
    : {};
  const folders = foldersOf(params);
  const { diagnostics, baseline } = given;
  const named =
    typeof baseline === 'string' && baseline !== '' ? resolve(folders[0] ?? io.cwd, baseline) : undefined;
  return {
    workspace: options.config === undefined ? {} : { config: userPath(io, options.config) },
    folders,
    baseline: options.baseline === undefined ? named : userPath(io, options.baseline),
    scope: diagnostics === 'project' ? 'project' : 'open',
  };
}

/** What editors send that know no list of folders. */
interface OneRoot {
  readonly rootUri?: string | null;
  readonly rootPath?: string | null;
}

function foldersOf(params: InitializeParams): string[] {
  const { workspaceFolders } = params;
  const { rootUri, rootPath }: OneRoot = params;
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (typeof rootUri === 'string' ? [rootUri] : []);
  const paths = uris.flatMap((uri) => {
    try {
      return uri.startsWith('file:') ? [resolve(fileURLToPath(uri))] : [];
    } catch {
      return [];
    }
  });
  return paths.length === 0 && typeof rootPath === 'string' ? [resolve(rootPath)] : paths;
}
