import type { YAMLError } from 'yaml';

/** Words for an error of the YAML library: what stands there, and what was expected. */
export interface YamlExplanation {
  readonly message: string;
  readonly help?: string;
}

const HELP: Partial<Record<YAMLError['code'], string>> = {
  BAD_INDENT: 'every key of one map starts in the same column; use spaces',
  TAB_AS_INDENT: 'YAML forbids tabs for indentation: replace them by spaces',
  MISSING_CHAR: 'close what was opened: a quote, a bracket, or the ":" after a key',
  BLOCK_AS_IMPLICIT_KEY: 'the lines before this one may have lost their indentation or a quote',
  MULTILINE_IMPLICIT_KEY:
    'a key ends with ":" on its own line; a value over several lines needs "|", ">" or quotes',
  UNEXPECTED_TOKEN: 'values that hold ": ", "#", "{" or "[" need quotes or a block scalar ("|")',
  BAD_SCALAR_START: 'a value that starts with "@" or "`" needs quotes',
  BAD_ALIAS: 'a value that starts with "*" or "&" needs quotes unless it is an alias or anchor',
  DUPLICATE_KEY: 'keep one of them',
  BAD_DQ_ESCAPE: 'in double quotes a backslash starts an escape: double it, or use single quotes or "|"',
};

/** Explains one error of the library in a sentence without the library's jargon, and says what helps. */
export function explainYamlError(error: YAMLError, text: string): YamlExplanation {
  const [start] = error.pos;
  if (error.code === 'TAB_AS_INDENT' || text[start] === '\t') {
    return { message: 'a tab is used for indentation', help: HELP.TAB_AS_INDENT };
  }
  if (/^Missing closing .quote/.test(error.message)) {
    return {
      message: 'this quote is never closed',
      help: 'end the value with the same quote it begins with',
    };
  }
  const open = /^Flow (sequence|map) in block collection .*end with a (.)/.exec(error.message);
  if (open !== null) {
    const [what, bracket] = open[1] === 'map' ? ['map', '{'] : ['list', '['];
    return {
      message: `the ${what} that "${bracket}" opens is not closed by "${open[2]!}", or a line of it is not indented`,
      help: `close it, or indent every line of it; a text that starts with "${bracket}" needs quotes`,
    };
  }
  if (/^Sequence item without - indicator/.test(error.message)) {
    return {
      message: 'this line stands where an item of a list is expected',
      help: 'begin an item with "- ", or indent the line as far as the keys that it belongs to',
    };
  }
  if (/^All sequence items must start at the same column/.test(error.message)) {
    return {
      message: 'this item of a list does not start in the column of the others',
      help: 'every "- " of one list starts in the same column; use spaces',
    };
  }
  if (/^A block sequence may not be used as an implicit map key/.test(error.message)) {
    return {
      message: 'this item of a list stands among the keys of a map',
      help: 'give its "- " the column of the other items of its list; use spaces',
    };
  }
  if (/^Nested mappings are not allowed in compact mappings/.test(error.message)) {
    return {
      message: 'a key stands here where a value goes on',
      help: 'every key of one map starts in the same column; a value that holds ": " needs quotes',
    };
  }
  const message = lowerFirst(error.message.replace(/(?<!\s)\s+at line \d+, column \d+[^]*/, '').trim());
  const help = HELP[error.code];
  return help === undefined ? { message } : { message, help };
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text;
}
