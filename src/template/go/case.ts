/** Go's strings.ToUpper: character by character, so `ß` stays where JavaScript writes `SS`. */
export function goUpper(text: string): string {
  return mapCharacters(text, (character) => character.toUpperCase());
}

/** Go's strings.ToLower, likewise. */
export function goLower(text: string): string {
  return mapCharacters(text, (character) => character.toLowerCase());
}

function mapCharacters(text: string, change: (character: string) => string): string {
  // eslint-disable-next-line no-control-regex -- the fast path is for ASCII
  if (/^[\x00-\x7f]*$/.test(text)) return change(text);
  return Array.from(text)
    .map((character) => single(character, change(character)))
    .join('');
}

function single(character: string, changed: string): string {
  return Array.from(changed).length === 1 ? changed : character;
}

/** Go's strings.Title, which Prometheus used up to 3.1: letters behind anything but letters, digits and `_`. */
export function stringsTitle(text: string): string {
  let before = ' ';
  let titled = '';
  for (const character of text) {
    titled += isSeparator(before) ? single(character, character.toUpperCase()) : character;
    before = character;
  }
  return titled;
}

function isSeparator(character: string): boolean {
  if (character <= '\x7f') return !/[A-Za-z0-9_]/.test(character);
  return !/[\p{L}\p{Nd}]/u.test(character) && /\s/.test(character);
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
      titled += lowerRest ? single(character, character.toLowerCase()) : character;
    } else {
      titled += single(character, character.toUpperCase());
      midWord = true;
    }
  }
  return titled;
}
