import { createReadStream } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { errorText } from '../util/error-text.ts';
import { openRegular, refuse } from './read-regular.ts';

/** More characters than this in one line are refused: a string cannot hold much more. */
const MOST_LINE_CHARACTERS = 256 * 1024 * 1024;

/**
 * The lines of a large regular file, some at a time and without their line breaks; a name that ends in `.gz` is
 * decompressed. The file is opened as `readRegular` opens it, and never held in memory as a whole.
 *
 * @param path absolute
 * @param shown how messages name it
 * @param tree links may not lead out of this folder; undefined: the user named what is read
 * @throws UserError for what is not a regular file, and (exit 2) for a file that is not what its name says
 */
export async function* readLines(
  path: string,
  shown: string,
  tree: string | undefined,
): AsyncGenerator<readonly string[]> {
  const opened = openRegular(path, tree);
  if (!opened.ok) return refuse(shown, opened);
  const file = createReadStream('', { fd: opened.handle, highWaterMark: 1024 * 1024 });
  const bytes = shown.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  const splitter = new Splitter(shown);
  try {
    for await (const chunk of bytes) yield splitter.push(chunk as Buffer);
    yield splitter.end();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `"${shown}" cannot be read: ${errorText(error)}`,
      EXIT.usage,
      'check that the file is whole',
    );
  } finally {
    file.destroy();
  }
}

class Splitter {
  readonly #shown: string;
  readonly #decoder = new StringDecoder('utf8');
  /** The beginning of a line whose end has not come. */
  #parts: string[] = [];
  #length = 0;

  constructor(shown: string) {
    this.#shown = shown;
  }

  push(chunk: Buffer): readonly string[] {
    return this.#split(this.#decoder.write(chunk));
  }

  end(): readonly string[] {
    const lines = this.#split(this.#decoder.end());
    return this.#length === 0 ? lines : [...lines, withoutReturn(this.#parts.join(''))];
  }

  #split(text: string): string[] {
    const first = text.indexOf('\n');
    if (first < 0) {
      this.#hold(text);
      return [];
    }
    const lines = text.split('\n');
    lines[0] = this.#parts.join('') + lines[0]!;
    this.#parts = [];
    this.#length = 0;
    this.#hold(lines.pop()!);
    return text.includes('\r') || lines[0].endsWith('\r') ? lines.map(withoutReturn) : lines;
  }

  #hold(text: string): void {
    if (text === '') return;
    this.#parts.push(text);
    this.#length += text.length;
    if (this.#length > MOST_LINE_CHARACTERS)
      throw new UserError(
        `"${this.#shown}" has a line of more than ${MOST_LINE_CHARACTERS / 1024 / 1024} MiB`,
        EXIT.usage,
        'split the file',
      );
  }
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);
