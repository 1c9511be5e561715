import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { readTar } from './archive-tar.ts';
import { ToolError, reasonOf } from './errors.ts';
import { TOOL_SOURCES, type ToolName } from './tool.ts';

/** Where the projects publish their releases; `{project}` and `{version}` are filled in. */
const RELEASE_BASE = 'https://github.com/prometheus/{project}/releases/download/v{version}/';

const DOWNLOAD_TIMEOUT_MS = 300_000;
const MAX_ARCHIVE_BYTES = 500_000_000;
const MAX_UNPACKED_BYTES = 2_000_000_000;

const OPERATING_SYSTEMS: Readonly<Record<string, string>> = {
  linux: 'linux',
  darwin: 'darwin',
  freebsd: 'freebsd',
  openbsd: 'openbsd',
};
const ARCHITECTURES: Readonly<Record<string, string>> = {
  x64: 'amd64',
  arm64: 'arm64',
  arm: 'armv7',
  ia32: '386',
  ppc64: 'ppc64le',
  s390x: 's390x',
  riscv64: 'riscv64',
};

export interface ReleaseRequest {
  readonly tool: ToolName;
  readonly version: string;
  /** A template as RELEASE_BASE; it must end where the file names begin. */
  readonly base?: string;
  /** A folder of its own for the executable. */
  readonly folder: string;
  /** As process.platform and process.arch say. */
  readonly platform: string;
  readonly arch: string;
}

/**
 * Downloads a project's release archive, checks it against the release's sha256sums.txt, and returns the path of
 * the unpacked executable.
 */
export async function fetchReleaseTool(request: ReleaseRequest): Promise<string> {
  const { tool, folder } = request;
  const name = archiveName(request);
  const base = releaseBase(request);
  const expected = checksumOf(
    name,
    Buffer.from(await download(`${base}sha256sums.txt`)).toString('utf8'),
    base,
  );
  const archive = await download(base + name);
  const got = createHash('sha256').update(archive).digest('hex');
  if (got !== expected) {
    throw new ToolError(
      'checksum-mismatch',
      `${base}${name} has the SHA-256 ${got}, but the release says ${expected}`,
      {
        help: 'the download is damaged or was changed, and was deleted; try again, or ask the operator of the mirror',
      },
    );
  }
  const path = join(folder, tool);
  for (const entry of readTar(await unzip(archive, name))) {
    if (posix.basename(entry.name) !== tool) continue;
    await writeFile(path, entry.data, { mode: 0o755 });
    return path;
  }
  throw new ToolError('archive-corrupt', `${name} does not contain ${tool}`);
}

function archiveName({ tool, version, platform, arch }: ReleaseRequest): string {
  const [system, machine] = [OPERATING_SYSTEMS[platform], ARCHITECTURES[arch]];
  if (system === undefined || machine === undefined) {
    throw new ToolError(
      'platform-unsupported',
      `the projects publish no tar.gz archive for ${platform} on ${arch}`,
    );
  }
  return `${TOOL_SOURCES[tool].project}-${version}.${system}-${machine}.tar.gz`;
}

function releaseBase({ tool, version, base = RELEASE_BASE }: ReleaseRequest): string {
  const filled = base.replaceAll('{project}', TOOL_SOURCES[tool].project).replaceAll('{version}', version);
  return filled.endsWith('/') ? filled : `${filled}/`;
}

function checksumOf(name: string, sums: string, base: string): string {
  for (const line of sums.split('\n')) {
    const match = /^([0-9a-f]{64})\s+\*?(\S+)\s*$/i.exec(line);
    if (match?.[2] === name) return (match[1] ?? '').toLowerCase();
  }
  throw new ToolError('checksum-missing', `${base}sha256sums.txt has no entry for ${name}`);
}

async function download(url: string): Promise<Uint8Array> {
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS) });
  } catch (error) {
    throw new ToolError('download-failed', `${url} cannot be reached: ${reasonOf(error)}`, { cause: error });
  }
  if (response.status === 404) throw new ToolError('download-not-found', `${url} does not exist (404)`);
  if (!response.ok)
    throw new ToolError('download-failed', `${url} answered ${response.status} ${response.statusText}`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      const bytes = chunk as Uint8Array;
      size += bytes.length;
      if (size > MAX_ARCHIVE_BYTES) throw new Error(`it is larger than ${MAX_ARCHIVE_BYTES} bytes`);
      chunks.push(bytes);
    }
  } catch (error) {
    throw new ToolError('download-failed', `${url} was not received whole: ${reasonOf(error)}`, {
      cause: error,
    });
  }
  return Buffer.concat(chunks);
}

async function unzip(archive: Uint8Array, name: string): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(archive, { maxOutputLength: MAX_UNPACKED_BYTES });
  } catch (error) {
    throw new ToolError('archive-corrupt', `${name} cannot be unpacked: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}
