// eslint-disable-next-line no-control-regex -- control characters are what this is about
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** A text that cannot steer a terminal: control and bidirectional characters become `\u{..}`; tabs and line breaks stay. */
export function printable(text: string): string {
  return text.replace(UNSAFE, (c) => `\\u{${c.charCodeAt(0).toString(16)}}`);
}

/** A text on one line, such as a file name or a message with a value in it: line breaks and tabs, which a name may hold, are written as escapes too. */
export function printablePath(text: string): string {
  return printable(text).replace(/[\n\t]/g, (c) => `\\u{${c.charCodeAt(0).toString(16)}}`);
}
