import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { CHECKS } from '../../checks/index.generated.ts';
import type { RunbookMapping } from '../../config/types.ts';
import { EXIT } from '../../diagnostics/exit-code.ts';
import { UserError } from '../../diagnostics/user-error.ts';
import { makeBaseline, printBaseline } from '../../lint/baseline.ts';
import { lint } from '../../lint/run.ts';
import type { LintOptions, LintResult } from '../../lint/run.ts';
import { suggestConventions, suggestRunbooks } from '../../lint/suggest-config.ts';
import { repositoryOf } from '../../project/find-owners.ts';
import { placeOf } from '../../project/place.ts';
import type { Project } from '../../project/project.ts';
import { readProject } from '../../project/read-project.ts';
import { printFound, printNewConfig, printNextSteps } from '../../reporters/init.ts';
import type { NewConfig, NextSteps } from '../../reporters/init.ts';
import { errorCode } from '../../util/error-code.ts';
import { plural } from '../../util/plural.ts';
import { printable } from '../../util/printable.ts';
import { userPath } from '../io.ts';
import type { Io } from '../io.ts';
import { loadLayers } from '../load-config.ts';
import { enter, load } from '../load.ts';
import type { Loaded } from '../load.ts';
import { pathFrom } from '../relocate.ts';
import { version } from '../version.ts';
import { writeWhole } from '../write-whole.ts';

export interface InitOptions {
  /** The file of accepted findings to write; true: by its usual name. */
  readonly baseline?: string | true;
}

const CONFIG_FILE = 'rulecheck.yaml';
const BASELINE_FILE = 'rulecheck-baseline.json';

/**
 * `rulecheck init`: says what is there, writes a configuration (and a baseline, where asked) that leaves every finding
 * as it is, and names the next steps. Files that are there stay as they are.
 */
export async function init({ baseline: asked }: InitOptions, outer: Io): Promise<number> {
  // A configuration that is written here makes this folder a project of its own.
  const around = enter(outer, undefined);
  const hasConfig = placeOf(outer.cwd).config !== undefined;
  const io = hasConfig ? around : outer;
  const loaded = await load({ paths: [], everything: true }, io);
  const { project, config } = loaded;
  if (project.files.length === 0) {
    io.stdout.write(
      'Found no rules, Alertmanager configuration, tests, dashboards or runbooks in this folder.\n' +
        'Nothing was written. Run "rulecheck init" in the folder that contains them.\n',
    );
    return EXIT.clean;
  }
  const hasOwners = loaded.files.some(({ ownersBelow }) => ownersBelow !== undefined);
  io.stdout.write(`Found:\n${printFound(project, hasOwners)}\n`);
  const result = lint(project, CHECKS, config, lintOptions(io));
  const layers = await loadLayers(undefined, io);
  const known = layers.at(-1)?.file;
  if (known === undefined) {
    await create(io, CONFIG_FILE, printNewConfig(newConfig(loaded, result, io)));
    io.stdout.write(`Created ${CONFIG_FILE}; it does not change what lint reports\n`);
  } else io.stdout.write(`${printable(pathFrom(outer.cwd, known))} exists and was not changed\n`);
  const baseline = asked === undefined ? undefined : asked === true ? BASELINE_FILE : asked;
  if (baseline !== undefined) io.stdout.write(await acceptAll(baseline, project, result, io));
  const steps = printNextSteps({
    ...(await surroundings(io.cwd)),
    summary: result.summary,
    version,
    hasTests: project.tests.length > 0,
    baseline: existsSync(userPath(io, baseline ?? BASELINE_FILE)) ? (baseline ?? BASELINE_FILE) : undefined,
  });
  io.stdout.write(`\n${steps}`);
  return EXIT.clean;
}

const lintOptions = (io: Io): LintOptions => ({ now: io.now(), complete: true });

/** The matchers that may be written without a new finding, and those that are left to the reader. */
function newConfig({ project, config, files }: Loaded, result: LintResult, io: Io): NewConfig {
  const runbooks: RunbookMapping[] = [];
  const doubtful: RunbookMapping[] = [];
  for (const mapping of suggestRunbooks(project)) {
    const settings = { ...config.settings, runbooks: [...runbooks, mapping] };
    const tried = lint(readProject(files, settings), CHECKS, { ...config, settings }, lintOptions(io));
    if (asText(tried) === asText(result)) runbooks.push(mapping);
    else doubtful.push(mapping);
  }
  return { runbooks, doubtful, conventions: suggestConventions(project) };
}

function asText({ diagnostics }: LintResult): string {
  return JSON.stringify(
    diagnostics.map(({ check, severity, file, range, message }) => [
      check,
      severity,
      file.path,
      range,
      message,
    ]),
  );
}

/** Writes a baseline of all findings where there are any; says what was done. */
async function acceptAll(path: string, project: Project, result: LintResult, io: Io): Promise<string> {
  const name = printable(path);
  if (existsSync(userPath(io, path))) return `${name} exists and was not changed\n`;
  const { diagnostics } = result;
  if (diagnostics.length === 0) return 'no baseline written: there are no findings to accept\n';
  await create(io, path, printBaseline(makeBaseline(diagnostics, undefined, pathsOf(project), true)));
  return `Created ${name}: it accepts ${plural(diagnostics.length, 'finding')}\n`;
}

const pathsOf = (project: Project): ReadonlySet<string> =>
  new Set(project.files.map(({ file }) => file.path));

/** @throws UserError (exit 3) where the file cannot be written, or has come meanwhile */
async function create(io: Io, path: string, text: string): Promise<void> {
  await writeWhole(userPath(io, path), text, { isNew: true }).catch((error: unknown) => {
    throw new UserError(
      `cannot write "${path}": ${errorCode(error)}`,
      EXIT.failure,
      errorCode(error) === 'EEXIST'
        ? 'the path exists but is not a regular file: remove it first'
        : 'check the permissions of the folder and the free disk space',
    );
  });
}

/** What the repository around a folder uses already. */
async function surroundings(cwd: string): Promise<Pick<NextSteps, 'hasPreCommit' | 'ci'>> {
  const root = await repositoryOf(cwd);
  const has = (path: string): boolean => existsSync(resolve(root, path));
  return {
    hasPreCommit: has('.pre-commit-config.yaml'),
    ci: [
      ...(has('.github/workflows') ? (['github'] as const) : []),
      ...(has('.gitlab-ci.yml') ? (['gitlab'] as const) : []),
    ],
  };
}
