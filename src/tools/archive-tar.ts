import { ToolError } from './errors.ts';

/** A regular file of a tar archive. */
export interface TarEntry {
  readonly name: string;
  readonly data: Uint8Array;
}

const BLOCK = 512;

/**
 * The regular files of a tar archive (ustar, with the long names of GNU and pax). Links, devices and folders are
 * left out: the tools do not need them, and a link is how an archive writes outside its folder.
 */
export function* readTar(archive: Uint8Array): Generator<TarEntry> {
  let offset = 0;
  let longName: string | undefined;
  while (offset + BLOCK <= archive.length) {
    const header = archive.subarray(offset, offset + BLOCK);
    if (header.every((byte) => byte === 0)) return;
    checkHeader(header);
    const size = octal(header, 124, 12);
    const start = offset + BLOCK;
    if (start + size > archive.length)
      throw new ToolError('archive-corrupt', 'the tar archive ends inside a file');
    const data = archive.subarray(start, start + size);
    const type = String.fromCharCode(header[156]!);
    if (type === 'L') longName = text(data, 0, size);
    else if (type === 'x') longName = paxPath(data) ?? longName;
    else {
      if (type === '0' || type === '\0') yield { name: longName ?? shortName(header), data };
      longName = undefined;
    }
    offset = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  throw new ToolError('archive-corrupt', 'the tar archive ends without its end mark');
}

function checkHeader(header: Uint8Array): void {
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 32 : header[i]!;
  if (sum !== octal(header, 148, 8))
    throw new ToolError('archive-corrupt', 'the tar archive has a damaged header');
}

function shortName(header: Uint8Array): string {
  const prefix = text(header, 345, 155);
  const name = text(header, 0, 100);
  return prefix === '' || text(header, 257, 5) !== 'ustar' ? name : `${prefix}/${name}`;
}

function paxPath(data: Uint8Array): string | undefined {
  return /(?<!\d)\d+ path=([^\n]*)\n/.exec(Buffer.from(data).toString('utf8'))?.[1];
}

function text(bytes: Uint8Array, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return Buffer.from(end < 0 ? field : field.subarray(0, end)).toString('utf8');
}

function octal(bytes: Uint8Array, start: number, length: number): number {
  const digits = text(bytes, start, length).trim();
  const value = digits === '' ? 0 : Number.parseInt(digits, 8);
  if (!/^[0-7]*$/.test(digits))
    throw new ToolError('archive-corrupt', 'the tar archive has a damaged header');
  return value;
}
