import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type TarEntry, readTar } from './archive-tar.ts';
import { ToolError, reasonOf } from './errors.ts';

const AR_MAGIC = '!<arch>\n';
const AR_HEADER = 60;

/** The members of an ar archive, which is what a .deb file is. */
function* readAr(archive: Uint8Array): Generator<TarEntry> {
  const ascii = (start: number, length: number): string =>
    Buffer.from(archive.subarray(start, start + length)).toString('latin1');
  if (ascii(0, AR_MAGIC.length) !== AR_MAGIC)
    throw new ToolError('archive-corrupt', 'the package is not an ar archive');
  let offset = AR_MAGIC.length;
  while (offset + AR_HEADER <= archive.length) {
    const name = ascii(offset, 16).trimEnd().replace(/\/$/, '');
    const size = Number(ascii(offset + 48, 10).trim());
    const start = offset + AR_HEADER;
    if (!Number.isInteger(size) || start + size > archive.length) {
      throw new ToolError('archive-corrupt', 'the package ends inside a member');
    }
    yield { name, data: archive.subarray(start, start + size) };
    offset = start + size + (size % 2);
  }
}

/** The files that a Debian package would install, read without dpkg. */
export async function readDeb(archive: Uint8Array): Promise<Iterable<TarEntry>> {
  for (const member of readAr(archive)) {
    if (member.name.startsWith('data.tar')) return readTar(await decompress(member));
  }
  throw new ToolError('archive-corrupt', 'the package has no data.tar');
}

async function decompress({ name, data }: TarEntry): Promise<Uint8Array> {
  try {
    if (name.endsWith('.gz')) return await promisify(gunzip)(data);
    if (name.endsWith('.xz')) return await unxz(data);
  } catch (error) {
    throw new ToolError('archive-corrupt', `${name} cannot be unpacked: ${reasonOf(error)}`, {
      cause: error,
    });
  }
  if (name === 'data.tar') return data;
  throw new ToolError(
    'archive-unsupported',
    `the package is compressed as ${name}; unpacking that needs dpkg`,
  );
}

async function unxz(data: Uint8Array): Promise<Uint8Array> {
  const { XzReadableStream } = await import('xz-decompress');
  const compressed = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(data);
      controller.close();
    },
  });
  return new Uint8Array(await new Response(new XzReadableStream(compressed)).arrayBuffer());
}
