import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseConfig } from '../config/parse.ts';
import { DEFAULT_CONFIG } from '../config/types.ts';
import type { Config } from '../config/types.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { discover, displayPath } from '../project/discover.ts';
import type { FoundFile } from '../project/discover.ts';
import { readProject } from '../project/read-project.ts';
import type { Project } from '../project/project.ts';
import { SourceFile } from '../source/source-file.ts';
import { errorCode } from '../util/error-code.ts';
import type { Io } from './io.ts';

export interface LoadOptions {
  readonly paths: readonly string[];
  /** Path of the configuration; undefined: rulecheck.yaml or .rulecheck.yaml in the working directory. */
  readonly config?: string;
  /** What came on standard input, where a path is `-`. */
  readonly stdin?: { readonly name: string; readonly text: string };
}

export interface Loaded {
  readonly config: Config;
  readonly project: Project;
}

const CONFIG_NAMES = ['rulecheck.yaml', 'rulecheck.yml', '.rulecheck.yaml', '.rulecheck.yml'];

/** Reads configuration and project. @throws UserError for what the user has to mend first */
export async function load(options: LoadOptions, io: Io): Promise<Loaded> {
  const config = await loadConfig(options.config, io);
  const pageFolders = config.settings.runbooks.map((mapping) => mapping.folder);
  const paths = options.paths.filter((path) => path !== '-');
  const files: FoundFile[] =
    options.paths.length > 0 && paths.length === 0
      ? []
      : await discover({ cwd: io.cwd, paths, include: config.include, exclude: config.exclude, pageFolders });
  if (options.stdin !== undefined)
    files.push({ path: options.stdin.name, text: options.stdin.text, named: true });
  return { config, project: readProject(files, config.settings) };
}

/** Reads the configuration file, if there is one. */
export async function loadConfig(path: string | undefined, io: Io): Promise<Config> {
  const file = path === undefined ? await findConfig(io.cwd) : await readConfig(io.cwd, path);
  if (file === undefined) return DEFAULT_CONFIG;
  const { config, issues } = parseConfig(file);
  if (issues.length === 0) return config;
  const diagnostics = issues.map((issue): Diagnostic => ({
    check: 'config/invalid',
    severity: 'error',
    file,
    related: [],
    ...issue,
  }));
  throw new UserError(`the configuration ${file.path} is wrong; nothing was checked`, EXIT.usage, {
    diagnostics,
  });
}

async function findConfig(cwd: string): Promise<SourceFile | undefined> {
  for (const name of CONFIG_NAMES) {
    const text = await readFile(resolve(cwd, name), 'utf8').catch(() => undefined);
    if (text !== undefined) return new SourceFile(name, text);
  }
  return undefined;
}

async function readConfig(cwd: string, path: string): Promise<SourceFile> {
  const absolute = resolve(cwd, path);
  const text = await readFile(absolute, 'utf8').catch((error: unknown) => {
    throw new UserError(`the configuration "${path}" cannot be read: ${errorCode(error)}`, EXIT.usage);
  });
  return new SourceFile(displayPath(cwd, absolute), text);
}
