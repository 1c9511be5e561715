/** Reads a file line by line. */
export interface LineReader {
  /** @param number the line, from 1 */
  readonly read: (line: string, number: number) => void;
  readonly end: () => void;
}
