import { between } from '../../util/between.ts';

/** Texts that one text with `{{...}}` stands for, or why it stands for none. */
export type Repeated =
  { readonly texts: readonly string[] } | { readonly problem: string; readonly tooMany: boolean };

/** No text stands for more than this. */
export const MAX_COPIES = 10_000;

/**
 * Writes out a text with lists and ranges in double braces: `a{{1..3}}` is a1, a2, a3; `{{x,y}}` is x, y; `{{08..10}}`
 * keeps its zeros; of several braces every combination is made.
 */
export function repeat(text: string): Repeated {
  let texts = [''];
  let end = 0;
  for (const braces of between(text, '{{', '}}', true)) {
    const items = itemsOf(text.slice(braces.start + 2, braces.end - 2));
    if ('problem' in items) return items;
    if (texts.length * items.texts.length > MAX_COPIES) return tooMany(texts.length * items.texts.length);
    const plain = text.slice(end, braces.start);
    texts = texts.flatMap((lead) => items.texts.map((item) => lead + plain + item));
    end = braces.end;
  }
  return { texts: texts.map((lead) => lead + text.slice(end)) };
}

function itemsOf(list: string): Repeated {
  const texts: string[] = [];
  for (const item of list.split(',').map((part) => part.trim())) {
    const range = /^(\d+)\.\.(\d+)$/.exec(item);
    if (range === null) {
      if (item === '' || item.includes('..'))
        return { problem: `"${item}" is neither a value nor a range such as 1..5`, tooMany: false };
      texts.push(item);
      continue;
    }
    const [from, to] = [Number(range[1]), Number(range[2])];
    if (to < from) return { problem: `the range ${item} is descending`, tooMany: false };
    if (to - from >= MAX_COPIES) return tooMany(to - from + 1);
    const width = range[1]!.startsWith('0') ? range[1]!.length : 0;
    for (let n = from; n <= to; n++) texts.push(String(n).padStart(width, '0'));
  }
  return { texts };
}

function tooMany(count: number): Repeated {
  return { problem: `it expands to ${count} series, but the limit is ${MAX_COPIES}`, tooMany: true };
}
