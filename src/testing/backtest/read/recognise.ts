/** The formats of recorded data. */
export type DataFormat = 'samples' | 'csv' | 'answer' | 'json-logs' | 'plain-logs';

/** The format of a file, by its first line that is not empty; undefined: none of them. */
export function dataFormat(line: string): DataFormat | undefined {
  const text = line.trimStart();
  if (/^\{\s*$|^\{\s*"(?:status|data|resultType|result)"/.test(text)) return 'answer';
  if (/^\{\s*"(?:labels|line|timestamp)"\s*:/.test(text)) return 'json-logs';
  if (/^\d{4}-\d\d-\d\d[T ]\S* \{/.test(text)) return 'plain-logs';
  const cells = text.split(',').map((cell) => cell.trim().replaceAll('"', ''));
  if (cells.includes('value') && cells.some((cell) => cell === 'timestamp' || cell === 'time')) return 'csv';
  if (/^#|^\{|^[a-zA-Z_:][a-zA-Z0-9_:]*[ {]/.test(text)) return 'samples';
  return undefined;
}
