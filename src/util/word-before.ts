/**
 * The run of characters of one kind that ends a text.
 *
 * @param isPart tells of one character whether it belongs to the run
 */
export function wordBefore(text: string, isPart: RegExp, end = text.length): string {
  let start = end;
  while (start > 0 && isPart.test(text[start - 1]!)) start--;
  return text.slice(start, end);
}
