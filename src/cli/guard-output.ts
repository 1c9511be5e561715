import type { Asked } from './asked.ts';
import type { Io, Output } from './io.ts';
import { isOwnFormat } from './own-format.ts';
import type { FORMATS } from './report.ts';

/**
 * Runners of CI jobs read commands out of what a step prints: GitHub's takes a line that begins with `::name::`, after
 * any blanks, and `##[name]` anywhere in a line (`ActionCommand.TryParseV2` and `TryParse` of actions/runner); Azure's
 * and TeamCity's take `##vso[` and `##teamcity[`. What a file of a pull request says may be a part of any line, so
 * nothing of this goes out; only the format "github" writes commands, and escapes what is in them.
 */
export function guardOutput(io: Io, { format }: Asked): Io {
  return {
    ...io,
    stdout: guarded(io.stdout, isOwnFormat(format) ? guardText : GUARDS[format]),
    stderr: guarded(io.stderr, guardText),
  };
}

type Guard = (text: string) => string;

/** Text and Markdown: characters as `printable` writes those that steer a terminal. */
const guardText: Guard = (text) =>
  withoutInnerCommands(text, '#\\u{23}').replace(/(?<=^|[\n\r])([^\S\n\r]*):(?=:)/g, '$1\\u{3a}');

/** In a JSON document such characters are in strings, which lines never begin with. */
const guardJson: Guard = (text) => withoutInnerCommands(text, '#\\u0023');

/** In an XML document they are in values and text. */
const guardXml: Guard = (text) =>
  withoutInnerCommands(text, '#&#35;').replace(/(?<=^|[\n\r])([^\S\n\r]*):(?=:)/g, '$1&#58;');

const GUARDS: Readonly<Record<(typeof FORMATS)[number], Guard | undefined>> = {
  text: guardText,
  markdown: guardText,
  agent: guardText,
  json: guardJson,
  sarif: guardJson,
  gitlab: guardJson,
  junit: guardXml,
  github: undefined,
};

function withoutInnerCommands(text: string, marks: string): string {
  return text.replace(/##(?=\w{0,20}\[)/g, marks);
}

function guarded(output: Output, guard: Guard | undefined): Output {
  if (guard === undefined) return output;
  return {
    ...output,
    write: (text) => {
      output.write(guard(text));
    },
    writeRaw: (text) => {
      output.write(text);
    },
  };
}
