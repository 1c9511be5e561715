import { SourceFile } from '../../source/source-file.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Scope } from '../../lint/scope.ts';
import type { LintSummary } from '../../lint/run.ts';
import type { TestRun } from '../../testing/index.ts';
import { isRecord } from '../../util/is-record.ts';
import type { Outcome } from '../report.ts';
import type { Shard } from './shard.ts';

/** The form of a blob; another number is another form. */
const FORM = 1;

/** What one shard found, as it travels to the machine that merges. */
export interface Blob {
  readonly version: string;
  readonly command: Outcome['command'];
  readonly shard: Shard;
  readonly unshown: number;
  readonly lint: BlobLint | undefined;
  readonly tests: TestRun | undefined;
}

interface BlobLint {
  readonly diagnostics: readonly Diagnostic[];
  /** The rule or group of each finding, in the order of the findings. */
  readonly scopes: readonly Scope[];
  readonly summary: LintSummary;
}

/** Writes a blob: JSON in which a file is its number in `sources`, as many places are in one file. */
export function writeBlob({ lint, tests, unshown, command }: Outcome, shard: Shard, version: string): string {
  const sources: SourceFile[] = [];
  const found = lint && {
    diagnostics: lint.diagnostics,
    scopes: lint.diagnostics.map((each) => lint.scopeOf(each)),
    summary: lint.summary,
  };
  const body = JSON.stringify({ lint: found, tests }, (_, value: unknown) => {
    if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) };
    if (!(value instanceof SourceFile)) return value;
    if (!sources.includes(value)) sources.push(value);
    return { $source: sources.indexOf(value) };
  });
  const texts = sources.map(({ path, text }) => ({ path, text }));
  const head = { rulecheck: { blob: FORM, version, command, shard, unshown: unshown ?? 0 }, sources: texts };
  return `${JSON.stringify(head).slice(0, -1)},"body":${body}}\n`;
}

/** Reads a blob; undefined: the text is not in the format of this release. */
export function readBlob(text: string): Blob | undefined {
  const document = parsed(text);
  if (!isRecord(document) || !isRecord(document.rulecheck) || document.rulecheck.blob !== FORM)
    return undefined;
  const { version, command, shard, unshown } = document.rulecheck;
  const sources = readSources(document.sources);
  if (sources === undefined || !isCommand(command) || !isShard(shard)) return undefined;
  if (typeof version !== 'string' || typeof unshown !== 'number') return undefined;
  try {
    const body = revived(document.body, sources);
    if (!isBody(body)) return undefined;
    return { version, command, shard, unshown, lint: body.lint, tests: body.tests };
  } catch (error) {
    if (error instanceof UnknownSource) return undefined;
    throw error;
  }
}

class UnknownSource extends Error {}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function readSources(value: unknown): SourceFile[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const files = value.flatMap((one: unknown) =>
    isRecord(one) && typeof one.path === 'string' && typeof one.text === 'string'
      ? [new SourceFile(one.path, one.text)]
      : [],
  );
  return files.length === value.length ? files : undefined;
}

/** Puts files and numbers back. @throws UnknownSource for the number of no file */
function revived(value: unknown, sources: readonly SourceFile[]): unknown {
  if (Array.isArray(value)) return value.map((each) => revived(each, sources));
  if (!isRecord(value)) return value;
  if (typeof value.$number === 'string') return Number(value.$number);
  if (typeof value.$source === 'number') {
    const file = sources[value.$source];
    if (file === undefined) throw new UnknownSource();
    return file;
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, revived(each, sources)]));
}

const isCommand = (value: unknown): value is Outcome['command'] =>
  value === 'check' || value === 'lint' || value === 'test';

const isShard = (value: unknown): value is Shard =>
  isRecord(value) &&
  Number.isInteger(value.index) &&
  Number.isInteger(value.of) &&
  Number(value.index) >= 1 &&
  Number(value.index) <= Number(value.of);

type Body = Pick<Blob, 'lint' | 'tests'>;

/** Is there, in each list, at least what every reporter asks of its items? */
function isBody(value: unknown): value is Body {
  if (!isRecord(value)) return false;
  const { lint, tests } = value;
  const hasPlaces = (list: unknown): boolean =>
    Array.isArray(list) &&
    list.every((one) => isRecord(one) && one.file instanceof SourceFile && isRecord(one.range));
  const isLint =
    lint === undefined ||
    (isRecord(lint) &&
      isRecord(lint.summary) &&
      hasPlaces(lint.diagnostics) &&
      Array.isArray(lint.scopes) &&
      lint.scopes.length === (lint.diagnostics as unknown[]).length);
  const isTests =
    tests === undefined ||
    (isRecord(tests) &&
      isRecord(tests.summary) &&
      hasPlaces(tests.results) &&
      hasPlaces(tests.warnings) &&
      Array.isArray(tests.notes));
  return isLint && isTests;
}
