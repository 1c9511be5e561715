import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

/** Builds the package and packs it into a folder; what npm says of it, with its `path`. */
export function pack(folder) {
  const [packed] = packages(spawn('npm', ['pack', '--json', '--pack-destination', folder]).stdout);
  return { ...packed, path: join(folder, packed.filename) };
}

/** npm prints an array, and since version 12 an object by name; scripts may print before it. */
function packages(text) {
  const start = text.search(/^[[{]/m);
  const said = JSON.parse(text.slice(start));
  return Array.isArray(said) ? said : Object.values(said);
}

/** publint's rules for a tarball. */
export function lintPackage(tarball) {
  const publint = fileURLToPath(new URL('../../node_modules/.bin/publint', import.meta.url));
  spawn(publint, ['run', '--strict', tarball]);
}

/** Makes an empty project, as `npm init -y` does, and installs the tarball; the folder of the project. */
export function install(folder, tarball) {
  const project = join(folder, 'project');
  mkdirSync(project);
  spawn('npm', ['init', '-y'], { cwd: project });
  const { stderr } = spawn('npm', ['install', '--save-dev', '--no-audit', '--no-fund', tarball], {
    cwd: project,
  });
  if (/warn/i.test(stderr)) throw new Error(`npm install warns:\n${stderr}`);
  const { packages: installed } = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8'));
  const others = Object.keys(installed).filter((name) => name !== '' && name !== 'node_modules/rulecheck');
  if (others.length > 0) throw new Error(`it brings other packages: ${others.join(', ')}`);
  return project;
}

/** Writes files below a folder. @param files texts by path */
export function write(folder, files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Runs a program to its end; @throws Error with what it printed where it ends otherwise than with `status` (default 0) */
export function spawn(program, args, { status = 0, ...options } = {}) {
  const result = spawnSync(program, args, { encoding: 'utf8', ...options });
  if (result.error !== undefined) throw result.error;
  if (result.status !== status) {
    const ended = `${program} ${args.join(' ')} ended with ${result.status}, not with ${status}`;
    throw new Error(`${ended}\n${result.stdout}${result.stderr}`);
  }
  return result;
}
