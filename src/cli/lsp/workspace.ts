import { dirname } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { UserError } from '../../diagnostics/user-error.ts';
import { DEFAULT_CONFIG } from '../../config/types.ts';
import { isWithin, placeOf } from '../../project/place.ts';
import { readProject } from '../../project/read-project.ts';
import { errorText } from '../../util/error-text.ts';
import type { Io } from '../io.ts';
import { loadAll } from '../load.ts';
import { OpenProject } from './open-project.ts';
import type { Buffer } from './open-project.ts';

/** What a server reads from the command line. */
export interface WorkspaceOptions {
  /** The configuration that was named; its plugins are loaded. */
  readonly config?: string;
}

/** Why a folder could not be read, in words and (of a configuration) with places. */
export interface LoadFault {
  readonly folder: string;
  readonly message: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** The projects in the folders that an editor has open, and those of single files elsewhere. */
export class Workspace {
  readonly #io: Io;
  readonly #options: WorkspaceOptions;
  /** The folders of the editor, absolute. */
  #folders: readonly string[] = [];
  /** Folders of files outside of these, whose projects were read because a file of them is open. */
  readonly #outside = new Set<string>();
  #projects: readonly OpenProject[] = [];
  /** Texts without a project, each alone. */
  readonly #alone = new Map<string, OpenProject>();

  constructor(io: Io, options: WorkspaceOptions) {
    this.#io = io;
    this.#options = options;
  }

  get projects(): readonly OpenProject[] {
    return [...this.#projects, ...this.#alone.values()];
  }

  setFolders(folders: readonly string[]): void {
    this.#folders = folders;
  }

  changeFolders(added: readonly string[], removed: ReadonlySet<string>): void {
    this.#folders = [...this.#folders.filter((folder) => !removed.has(folder)), ...added];
  }

  /** Reads configurations and files again; a folder that cannot be read keeps what was known of it. */
  async reload(): Promise<readonly LoadFault[]> {
    const faults: LoadFault[] = [];
    const projects = new Map<string, OpenProject>();
    const before = new Map(this.#projects.map((project) => [project.root, project]));
    for (const folder of [...this.#folders, ...this.#outside]) {
      try {
        for (const loaded of await this.#load(folder))
          if (!projects.has(loaded.io.cwd))
            projects.set(loaded.io.cwd, new OpenProject(loaded, before.get(loaded.io.cwd)));
      } catch (error) {
        faults.push(faultOf(folder, error));
        for (const [root, project] of before)
          if (isWithin(root, folder) || isWithin(folder, root))
            projects.set(root, projects.get(root) ?? project);
      }
    }
    this.#projects = [...projects.values()];
    return faults;
  }

  /** The project of a file (absolute path), the innermost of several; read now where it is in no open folder. */
  async projectOf(path: string): Promise<OpenProject> {
    const known = this.projectFor(path);
    if (known !== undefined) return known;
    const folder = dirname(path);
    const { root, repository, config } = placeOf(folder);
    if ((repository ?? config) === undefined) return this.#aloneFor(path);
    this.#outside.add(root);
    await this.reload();
    return this.projectFor(path) ?? this.#aloneFor(path);
  }

  /** The same of what was read before. */
  projectFor(path: string): OpenProject | undefined {
    const around = this.#projects.filter((project) => project.holds(path));
    const inner = around.sort((a, b) => b.root.length - a.root.length)[0];
    return inner ?? this.#alone.get(path);
  }

  /** Shows every project the texts of its files. */
  show(buffers: readonly Buffer[]): void {
    const open = new Set(buffers.map(({ path }) => path));
    for (const path of this.#alone.keys()) if (!open.has(path)) this.#alone.delete(path);
    for (const project of this.projects)
      project.show(buffers.filter(({ path }) => this.projectFor(path) === project));
  }

  #aloneFor(path: string): OpenProject {
    const io = { ...this.#io, cwd: dirname(path) };
    const settings = DEFAULT_CONFIG;
    const project = readProject([], settings.settings);
    const alone = new OpenProject(
      { io, config: settings, project, files: [], pluginChecks: [], pluginFailures: [] },
      undefined,
    );
    this.#alone.set(path, alone);
    return alone;
  }

  #load(folder: string) {
    const io = { ...this.#io, cwd: folder, from: folder };
    const { config } = this.#options;
    return loadAll(config === undefined ? { paths: [] } : { paths: [], config, plugins: true }, io);
  }
}

function faultOf(folder: string, error: unknown): LoadFault {
  if (!(error instanceof UserError)) return { folder, message: errorText(error), diagnostics: [] };
  return { folder, message: error.message, diagnostics: error.diagnostics };
}
