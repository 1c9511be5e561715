import { goQuote } from '../../go/strings/quote.ts';
import { GoFailure } from '../value/callable.ts';

/** Go's url.QueryUnescape: `+` is a space, `%XX` a byte. */
export function unescapeQuery(text: string): string {
  const bad = /%(?![0-9a-fA-F]{2})/.exec(text);
  if (bad !== null) {
    throw new GoFailure(`invalid URL escape ${goQuote(text.slice(bad.index, bad.index + 3))}`);
  }
  const bytes: Buffer[] = [];
  for (const part of text.replaceAll('+', ' ').split(/(%[0-9a-fA-F]{2})/)) {
    bytes.push(part.startsWith('%') ? Buffer.from(part.slice(1), 'hex') : Buffer.from(part));
  }
  return Buffer.concat(bytes).toString();
}
