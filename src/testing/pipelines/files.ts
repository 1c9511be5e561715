import { dirname, resolve } from 'node:path';
import { readDocuments } from '../../documents/read.ts';
import type { Located } from '../../documents/fields.ts';
import type { TestIssueSink } from '../../documents/test-issue.ts';
import type { DocumentIssue } from '../../documents/issue.ts';
import type { LogSource } from '../../pipelines/index.ts';
import { SourceFile } from '../../source/source-file.ts';
import { errorText } from '../../util/error-text.ts';
import type { RuleFileReader } from '../rule-file-reader.ts';

type Environment = ReadonlyMap<string, string>;

/** The configurations of agents that scenarios name. */
export class PipelineFiles {
  readonly #reader: RuleFileReader;
  readonly #cwd: string;

  /** @param cwd the folder that the paths of test files are relative to */
  constructor(cwd: string, reader: RuleFileReader) {
    this.#cwd = cwd;
    this.#reader = reader;
  }

  /** A configuration that a test file names; undefined (and an issue) where it cannot be read. */
  async read(
    name: Located<string>,
    testFile: SourceFile,
    issues: TestIssueSink,
  ): Promise<SourceFile | undefined> {
    const folder = dirname(resolve(this.#cwd, testFile.path));
    const refuse = (message: string, help?: string): SourceFile | undefined => {
      issues({ code: 'no-configuration', message, help, range: name.range });
      return undefined;
    };
    const [path] = await this.#reader.glob(name.value, folder);
    if (path === undefined)
      return refuse(
        `the file "${name.value}" does not exist`,
        'paths are relative to the folder of this file',
      );
    try {
      return new SourceFile(path, await this.#reader.read(path));
    } catch (error) {
      return refuse(`cannot read ${name.value}: ${errorText(error)}`);
    }
  }

  /** The sources of lines of a configuration; undefined (and an issue) where it cannot be used. */
  async find(
    name: Located<string>,
    environment: Environment,
    testFile: SourceFile,
    issues: TestIssueSink,
  ): Promise<readonly LogSource[] | undefined> {
    const refuse = (message: string, help?: string): void => {
      issues({ code: 'no-configuration', message, help, range: name.range });
    };
    const file = await this.read(name, testFile, issues);
    if (file === undefined) return undefined;
    const { sources, faults } = decode(file, environment);
    const fault = faults.find(({ severity }) => severity === undefined);
    if (fault !== undefined) {
      const { line } = file.position(fault.range.start);
      refuse(`${name.value} cannot be used: line ${line}: ${fault.message}`, fault.help);
      return undefined;
    }
    if (sources.length > 0) return sources;
    refuse(
      `${name.value} holds no job of Promtail and no loki component of Alloy`,
      'name a Promtail configuration with "scrape_configs", or a file of Alloy, config.alloy',
    );
    return undefined;
  }
}

function decode(
  file: SourceFile,
  environment: Environment,
): { readonly sources: readonly LogSource[]; readonly faults: readonly DocumentIssue[] } {
  const { documents, issues } = readDocuments(file, { named: true });
  const sources = documents.flatMap((document) =>
    document.kind === 'agent' ? document.withEnvironment(environment) : [],
  );
  return { sources, faults: issues };
}
