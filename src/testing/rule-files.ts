import { dirname, resolve } from 'node:path';
import type { DocumentIssue } from '../documents/issue.ts';
import { decodeRules } from '../documents/rules/decode.ts';
import type { RuleDocument } from '../documents/rules/types.ts';
import { SourceFile } from '../source/source-file.ts';
import { parseYaml } from '../yaml/parse.ts';

/** How rule files are found and read; the command line hands in the file system. */
export interface RuleFileReader {
  /** Absolute paths that a pattern names, relative to a folder, as Go's filepath.Glob. */
  readonly glob: (pattern: string, folder: string) => Promise<readonly string[]>;
  readonly read: (path: string) => Promise<string>;
}

export interface FoundRules {
  readonly documents: readonly RuleDocument[];
  /** Patterns that name no file. */
  readonly unmatched: readonly string[];
  /** Files that could not be read or decoded. */
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

/** The rule files that test files name; what the project has read already is not read again. */
export class RuleFiles {
  readonly #reader: RuleFileReader;
  readonly #cwd: string;
  readonly #known = new Map<string, { documents: RuleDocument[]; problems: string[] }>();

  /**
   * @param cwd the folder that the paths of the documents are relative to
   * @param documents the rule files of the project
   */
  constructor(cwd: string, documents: readonly RuleDocument[], reader: RuleFileReader) {
    this.#cwd = cwd;
    this.#reader = reader;
    for (const document of documents) {
      const path = resolve(cwd, document.file.path);
      const entry = this.#known.get(path);
      if (entry === undefined) this.#known.set(path, { documents: [document], problems: [] });
      else entry.documents.push(document);
    }
  }

  /** The rules of the files that patterns name, relative to the folder of the test file that names them. */
  async find(patterns: readonly string[], testFile: SourceFile): Promise<FoundRules> {
    const folder = dirname(resolve(this.#cwd, testFile.path));
    const documents: RuleDocument[] = [];
    const unmatched: string[] = [];
    const problems: { path: string; message: string }[] = [];
    for (const pattern of patterns) {
      const paths = await this.#reader.glob(pattern, folder);
      if (paths.length === 0) unmatched.push(pattern);
      for (const path of paths) {
        const entry = await this.#load(path);
        documents.push(...entry.documents);
        problems.push(...entry.problems.map((message) => ({ path, message })));
      }
    }
    return { documents: [...new Set(documents)], unmatched, problems };
  }

  async #load(path: string): Promise<{ documents: RuleDocument[]; problems: string[] }> {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    const loaded = await this.#read(path);
    this.#known.set(path, loaded);
    return loaded;
  }

  async #read(path: string): Promise<{ documents: RuleDocument[]; problems: string[] }> {
    let text: string;
    try {
      text = await this.#reader.read(path);
    } catch (error) {
      return { documents: [], problems: [error instanceof Error ? error.message : String(error)] };
    }
    const file = new SourceFile(path, text);
    const parsed = parseYaml(text);
    const issues: DocumentIssue[] = [];
    const documents = parsed.documents.flatMap((document) =>
      document.root === undefined
        ? []
        : [decodeRules(document.root, file, (issue) => issues.push(issue), { language: 'promql' })],
    );
    const problems = [...parsed.issues, ...issues].map(
      ({ message, range }) => `line ${file.position(range.start).line}: ${message}`,
    );
    return { documents, problems };
  }
}
