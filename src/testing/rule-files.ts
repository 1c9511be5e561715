import { dirname, resolve } from 'node:path';
import type { DocumentIssue } from '../documents/issue.ts';
import { readDocuments } from '../documents/read.ts';
import { decodeRules } from '../documents/rules/decode.ts';
import type { RuleDocument } from '../documents/rules/types.ts';
import { SourceFile } from '../source/source-file.ts';
import { child } from '../yaml/node.ts';
import { parseYaml } from '../yaml/parse.ts';
import type { YamlDocument } from '../yaml/node.ts';
import { errorText } from '../util/error-text.ts';
import { PipelineFiles } from './pipelines/files.ts';
import { append } from '../util/append.ts';
import type { RuleFileReader } from './rule-file-reader.ts';

interface LoadedFile {
  readonly documents: readonly RuleDocument[];
  readonly problems: readonly string[];
  /** An object of Kubernetes holds the rules. */
  readonly wrapped: boolean;
}

export interface FoundRules {
  readonly documents: readonly RuleDocument[];
  /** Patterns that name no file. */
  readonly unmatched: readonly string[];
  /** Files that could not be read or decoded. */
  readonly problems: readonly { readonly path: string; readonly message: string }[];
  /** Files in which an object of Kubernetes holds the rules: promtool cannot read them as they are. */
  readonly wrapped: readonly string[];
}

/**
 * Faults that promtool lets pass: it takes any text for a label name since version 3, and the linter reports them anyway.
 */
const HARMLESS: ReadonlySet<DocumentIssue['code']> = new Set(['bad-label-name', 'bad-metric-name']);

/** The rule files that test files name, each read once. */
export class RuleFiles {
  /** The configurations of agents, read in the same way. */
  readonly pipelines: PipelineFiles;
  readonly #reader: RuleFileReader;
  readonly #cwd: string;
  readonly #known = new Map<string, LoadedFile>();

  /** @param cwd the folder that the paths of test files are relative to */
  constructor(cwd: string, reader: RuleFileReader) {
    this.#cwd = cwd;
    this.#reader = reader;
    this.pipelines = new PipelineFiles(cwd, reader);
  }

  /** The rules of the files that patterns name, relative to the folder of the test file that names them. */
  async find(patterns: readonly string[], testFile: SourceFile): Promise<FoundRules> {
    const folder = dirname(resolve(this.#cwd, testFile.path));
    const documents: RuleDocument[] = [];
    const unmatched: string[] = [];
    const problems: { path: string; message: string }[] = [];
    const wrapped: string[] = [];
    for (const pattern of patterns) {
      const paths = await this.#reader.glob(pattern, folder);
      if (paths.length === 0) unmatched.push(pattern);
      for (const path of paths) {
        const entry = await this.#load(path);
        append(documents, entry.documents);
        if (entry.wrapped) wrapped.push(path);
        problems.push(...entry.problems.map((message) => ({ path, message })));
      }
    }
    return { documents: [...new Set(documents)], unmatched, problems, wrapped };
  }

  async #load(path: string): Promise<LoadedFile> {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    const loaded = await this.#read(path);
    this.#known.set(path, loaded);
    return loaded;
  }

  async #read(path: string): Promise<LoadedFile> {
    let text: string;
    try {
      text = await this.#reader.read(path);
    } catch (error) {
      return {
        documents: [],
        problems: [errorText(error)],
        wrapped: false,
      };
    }
    const file = new SourceFile(path, text);
    const parsed = parseYaml(text);
    if (parsed.documents.some(isObject)) return unwrap(file);
    const issues: DocumentIssue[] = [];
    const documents = parsed.documents.flatMap((document) =>
      document.root === undefined ? [] : [decodeRules(document.root, file, (issue) => issues.push(issue))],
    );
    return { documents, problems: describe([...parsed.issues, ...issues], file), wrapped: false };
  }
}

function describe(
  issues: readonly Pick<DocumentIssue, 'message' | 'range' | 'code'>[],
  file: SourceFile,
): string[] {
  return issues
    .filter((issue) => !HARMLESS.has(issue.code))
    .map(({ message, range }) => `line ${file.position(range.start).line}: ${message}`);
}

function isObject({ root }: YamlDocument): boolean {
  return root !== undefined && child(root, 'apiVersion') !== undefined;
}

/** The groups inside PrometheusRule objects, lists of them and ConfigMaps. */
function unwrap(file: SourceFile): LoadedFile {
  const { documents, issues } = readDocuments(file, { named: true });
  const rules = documents.filter((document) => document.kind === 'rules');
  return { documents: rules, problems: describe(issues, file), wrapped: true };
}
