import type { YAMLError } from 'yaml';

/** Words for an error of the YAML library: the actual text, and the expected one. */
export interface YamlExplanation {
  readonly message: string;
  readonly help?: string;
}

const HELP: Partial<Record<YAMLError['code'], string>> = {
  BAD_INDENT: 'start every key of one map in the same column; use spaces',
  TAB_AS_INDENT: 'replace tabs with spaces: YAML forbids tabs for indentation',
  MISSING_CHAR: 'add the missing quote, bracket, or ":" after a key',
  BLOCK_AS_IMPLICIT_KEY: 'check the lines before this one for lost indentation or a missing quote',
  MULTILINE_IMPLICIT_KEY:
    'a key ends with ":" on its own line; write a value over several lines with "|", ">" or quotes',
  UNEXPECTED_TOKEN: 'put values that contain ": ", "#", "{" or "[" in quotes or a block scalar ("|")',
  BAD_SCALAR_START: 'put a value that starts with "@" or "`" in quotes',
  BAD_ALIAS: 'put a value that starts with "*" or "&" in quotes, unless it is an alias or anchor',
  DUPLICATE_KEY: 'remove one of them',
  BAD_DQ_ESCAPE:
    'double the backslash, or use single quotes or "|": in double quotes a backslash starts an escape',
};

/** Explains one error of the library in a sentence without the library's jargon, and says what helps. */
export function explainYamlError(error: YAMLError, text: string): YamlExplanation {
  const [start] = error.pos;
  if (error.code === 'TAB_AS_INDENT' || text[start] === '\t') {
    return { message: 'a tab is used for indentation', help: HELP.TAB_AS_INDENT };
  }
  if (/^Missing closing .quote/.test(error.message)) {
    return {
      message: 'this quote is not closed',
      help: 'end the value with the same quote',
    };
  }
  const open = /^Flow (sequence|map) in block collection .*end with a (.)/.exec(error.message);
  if (open !== null) {
    const [what, bracket] = open[1] === 'map' ? ['map', '{'] : ['list', '['];
    return {
      message: `the ${what} that starts with "${bracket}" is not closed by "${open[2]!}", or one of its lines is not indented`,
      help: `close it, or indent all its lines; put a text that starts with "${bracket}" in quotes`,
    };
  }
  if (/^Sequence item without - indicator/.test(error.message)) {
    return {
      message: 'this line is where a list item is expected',
      help: 'start an item with "- ", or indent the line like the keys that it belongs to',
    };
  }
  if (/^All sequence items must start at the same column/.test(error.message)) {
    return {
      message: 'this list item does not start in the column of the others',
      help: 'start every "- " of one list in the same column; use spaces',
    };
  }
  if (/^A block sequence may not be used as an implicit map key/.test(error.message)) {
    return {
      message: 'this list item is among the keys of a map',
      help: 'indent its "- " like the other items of its list; use spaces',
    };
  }
  if (/^Nested mappings are not allowed in compact mappings/.test(error.message)) {
    return {
      message: 'this key is inside a value',
      help: 'start every key of one map in the same column; put a value that contains ": " in quotes',
    };
  }
  const message = lowerFirst(error.message.replace(/(?<!\s)\s+at line \d+, column \d+[^]*/, '').trim());
  const help = HELP[error.code];
  return help === undefined ? { message } : { message, help };
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text;
}
