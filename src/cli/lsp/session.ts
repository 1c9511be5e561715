import { resolve } from 'node:path';
import type { Location, TextDocumentPositionParams } from 'vscode-languageserver-protocol';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { linesOf } from '../../editor/index.ts';
import type { Lines, OpenFile, Spot } from '../../editor/index.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { Io } from '../io.ts';
import { Documents } from './documents.ts';
import type { OpenDocument } from './documents.ts';
import type { OpenProject } from './open-project.ts';
import { Workspace } from './workspace.ts';
import type { LoadFault, WorkspaceOptions } from './workspace.ts';

/** An open document in its project. */
export interface Opened {
  readonly document: OpenDocument;
  readonly project: OpenProject;
  readonly open: OpenFile;
  readonly lines: Lines;
}

/** What one editor has open, and the projects around it. */
export class Session {
  readonly documents = new Documents();
  readonly workspace: Workspace;
  readonly io: Io;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The folders are being read; an editor opens files before that is done. */
  #loading: Promise<readonly LoadFault[]> = Promise.resolve([]);

  constructor(io: Io, options: WorkspaceOptions) {
    this.io = io;
    this.now = () => io.now();
    this.workspace = new Workspace(io, options);
  }

  /** Reads the folders again. */
  reload(): Promise<readonly LoadFault[]> {
    const loading = this.#loading.then(() => this.workspace.reload());
    this.#loading = loading;
    return loading;
  }

  /** Shows all projects what the editor has. */
  async refresh(): Promise<void> {
    await this.#loading;
    for (const { path } of this.documents.all) await this.workspace.projectOf(path);
    this.workspace.show(this.documents.all);
  }

  /** A document with its project; undefined: nothing in it is alerting. */
  async opened(uri: string): Promise<Opened | undefined> {
    const document = this.documents.get(uri);
    if (document === undefined) return undefined;
    await this.refresh();
    const project = this.workspace.projectFor(document.path);
    const file = project?.file(document.path);
    if (project === undefined || file?.text !== document.text) return undefined;
    const { names, config, checks } = project;
    const open = { project: project.project, file, names, config, checks };
    return { document, project, open, lines: linesOf(open.project, file) };
  }

  /** The same with the offset of a position. */
  async at({
    textDocument,
    position,
  }: TextDocumentPositionParams): Promise<(Opened & { readonly offset: number }) | undefined> {
    const opened = await this.opened(textDocument.uri);
    return opened === undefined ? undefined : { ...opened, offset: opened.lines.offset(position) };
  }

  uriOf(project: OpenProject, file: SourceFile): string {
    return this.documents.uriOf(resolve(file.base ?? project.root, file.path));
  }

  location({ project, open }: Pick<Opened, 'project' | 'open'>, { file, range }: Spot): Location {
    return { uri: this.uriOf(project, file), range: linesOf(open.project, file).range(range) };
  }

  /** The findings in the open documents of a project. */
  lintOpen(project: OpenProject): readonly Diagnostic[] {
    return project.lintOpen(this.now());
  }
}
