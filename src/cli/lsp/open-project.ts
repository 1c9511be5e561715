import { resolve } from 'node:path';
import type { AnyCheck } from '../../checks/contract.ts';
import { CHECKS } from '../../checks/index.generated.ts';
import type { Config } from '../../config/types.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { mayMatter } from '../../documents/may-matter.ts';
import { NameCollector } from '../../editor/index.ts';
import type { Names } from '../../editor/index.ts';
import { focusOf, isAskedAbout } from '../../lint/focus.ts';
import { lint } from '../../lint/run.ts';
import type { LintOptions } from '../../lint/run.ts';
import { displayPath } from '../../project/discover.ts';
import type { FoundFile } from '../../project/discover.ts';
import { KeptDocuments } from '../../project/kept-documents.ts';
import { isWithin } from '../../project/place.ts';
import type { Project } from '../../project/project.ts';
import { readProject } from '../../project/read-project.ts';
import { matchRooted } from '../../util/glob-match.ts';
import { isPage } from '../../project/search.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { MAX_FILE_BYTES } from '../../project/read-regular.ts';
import type { EnteredProject } from '../load.ts';

/** A text as an editor has it, by its absolute path. */
export interface Buffer {
  readonly path: string;
  readonly text: string;
}

/**
 * One project as editors see it: the files on disk, with unsaved texts in the place of their files. Files whose text did
 * not change are not read again.
 */
export class OpenProject {
  readonly root: string;
  readonly config: Config;
  readonly checks: readonly AnyCheck[];
  readonly #disk: readonly FoundFile[];
  readonly #failures: readonly Diagnostic[];
  readonly #documents: KeptDocuments;
  readonly #collector: NameCollector;
  #buffers: ReadonlyMap<string, string> = new Map();
  #files: readonly FoundFile[] | undefined;
  #project: Project | undefined;
  #names: Names | undefined;

  /** @param before the same project as it was read last: what did not change is taken from it */
  constructor({ io, config, files, pluginChecks, pluginFailures }: EnteredProject, before?: OpenProject) {
    this.root = io.cwd;
    this.config = config;
    this.checks = [...CHECKS, ...pluginChecks];
    this.#disk = files;
    this.#failures = pluginFailures;
    this.#documents = before === undefined ? new KeptDocuments() : before.#documents;
    this.#collector = before === undefined ? new NameCollector() : before.#collector;
    this.#documents.retain(new Set(files.map(({ path }) => path)));
  }

  /** Whether a file (absolute path) is a part of this project. */
  holds(path: string): boolean {
    const name = displayPath(this.root, path);
    return isWithin(path, this.root) || this.#disk.some((file) => file.path === name);
  }

  /** Takes over the texts of editors; what the project knew of other texts is forgotten. */
  show(buffers: readonly Buffer[]): void {
    const texts = new Map(buffers.map(({ path, text }) => [displayPath(this.root, path), text]));
    const same =
      texts.size === this.#buffers.size &&
      [...texts].every(([path, text]) => this.#buffers.get(path) === text);
    if (same) return;
    this.#buffers = texts;
    this.#files = undefined;
    this.#project = undefined;
    this.#names = undefined;
  }

  /** The project with the texts of the editors; findings are reported in their files. */
  get project(): Project {
    return (this.#project ??= this.#read(this.files));
  }

  get names(): Names {
    return (this.#names ??= this.#collector.of(this.project));
  }

  /** What the project is read from: files that no editor has open are not reported on. */
  get files(): readonly FoundFile[] {
    return (this.#files ??= this.#withBuffers());
  }

  /** The file of an absolute path, as the project has it; undefined: nothing in it is known. */
  file(path: string): SourceFile | undefined {
    const name = displayPath(this.root, path);
    return this.project.files.find(({ file }) => file.path === name)?.file;
  }

  /** What `rulecheck lint` says of the open files. @param nowMs milliseconds since the epoch */
  lintOpen(nowMs: number): readonly Diagnostic[] {
    const { project } = this;
    const options = { ...this.lintOptions(nowMs), isWanted: focusOf(project) };
    const { diagnostics } = lint(project, this.checks, this.config, options);
    return diagnostics.filter(isAskedAbout(project));
  }

  /** What `rulecheck lint` says of the whole project. */
  lintAll(nowMs: number): readonly Diagnostic[] {
    const all = this.files.map(({ unreported: _, ...file }) => file);
    return lint(this.#read(all), this.checks, this.config, this.lintOptions(nowMs)).diagnostics;
  }

  lintOptions(now: number): LintOptions {
    return { now, complete: true, failures: this.#failures };
  }

  /** The absolute path of a file of the project. */
  pathOf(file: SourceFile): string {
    return resolve(file.base ?? this.root, file.path);
  }

  #read(files: readonly FoundFile[]): Project {
    return readProject(files, this.config.settings, undefined, Infinity, this.#documents);
  }

  #withBuffers(): readonly FoundFile[] {
    const known = new Set<string>();
    const files = this.#disk.map((file): FoundFile => {
      const text = this.#buffers.get(file.path);
      if (text === undefined || file.nested === true) return { ...file, unreported: true };
      known.add(file.path);
      return this.#opened(file.path, text, file);
    });
    const fresh = [...this.#buffers]
      .filter(([path, text]) => !known.has(path) && this.#isSearched(path) && mayMatter(text, path))
      .map(([path, text]) => this.#opened(path, text));
    return fresh.length === 0
      ? files
      : [...files, ...fresh].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  }

  /** Whether a search of the folder would find a file that is not there yet. */
  #isSearched(path: string): boolean {
    const { include, exclude } = this.config;
    const isIn = (globs: readonly string[]): boolean => globs.some((glob) => matchRooted(glob, path));
    return (
      !isPage(path) && !path.startsWith('../') && (include.length === 0 || isIn(include)) && !isIn(exclude)
    );
  }

  #opened(path: string, text: string, file?: FoundFile): FoundFile {
    const base = {
      path,
      base: this.root,
      named: false,
      ...(file?.context === true ? { context: file.context } : {}),
    };
    return text.length > MAX_FILE_BYTES
      ? { ...base, text: '', problem: 'too-large' }
      : { ...base, text, ...(file?.foreign === undefined ? {} : { foreign: file.foreign }) };
  }
}
