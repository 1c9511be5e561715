import { resolve } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { LintResult } from '../lint/run.ts';
import { displayPath } from '../project/discover.ts';
import { SourceFile } from '../source/source-file.ts';
import type { TestRun } from '../testing/index.ts';

/** The path of a file as it is written from a folder (absolute). */
export function pathFrom(folder: string, { base, path }: SourceFile): string {
  return base === undefined || base === folder ? path : displayPath(folder, resolve(base, path));
}

/**
 * Names files from another folder than the root of their project: from the user's for people, from the root of the
 * repository for machines. Each file has one new name, so that files can still be distinguished by identity.
 */
export class Relocation {
  readonly #folder: string;
  readonly #moved = new Map<SourceFile, SourceFile>();
  readonly #origins = new Map<SourceFile, SourceFile>();

  /** @param folder that paths are to count from (absolute) */
  constructor(folder: string) {
    this.#folder = folder;
  }

  file(file: SourceFile): SourceFile {
    const known = this.#moved.get(file);
    if (known !== undefined) return known;
    const path = pathFrom(this.#folder, file);
    const moved = path === file.path ? file : new SourceFile(path, file.text, this.#folder);
    this.#moved.set(file, moved);
    this.#origins.set(moved, file);
    return moved;
  }

  diagnostic(diagnostic: Diagnostic): Diagnostic {
    const file = this.file(diagnostic.file);
    const related = diagnostic.related.map((place) => ({ ...place, file: this.file(place.file) }));
    return { ...diagnostic, file, related };
  }

  lint(result: LintResult): LintResult {
    return {
      ...result,
      diagnostics: result.diagnostics.map((diagnostic) => this.diagnostic(diagnostic)),
      scopeOf: ({ file, range }) => result.scopeOf({ file: this.#origins.get(file) ?? file, range }),
    };
  }

  tests(run: TestRun): TestRun {
    const moved = <T extends { readonly file: SourceFile }>(one: T): T => ({
      ...one,
      file: this.file(one.file),
    });
    return { ...run, results: run.results.map(moved), warnings: run.warnings.map(moved) };
  }
}
