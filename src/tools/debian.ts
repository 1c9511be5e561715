import { readFile, readdir, mkdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { type AptMirror, parseDeb822Sources, parseSourcesList } from './apt-sources.ts';
import { readDeb } from './archive-deb.ts';
import { ToolError } from './errors.ts';
import { findProgram } from './find.ts';
import { type RunResult, runTool } from './run.ts';
import { type DebianSuite, TOOL_SOURCES, type ToolName } from './tool.ts';

const APT_TIMEOUT_MS = 300_000;

/** What `tools install` asks of Debian's packages. */
export interface DebianRequest {
  readonly tool: ToolName;
  readonly suite: DebianSuite;
  readonly mirrors: readonly AptMirror[];
  /** A folder of its own, for apt's lists and the package. */
  readonly folder: string;
  /** The programs to run; tests name others. */
  readonly aptGet?: string;
  readonly dpkgDeb?: string;
}

/** The mirrors that the machine's own apt sources name, in their order and each once. */
export async function machineMirrors(etcApt = '/etc/apt'): Promise<AptMirror[]> {
  const parts = join(etcApt, 'sources.list.d');
  const names = (await readdir(parts).catch(() => [])).sort();
  const read = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
  const mirrors = parseSourcesList(await read(join(etcApt, 'sources.list')));
  for (const name of names) {
    if (name.endsWith('.sources')) mirrors.push(...parseDeb822Sources(await read(join(parts, name))));
    if (name.endsWith('.list')) mirrors.push(...parseSourcesList(await read(join(parts, name))));
  }
  return mirrors.filter((mirror, i) => mirrors.findIndex((other) => other.uri === mirror.uri) === i);
}

/**
 * Downloads the Debian package that carries a tool and returns the path of the unpacked executable. apt checks the
 * signatures with the machine's keyrings, and gets private folders for all its state: nothing of the machine is
 * changed, nothing is installed or started, and root is not needed.
 */
export async function fetchDebianTool(request: DebianRequest): Promise<string> {
  const deb = await fetchDebianPackage({
    ...request,
    package: TOOL_SOURCES[request.tool].debianPackage[request.suite],
  });
  const dpkgDeb = request.dpkgDeb ?? (await findProgram('dpkg-deb', { env: process.env }));
  return unpackTool(deb, request.tool, request.folder, dpkgDeb);
}

/** Downloads one Debian package, as fetchDebianTool does, and returns the path of the `.deb`. */
export async function fetchDebianPackage(
  request: Omit<DebianRequest, 'tool' | 'dpkgDeb'> & { readonly package: string },
): Promise<string> {
  const { folder, suite, package: packageName } = request;
  const aptGet = request.aptGet ?? (await findProgram('apt-get', { env: process.env }));
  if (aptGet === undefined) throw new ToolError('apt-unavailable', 'this machine has no apt-get');
  const config = await writeAptConfig(folder, suite, request.mirrors);
  await apt(aptGet, ['-c', config, '-q', 'update'], folder);
  await apt(aptGet, ['-c', config, '-q', 'download', packageName], folder);
  const deb = (await readdir(folder)).find(
    (name) => name.startsWith(`${packageName}_`) && name.endsWith('.deb'),
  );
  if (deb === undefined)
    throw new ToolError('apt-failed', `apt-get brought no package ${packageName} from ${suite}`);
  return join(folder, deb);
}

/** Unpacks one executable of a package with dpkg-deb, or by hand where there is no dpkg-deb. */
export async function unpackTool(
  deb: string,
  tool: ToolName,
  folder: string,
  dpkgDeb: string | undefined,
): Promise<string> {
  const root = join(folder, 'root');
  await mkdir(root, { recursive: true });
  const executable = join(root, 'usr', 'bin', tool);
  const unpacked =
    dpkgDeb === undefined
      ? undefined
      : await runTool(dpkgDeb, ['-x', deb, root], { timeoutMs: APT_TIMEOUT_MS });
  if (unpacked?.status === 'exited' && unpacked.exitCode === 0) return executable;
  for (const entry of await readDeb(await readFile(deb))) {
    if (entry.name.replace(/^\.?\//, '') !== `usr/bin/${tool}`) continue;
    await mkdir(join(root, 'usr', 'bin'), { recursive: true });
    await writeFile(executable, entry.data, { mode: 0o755 });
    return executable;
  }
  throw new ToolError('archive-corrupt', `the package ${deb} holds no usr/bin/${tool}`);
}

/**
 * Writes apt's private configuration. It is read after the machine's own (proxies stay in force) and clears the
 * hooks there, which would clean the system's own caches after our update.
 */
async function writeAptConfig(
  folder: string,
  suite: DebianSuite,
  mirrors: readonly AptMirror[],
): Promise<string> {
  const at = (name: string): string => join(folder, name);
  await mkdir(at('lists/partial'), { recursive: true });
  await mkdir(at('cache/archives/partial'), { recursive: true });
  const sources = mirrors.map(({ uri, options }) => {
    const square = options.length > 0 ? `[${options.join(' ')}] ` : '';
    return `deb ${square}${uri} ${suite} main\n`;
  });
  await writeFile(at('sources.list'), sources.join(''));
  await writeFile(at('status'), '');
  const settings = {
    'Dir::Etc::sourcelist': at('sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::State::lists': at('lists'),
    'Dir::State::status': at('status'),
    'Dir::Cache': at('cache'),
    // The lists may be read by this user alone, so apt must not step down to another one.
    'APT::Sandbox::User': userInfo().username,
    'Acquire::Languages': 'none',
    'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled': 'false',
    'Acquire::IndexTargets::deb::DEP-11-icons-small::DefaultEnabled': 'false',
    'Acquire::IndexTargets::deb::DEP-11-icons::DefaultEnabled': 'false',
    'Acquire::Retries': '2',
  };
  const hooks = ['APT::Update::Pre-Invoke', 'APT::Update::Post-Invoke', 'APT::Update::Post-Invoke-Success'];
  const lines = [
    ...hooks.map((name) => `#clear ${name};`),
    ...Object.entries(settings).map(([name, value]) => `${name} "${value}";`),
  ];
  const path = at('apt.conf');
  await writeFile(path, `${lines.join('\n')}\n`);
  return path;
}

async function apt(aptGet: string, args: readonly string[], cwd: string): Promise<void> {
  const result: RunResult = await runTool(aptGet, args, { cwd, timeoutMs: APT_TIMEOUT_MS });
  if (result.status === 'failed') {
    const code = result.code === 'tool-missing' ? 'apt-unavailable' : 'apt-failed';
    throw new ToolError(code, code === 'apt-unavailable' ? 'this machine has no apt-get' : result.message);
  }
  const errors = result.stderr.split('\n').filter((line) => /^[EW]:/.test(line));
  // `apt-get update` exits with 0 although a suite could not be read; the following download shows it.
  if (result.exitCode === 0) return;
  const said = errors.find((line) => line.startsWith('E:')) ?? result.stderr.trim();
  throw new ToolError('apt-failed', `apt-get ${args.at(-1) ?? ''} ended with ${result.exitCode}: ${said}`);
}
