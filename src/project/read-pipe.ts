import { MAX_FILE_BYTES, refuse } from './read-regular.ts';

/**
 * What a pipe or standard input brings, as bytes.
 *
 * @param name as it is shown
 * @throws UserError (exit 2) for more than the limit: the pipe may never end; and the error of the system
 */
export async function readPipe(stream: AsyncIterable<unknown>, name: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of stream) {
    const bytes = chunk as Buffer;
    total += bytes.length;
    if (total > MAX_FILE_BYTES)
      return refuse(name, {
        ok: false,
        fault: 'too-large',
        reason: `is larger than ${MAX_FILE_BYTES / 1024 / 1024} MiB`,
      });
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
