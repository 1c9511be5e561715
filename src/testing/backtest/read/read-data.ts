import { readAnswer } from './answer-json.ts';
import { csvLines } from './csv.ts';
import { DataError } from './data-error.ts';
import type { Intake } from './intake.ts';
import type { LineReader } from './line-reader.ts';
import { jsonLogLines, plainLogLines } from './log-lines.ts';
import { dataFormat } from './recognise.ts';
import { sampleLines } from './sample-lines.ts';
import { FORMATS_HELP } from './series-text.ts';

/** A file with recorded data. */
export interface DataSource {
  /** As the user named it. */
  readonly name: string;
  /** Its lines without line breaks, some at a time. */
  readonly lines: AsyncIterable<readonly string[]>;
}

/** A saved answer is one document, which is held in memory as a whole. */
const MOST_ANSWER_CHARACTERS = 256 * 1024 * 1024;

/**
 * Reads one file of recorded data, whose format its first line shows.
 *
 * @returns how many lines it has
 * @throws DataError
 */
export async function readData({ name, lines }: DataSource, intake: Intake): Promise<number> {
  let reader: LineReader | undefined;
  let number = 0;
  for await (const batch of lines) {
    for (const line of batch) {
      number++;
      if (reader === undefined && line.trim() === '') continue;
      reader ??= readerFor(line, name, intake);
      reader.read(line, number);
    }
  }
  if (reader === undefined) throw new DataError(`"${name}" has no data`, FORMATS_HELP);
  reader.end();
  return number;
}

function readerFor(first: string, name: string, intake: Intake): LineReader {
  switch (dataFormat(first)) {
    case 'samples':
      return sampleLines(intake, name);
    case 'csv':
      return csvLines(intake, name);
    case 'json-logs':
      return jsonLogLines(intake, name);
    case 'plain-logs':
      return plainLogLines(intake, name);
    case 'answer':
      return wholeAnswer(intake, name);
    case undefined:
      throw new DataError(`the format of "${name}" is not recognised`, FORMATS_HELP);
  }
}

function wholeAnswer(intake: Intake, name: string): LineReader {
  const parts: string[] = [];
  let length = 0;
  return {
    read: (line) => {
      length += line.length + 1;
      if (length > MOST_ANSWER_CHARACTERS)
        throw new DataError(
          `"${name}" is longer than ${MOST_ANSWER_CHARACTERS / 1024 / 1024} MiB`,
          'query a shorter time into each of several files',
        );
      parts.push(line);
    },
    end: () => readAnswer(parts.join('\n'), intake, name),
  };
}
