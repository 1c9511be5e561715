import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { isRunByAgent } from '../agent.ts';
import type { Io } from '../io.ts';
import { addOutput } from '../outputs.ts';
import { FORMATS, formatNamed } from '../report.ts';
import type { Format } from '../report.ts';
import { readShard } from '../shards/shard.ts';

/** The options that several commands take, each as a function that makes a new one. */
export const options = {
  config: () => new Option('-c, --config <file>', 'configuration file (default: rulecheck.yaml)'),
  format: (io: Io) =>
    new Option('-f, --format <format>', 'output format, or the path of a reporter: ./report.js')
      .choices(FORMATS)
      .argParser(readFormat)
      .default(isRunByAgent(io) ? ('agent' as const) : ('text' as const)),
  textOrJson: () =>
    new Option('-f, --format <format>', 'output format')
      .choices(['text', 'json'] as const)
      .default('text' as const),
  output: () =>
    new Option(
      '-o, --output <format=file>',
      'write an additional report to a file (repeatable), for example sarif=a.sarif',
    ).argParser(addOutput),
  shard: () =>
    new Option('--shard <index/count>', 'report only on this part of the files: 1/4').argParser(readShard),
  stats: () => new Option('--stats', 'print the time spent in each phase and check'),
  debug: () => new Option('--debug', 'print each file read and each setting used'),
  failOn: () =>
    new Option('--fail-on <severity>', 'lowest severity that makes the run exit with 1')
      .choices(['error', 'warning', 'info', 'never'] as const)
      .default('error' as const),
  quiet: () => new Option('-q, --quiet', 'show only the findings and tests that fail the run'),
  maxFindings: () =>
    new Option(
      '--max-findings <number>',
      'show at most this many findings, most severe first (text and markdown only)',
    ).argParser(wholeNumber(9)),
  all: () => new Option('--all', 'show every finding instead of grouping similar ones'),
  engine: () =>
    new Option('--engine <engine>', 'engine that evaluates the rules')
      .choices(['auto', 'embedded', 'promtool', 'both'] as const)
      .default('auto' as const),
  since: () =>
    new Option(
      '--since <revision>',
      'report only on changes since this commit, and on files that depend on them',
    ),
  untracked: () => new Option('--no-untracked', 'ignore untracked files (with --since)'),
  baseline: () =>
    new Option(
      '--baseline <file>',
      'ignore the findings listed in this file; create the file if it is missing',
    ),
  updateBaseline: () => new Option('--update-baseline', 'rewrite the baseline with the findings of this run'),
};

/** @throws InvalidArgumentError for text that is not the name of a format or the path of a reporter */
function readFormat(text: string): Format {
  const format = formatNamed(text);
  if (format !== undefined) return format;
  throw new InvalidArgumentError(
    `Allowed choices are ${FORMATS.join(', ')}, or the path of a reporter: ./report.js.`,
  );
}

/** Reads a number from 0 to 100, with at most three decimals. */
export function percent(text: string): number {
  const value = Number(text);
  if (/^\d{1,3}(?:\.\d{1,3})?$/.test(text) && value <= 100) return value;
  throw new InvalidArgumentError('It is not a number from 0 to 100.');
}

/** Reads a whole number of at most this many digits. */
export function wholeNumber(digits: number): (text: string) => number {
  return (text) => {
    if (/^\d+$/.test(text) && text.length <= digits) return Number(text);
    throw new InvalidArgumentError('Expected a whole number.');
  };
}

/** Collects the values of an option that may be given several times. */
export function repeated(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text];
}
