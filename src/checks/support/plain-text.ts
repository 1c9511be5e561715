import { replaceBetween } from '../../util/between.ts';

/** A text with dots in place of its template actions, so that offsets stay and no word is found in them. */
export function withoutActions(text: string): string {
  return replaceBetween(text, ['{{', '}}'], (action) => '.'.repeat(action.length));
}
