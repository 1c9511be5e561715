/** A text with dots in place of its template actions, so that offsets stay and no word is found in them. */
export function withoutActions(text: string): string {
  return text.replace(/\{\{[^]*?\}\}/g, (action) => '.'.repeat(action.length));
}
