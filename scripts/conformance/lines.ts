/** One line of a script, trimmed; a comment is an empty line. */
export interface ScriptLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

export function scriptLines(text: string): ScriptLine[] {
  return text.split('\n').map((raw, i) => {
    const trimmed = raw.trim();
    return { number: i + 1, text: trimmed.startsWith('#') ? '' : trimmed };
  });
}
