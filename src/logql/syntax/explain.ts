import type { Token, TokenKind } from './tokens.ts';
import { isFunctionWord, isReservedWord, tokenName } from './tokens.ts';

/** Why the text between `[` and `]` is not a range. */
export function explainRange(body: string): string {
  const need =
    'a range is whole numbers with the units y w d h m s ms, largest first, such as [5m] or [1h30m]';
  if (body === '') return `the brackets are empty: ${need}`;
  if (body.includes('$')) {
    return `${JSON.stringify(body)} is a Grafana variable: Loki and its ruler know none; ${need}`;
  }
  if (body.includes(':')) return `LogQL has no subqueries: ${need}`;
  if (/^\s|\s$/.test(body)) return `Loki allows no blanks between the brackets: write [${body.trim()}]`;
  if (/^\d+$/.test(body)) return `${JSON.stringify(body)} has no unit: ${need}`;
  return `${JSON.stringify(body)} is not a duration: ${need}`;
}

const KIND_WORDS: Partial<Record<TokenKind, string>> = {
  IDENTIFIER: 'a name',
  STRING: 'a string in double quotes or backticks',
  NUMBER: 'a number',
  DURATION: 'a duration such as 250ms',
  BYTES: 'a size such as 20KB',
  RANGE: 'a range such as [5m]',
  FUNCTION_FLAG: 'a flag',
};

const describe = (kind: TokenKind): string => KIND_WORDS[kind] ?? `"${kind}"`;

/** "a, b or c" */
function oneOf(kinds: readonly TokenKind[]): string {
  const words = kinds.map(describe);
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)!}`;
}

function found(token: Token): string {
  switch (token.kind) {
    case '$end':
      return 'the expression ends here';
    case 'IDENTIFIER':
      return foundIdentifier(token.text);
    case 'STRING':
    case 'NUMBER':
    case 'DURATION':
    case 'BYTES':
    case 'RANGE':
      return `${token.text} is out of place`;
    default:
      return `"${token.text}" is out of place`;
  }
}

function foundIdentifier(text: string): string {
  if (text.startsWith("'")) return `${text} is in single quotes, which do not delimit a string in LogQL`;
  if (/^\p{L}|^_/u.test(text)) return `the name "${text}" is out of place`;
  const point = text.codePointAt(0) ?? 0;
  if (/^\s/u.test(text) || point > 0x7e) {
    return `the character U+${point.toString(16).toUpperCase().padStart(4, '0')} is out of place (copied from a word processor or a web page?)`;
  }
  if (text === '$') return '"$" starts a Grafana variable, which Loki and its ruler do not know';
  return `the character "${text}" is out of place`;
}

/** The plain text for a token that fits nowhere; `expected` is what the grammar admits, if that is few. */
export function explainUnexpected(token: Token, expected: readonly TokenKind[], hint?: string): string {
  const parts = [found(token)];
  if (expected.length > 0) parts.push(`, where ${oneOf(expected)} must follow`);
  if (expected.includes('IDENTIFIER') && isReservedWord(token.kind)) {
    parts.push(`; "${token.text}" is a reserved word of LogQL: a label of that name cannot be written here`);
  } else if (token.kind === 'IDENTIFIER' && isFunctionWord(token.text.toLowerCase())) {
    parts.push(`; "${token.text}" is a function only when "(" follows it`);
  }
  if (hint !== undefined && hint !== '') parts.push(`; ${hint}`);
  return parts.join('');
}

/** Loki's wording: goyacc lists what it expects only where that is at most four tokens. */
export function unexpectedMessage(token: Token, expected: readonly TokenKind[]): string {
  const tail =
    expected.length > 0 && expected.length <= 4 ? `, expecting ${expected.map(tokenName).join(' or ')}` : '';
  return `syntax error: unexpected ${tokenName(token.kind)}${tail}`;
}
