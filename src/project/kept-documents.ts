import { readDocuments } from '../documents/read.ts';
import type { ReadOptions } from '../documents/read.ts';
import type { ParsedFile } from '../documents/types.ts';
import { SourceFile } from '../source/source-file.ts';
import type { FoundFile } from './discover.ts';
import type { DocumentReader } from './read-project.ts';

interface Kept {
  readonly file: SourceFile;
  readonly optionsKey?: string;
  readonly parsed?: ParsedFile;
}

/**
 * Gives again what it read of a file as long as its text and the settings that reading depends on are the same. Documents
 * do not know other files, so that nothing else can change them.
 */
export class KeptDocuments implements DocumentReader {
  readonly #kept = new Map<string, Kept>();

  file(found: FoundFile): SourceFile {
    const { path, text, base } = found;
    const known = this.#kept.get(path);
    if (known !== undefined && known.file.text === text && known.file.base === base) return known.file;
    const file = new SourceFile(path, text, base);
    this.#kept.set(path, { file });
    return file;
  }

  read(file: SourceFile, options: ReadOptions): ParsedFile {
    const optionsKey = JSON.stringify(options);
    const known = this.#kept.get(file.path);
    if (known?.file === file && known.parsed !== undefined && known.optionsKey === optionsKey)
      return known.parsed;
    const parsed = readDocuments(file, options);
    this.#kept.set(file.path, { file, optionsKey, parsed });
    return parsed;
  }

  /** Forgets the files that are not among these any more. */
  retain(paths: ReadonlySet<string>): void {
    for (const path of this.#kept.keys()) if (!paths.has(path)) this.#kept.delete(path);
  }
}
