const DECIMAL = ['', 'k', 'm', 'g', 't', 'p', 'e'];

/** Size names that go-humanize reads, lower case: `kb`, `kib`, `k`, `ki`, ... and none at all. */
const SIZES: ReadonlyMap<string, number> = new Map(
  DECIMAL.flatMap((prefix, power): [string, number][] =>
    prefix === ''
      ? [
          ['', 1],
          ['b', 1],
        ]
      : [
          [`${prefix}b`, 1000 ** power],
          [prefix, 1000 ** power],
          [`${prefix}ib`, 1024 ** power],
          [`${prefix}i`, 1024 ** power],
        ],
  ),
);

/**
 * Reads a byte size as go-humanize's ParseBytes, the parser behind LogQL's `20KB` and `unwrap bytes(x)`: a
 * number, optional blanks, a unit in any case. Returns bytes, or undefined where that function fails.
 */
export function parseByteSize(text: string): number | undefined {
  const match = /^([\d.,]*)([^]*)/u.exec(text);
  const digits = match?.[1]?.replaceAll(',', '') ?? '';
  if (!/^(?:\d+(?:\.\d*)?|\.\d+)$/.test(digits)) return undefined;
  const size = SIZES.get((match?.[2] ?? '').trim().toLowerCase());
  if (size === undefined) return undefined;
  const bytes = Number(digits) * size;
  return bytes >= 2 ** 64 ? undefined : Math.trunc(bytes);
}

const NAMES = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];

/** Prints bytes as go-humanize's Bytes without its blank: `20kB`, `1.5MB`. */
export function formatByteSize(bytes: number): string {
  if (bytes < 10) return `${bytes}B`;
  const power = Math.floor(Math.log(bytes) / Math.log(1000));
  const value = Math.floor((bytes / 1000 ** power) * 10 + 0.5) / 10;
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)}${NAMES[power] ?? ''}`;
}
