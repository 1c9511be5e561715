const SHAPES = [
  // Variables of shells, of printf, and what is put between two marks.
  /\$|%\w|__|@@/,
  /^<[^@<>]*>$/,
  /^\(\(.*\)\)$/,
  /^[A-Z][A-Z0-9_]+(?::\d+)?$/,
  /placeholder|change.?me|replace/i,
];

/**
 * Whether a text looks like what another tool, or whoever copies the file, is to replace: `${MAIL_TO}`, `<address>`,
 * `MAIL_TO`, `@@mail@@`, `((mail))`.
 */
export function isStandIn(text: string): boolean {
  return SHAPES.some((shape) => shape.test(text));
}
