// eslint-disable-next-line no-control-regex -- control characters are what this is about
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** A text that cannot steer a terminal: control and bidirectional characters become `\u{..}`; tabs and line breaks stay. */
export function printable(text: string): string {
  return text.replace(UNSAFE, (c) => `\\u{${c.charCodeAt(0).toString(16)}}`);
}

/** A file name on one line: line breaks and tabs, which a name may hold, are written as escapes too. */
export function printablePath(path: string): string {
  return printable(path).replace(/[\n\t]/g, (c) => `\\u{${c.charCodeAt(0).toString(16)}}`);
}
