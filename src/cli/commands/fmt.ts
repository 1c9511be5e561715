import { EXIT } from '../../diagnostics/exit-code.ts';
import type { ParsedFile } from '../../documents/types.ts';
import { formatFile } from '../../lint/format/format-file.ts';
import type { FormattedFile, LeftAlone } from '../../lint/format/format-file.ts';
import type { LeftReason } from '../../lint/format/expression.ts';
import { displayPath } from '../../project/discover.ts';
import { plural } from '../../util/plural.ts';
import { printablePath } from '../../util/printable.ts';
import { styleFor, userPath } from '../io.ts';
import type { Io } from '../io.ts';
import { loadAll } from '../load.ts';
import type { StandardInput } from '../found-files.ts';
import { nothingToCheck } from '../nothing-to-check.ts';
import { Relocation } from '../relocate.ts';
import { replaceFile } from '../replace-file.ts';
import { standardInput } from '../standard-input.ts';

export interface FmtOptions {
  readonly paths: readonly string[];
  readonly config?: string;
  readonly check?: true;
  readonly diff?: true;
  readonly verbose?: true;
  readonly stdinFilename?: string;
}

const REASONS: Record<LeftReason, string> = {
  'does-not-parse': 'the expression does not parse',
  'has-comments': 'the expression has comments, which formatting would remove',
  'computes-numbers': 'Loki would print the result of the arithmetic instead',
  'would-change-meaning': 'formatting would change the meaning',
  'cannot-be-written-there': 'the result cannot be written at this place in the file',
};

/** `rulecheck fmt`: formats the expressions of rules and catalogued queries, in place, as a check or as a diff. */
export async function fmt(options: FmtOptions, io: Io): Promise<number> {
  const stdin = await standardInput(options, io);
  const loaded = await loadAll({ paths: options.paths, config: options.config, stdin }, io);
  const files = loaded.flatMap(({ project }) => project.reportedFiles);
  if (files.length === 0) throw nothingToCheck(options.paths);
  const dry = options.check === true || options.diff === true;
  let changed = 0;
  let left = 0;
  const relocation = new Relocation(userPath(io, '.'));
  for (const one of files) {
    const parsed = { ...one, file: relocation.file(one.file) };
    const formatted = formatFile(one);
    if (options.verbose === true) for (const each of formatted.left) io.stderr.write(tellLeft(parsed, each));
    left += formatted.left.length;
    const { path, text } = parsed.file;
    const differs = formatted.text !== text;
    if (differs) changed++;
    const isStdin = stdin !== undefined && path === nameOf(stdin, io);
    if (isStdin && !dry) writeFileText(io, formatted.text);
    else if (differs && dry) io.stdout.write(await show(parsed, formatted, options, io));
    else if (differs) await write(parsed, formatted, io);
  }
  if (stdin === undefined) io.stderr.write(summary({ changed, left, files: files.length }, dry));
  return options.check === true && changed > 0 ? EXIT.findings : EXIT.clean;
}

/** The new text of a file is for a file: it goes out as it is. */
function writeFileText({ stdout }: Io, text: string): void {
  if (stdout.writeRaw === undefined) stdout.write(text);
  else stdout.writeRaw(text);
}

/** What standard input is called. */
function nameOf({ name }: StandardInput, io: Io): string {
  return name === undefined ? '<stdin>' : displayPath(userPath(io, '.'), userPath(io, name));
}

async function show(
  { file }: ParsedFile,
  { text }: FormattedFile,
  options: FmtOptions,
  io: Io,
): Promise<string> {
  if (options.diff !== true) return `${printablePath(file.path)}\n`;
  const { unifiedDiff } = await import('../../reporters/diff.ts');
  return unifiedDiff(file.path, file.text, text, styleFor(io.stdout, io.env));
}

async function write({ file }: ParsedFile, { text, changed }: FormattedFile, io: Io): Promise<void> {
  await replaceFile(io.cwd, file.path, file.text, text);
  io.stdout.write(`${printablePath(file.path)}: ${plural(changed, 'expression')}\n`);
}

function tellLeft({ file }: ParsedFile, { name, range, reason }: LeftAlone): string {
  const { line, column } = file.position(range.start);
  return (
    printablePath(`${file.path}:${line}:${column}: "${name}" was not formatted: ${REASONS[reason]}`) + '\n'
  );
}

interface Counts {
  readonly changed: number;
  readonly left: number;
  readonly files: number;
}

function summary({ changed, left, files }: Counts, dry: boolean): string {
  const but = left === 0 ? '' : `; ${plural(left, 'expression')} left unchanged (--verbose shows why)`;
  if (changed === 0)
    return `${plural(files, 'file')}: all ${left === 0 ? '' : 'other '}expressions are formatted${but}\n`;
  return `${changed} of ${plural(files, 'file')} ${dry ? 'would change' : 'changed'}${but}\n`;
}
