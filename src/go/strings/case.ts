/** Go's strings.ToUpper: character by character, so `ß` stays where JavaScript writes `SS`. */
export function goUpper(text: string): string {
  return mapCharacters(text, (character) => character.toUpperCase());
}

/** Go's strings.ToLower, likewise: `İ` becomes a plain `i`. */
export function goLower(text: string): string {
  return mapCharacters(text, lowerOf);
}

function lowerOf(character: string): string {
  return Array.from(character.toLowerCase())[0] ?? character;
}

/** Letters such as `ǆ` have a title case apart from their upper case. */
const DIGRAPHS = /[\u01c4-\u01cc\u01f1-\u01f3]/;

function titleOf(character: string): string {
  if (!DIGRAPHS.test(character)) return single(character, character.toUpperCase());
  const upper = character.toUpperCase();
  return String.fromCodePoint((upper.codePointAt(0) ?? 0) + 1);
}

function mapCharacters(text: string, change: (character: string) => string): string {
  return Array.from(text, (character) => single(character, change(character))).join('');
}

function single(character: string, changed: string): string {
  return Array.from(changed).length === 1 ? changed : character;
}

/** Go's strings.Title, which Prometheus used up to 3.1: letters behind anything but letters, digits and `_`. */
export function stringsTitle(text: string): string {
  let before = ' ';
  let titled = '';
  for (const character of text) {
    titled += isSeparator(before) ? titleOf(character) : character;
    before = character;
  }
  return titled;
}

function isSeparator(character: string): boolean {
  if (character <= '\x7f') return !/[A-Za-z0-9_]/.test(character);
  return !/[\p{L}\p{Nd}]/u.test(character) && /\s/.test(character);
}

/** With Unicode's special casing: `ß` becomes `Ss`. */
function fullTitleOf(character: string): string {
  const [first = '', ...rest] = Array.from(character.toUpperCase());
  return rest.length === 0 ? titleOf(character) : first + rest.join('').toLowerCase();
}

const LETTER = /[\p{L}\p{M}\p{Nd}_]/u;
/** Characters that join two letters into one word (Unicode's MidLetter, MidNumLet and single quotes). */
const MIDDLE = /['.:\u00b7\u2018\u2019\u2024\u2027\u0387\u05f4\ufe13\ufe52\ufe55\uff07\uff0e\uff1a]/u;
const CASED = /[\p{Lu}\p{Ll}\p{Lt}]/u;

/**
 * Title case of golang.org/x/text/cases: the first cased letter of each word goes up; with `lowerRest` all
 * others go down (Alertmanager), without they stay (Prometheus from 3.2).
 */
export function casesTitle(text: string, lowerRest: boolean): string {
  const characters = Array.from(text);
  let midWord = false;
  let afterMiddle = false;
  let titled = '';
  for (const character of characters) {
    const middle = MIDDLE.test(character);
    if ((middle && afterMiddle) || (!middle && !LETTER.test(character))) midWord = false;
    afterMiddle = middle;
    if (!CASED.test(character)) {
      titled += character;
    } else if (midWord) {
      titled += lowerRest ? lowerOf(character) : character;
    } else {
      titled += fullTitleOf(character);
      midWord = true;
    }
  }
  return titled;
}
