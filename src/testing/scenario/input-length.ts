/** More samples than this in one series are refused: 1x999999999 would fill the memory of any engine. */
export const MAX_SAMPLES = 2_000_000;

/** How many samples a text in promtool's notation stands for, missing ones (`_`) included. */
export type InputLength =
  | { readonly kind: 'samples'; readonly count: number }
  | { readonly kind: 'invalid'; readonly item: string; readonly offset: number }
  | { readonly kind: 'too-long'; readonly item: string; readonly offset: number };

const NUMBER = String.raw`[-+]?(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[iI][nN][fF]|[nN][aA][nN])`;
const NUMBERS = new RegExp(`^${NUMBER}(?:[-+]${NUMBER.slice(5)})?(?:x(\\d+))?$`);
const MISSING = /^_(?:x(\d+))?$/;
const HISTOGRAM = /^\{\{[^{}]*\}\}(?:[-+]\{\{[^{}]*\}\})?(?:x(\d+))?$/;

/**
 * Counts the samples of `1+2x3 _x4 stale {{count:1}}x2`: `x3` after a value stands for that value and three more,
 * `_x4` for four missing samples, as in promtool.
 */
export function inputLength(values: string): InputLength {
  let count = 0;
  for (const { item, offset } of items(values)) {
    const missing = MISSING.exec(item);
    if (missing !== null) {
      count += missing[1] === undefined ? 1 : Number(missing[1]);
    } else if (item === 'stale') {
      count += 1;
    } else {
      const match = item.startsWith('{') ? HISTOGRAM.exec(item) : NUMBERS.exec(item);
      if (match === null) return { kind: 'invalid', item, offset };
      count += 1 + Number(match[1] ?? 0);
    }
    if (count > MAX_SAMPLES) return { kind: 'too-long', item, offset };
  }
  return { kind: 'samples', count };
}

/** The items between blanks; blanks inside `{{...}}` separate nothing. */
function* items(values: string): Generator<{ item: string; offset: number }> {
  const pattern = /(?:\{\{.*?\}\}|[^\s{]|\{(?!\{))+/gs;
  for (const match of values.matchAll(pattern)) yield { item: match[0], offset: match.index };
}
