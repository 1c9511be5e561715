import { join, resolve } from 'node:path';
import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import { EXIT } from '../../../diagnostics/exit-code.ts';
import { UserError } from '../../../diagnostics/user-error.ts';
import type { AlertmanagerSettings } from '../../../config/types.ts';
import { operatorAlertmanager, readAlertmanager } from '../../../documents/alertmanager-document.ts';
import type { AlertmanagerDocument } from '../../../documents/alertmanager-document.ts';
import { isWrapped } from '../../routing-choice.ts';
import { readDocuments } from '../../../documents/read.ts';
import { chooseAlertmanager, isSelected, namesOfCandidates } from '../../../analysis/delivery/index.ts';
import { displayPath } from '../../../project/discover.ts';
import { MAX_FILE_BYTES, readRegular, refuse, treeAround } from '../../../project/read-regular.ts';
import { withAlertmanagerObjects } from '../../../project/alertmanager-settings.ts';
import type { Project } from '../../../project/project.ts';
import type { TimeIntervals } from '../../../routing/time-intervals/interval.ts';
import type { RouteTree } from '../../../routing/tree/route.ts';
import { SourceFile } from '../../../source/source-file.ts';
import { parseYaml } from '../../../yaml/parse.ts';
import { userPath } from '../../io.ts';
import { enter, load } from '../../load.ts';
import { loadConfig } from '../../load-config.ts';
import type { Io } from '../../io.ts';

/** The options of every `rulecheck routes` command. */
export interface RoutesOptions {
  /** rulecheck's own configuration. */
  readonly config?: string;
  /** The Alertmanager configuration; undefined: the one of the project. */
  readonly 'config.file'?: string;
}

/** An Alertmanager configuration that Alertmanager would run with. */
export interface Routing {
  readonly document: AlertmanagerDocument;
  readonly tree: RouteTree;
  readonly timeIntervals: TimeIntervals;
}

/** The project that the user is in, or what the given paths hold of it, for its alerts. */
export async function loadProject(
  options: RoutesOptions,
  paths: readonly string[],
  io: Io,
): Promise<Project> {
  const everything = paths.length === 0 ? ({ everything: true } as const) : {};
  const { project } = await load({ paths, config: options.config, ...everything }, enter(io, options.config));
  return project.isReportedWhole ? project : project.withFiles(project.reportedFiles);
}

/** The configuration that was named, else the only one of the project. @throws UserError without a usable one */
export async function loadRouting(
  options: RoutesOptions,
  project: (() => Promise<Project>) | undefined,
  io: Io,
): Promise<Routing> {
  const named = options['config.file'];
  if (named !== undefined) return usable(await readNamed(named, options, io));
  const loaded = await project?.();
  const choice =
    loaded === undefined ? ({ status: 'none' } as const) : chooseAlertmanager(loaded, closeTo(options, io));
  const policies = loaded?.grafana.flatMap((one) => one.policies) ?? [];
  // Without an Alertmanager, Grafana's own is the one that is meant.
  if (choice.status === 'none' && policies.length === 1) return usable(policies[0]!);
  switch (choice.status) {
    case 'found':
      return usable(choice.document);
    case 'none':
      throw new UserError(
        'no Alertmanager configuration found',
        EXIT.usage,
        'pass one: --config.file alertmanager.yml',
      );
    case 'unclear': {
      const { candidates } = choice;
      const first = candidates[0]?.paths[0] ?? '';
      throw new UserError(
        `found ${candidates.length} Alertmanager configurations: ${namesOfCandidates(candidates)}`,
        EXIT.usage,
        `choose one: --config.file ${first}, or "alertmanager: { file: ${first} }" in rulecheck.yaml`,
      );
    }
  }
}

/** Below the root of the project the closest configuration is meant, as of tests. */
function closeTo({ config }: RoutesOptions, io: Io): { readonly beside?: string } {
  const { cwd } = enter(io, config);
  const from = userPath(io, '.');
  return from === cwd ? {} : { beside: displayPath(cwd, join(from, 'here')) };
}

/**
 * Reads one file as an Alertmanager configuration of the configured version, whatever its content looks like. The
 * AlertmanagerConfig objects of a file become what the operator makes of them, with the configured base.
 *
 * @param path a path, or `revision:path` for a file as git has it at a branch, tag or commit
 */
export async function readNamed(path: string, options: RoutesOptions, io: Io): Promise<AlertmanagerDocument> {
  const { settings } = await loadConfig(options.config, enter(io, options.config));
  const absolute = resolve(io.cwd, path);
  const text = readTextFile(path, absolute, io) ?? (await readRevision(path, io));
  const file = new SourceFile(
    text.shown ?? displayPath(io.cwd, absolute),
    text.text,
    text.shown === undefined ? io.cwd : undefined,
  );
  const parsed = parseYaml(file.text);
  if (parsed.issues.length > 0) throw refused(file, parsed.issues);
  const root = parsed.documents[0]?.root;
  if (root === undefined)
    throw new UserError(
      `"${path}" is empty`,
      EXIT.usage,
      'an Alertmanager configuration starts with "route:"',
    );
  const alertmanager = withAlertmanagerObjects(
    [{ path: file.path, text: file.text, named: true }],
    settings.alertmanager,
  );
  const found = alertmanagersIn(file, alertmanager);
  const [first, ...others] = found;
  if (first?.origin === 'object') {
    const objects = found.filter((one) => one.origin === 'object' && isSelected(one, alertmanager));
    return operatorAlertmanager(objects, await readBase(path, options, io)) ?? first;
  }
  if (first === undefined) return readAlertmanager(root, file, alertmanager);
  // Alertmanager reads the first document of a file.
  if (others.length === 0 || !isWrapped(first)) return first;
  throw new UserError(
    `"${path}" contains ${found.length} Alertmanager configurations`,
    EXIT.usage,
    'write each into its own file',
  );
}

/** What a file holds, also inside of a Secret or a list of objects. */
function alertmanagersIn(file: SourceFile, alertmanager: AlertmanagerSettings): AlertmanagerDocument[] {
  const { documents } = readDocuments(file, {
    named: true,
    names: 'utf8',
    promql: { version: 3 },
    alertmanager,
  });
  return documents.flatMap((document) => {
    if (document.kind === 'alertmanager') return [document];
    return document.kind === 'grafana-alerting' ? document.policies : [];
  });
}

/** What the operator adds objects to, where the configuration names a file for it. */
async function readBase(
  path: string,
  options: RoutesOptions,
  io: Io,
): Promise<AlertmanagerDocument | undefined> {
  const entered = enter(io, options.config);
  const { settings } = await loadConfig(options.config, entered);
  const { baseFile } = settings.alertmanager;
  if (baseFile === undefined) return undefined;
  const absolute = resolve(entered.cwd, baseFile);
  if (absolute === resolve(io.cwd, path)) return undefined;
  const base = await readNamed(absolute, options, io);
  return base.origin === 'file' ? base : undefined;
}

interface NamedText {
  readonly text: string;
  /** What to call it; undefined: its path. */
  readonly shown?: string;
}

/** undefined: there is no such file. */
function readTextFile(path: string, absolute: string, io: Io): NamedText | undefined {
  const reading = readRegular(absolute, {
    tree: treeAround(absolute, userPath(io, '.')),
    maxBytes: MAX_FILE_BYTES,
  });
  if (!reading.ok) return reading.fault === 'absent' ? undefined : refuse(path, reading);
  const { bytes } = reading;
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    throw new UserError(`"${path}" is not valid UTF-8 text`, EXIT.usage);
  }
}

async function readRevision(path: string, io: Io): Promise<NamedText> {
  const [, revision, file] = /^([^:]+):(.+)$/.exec(path) ?? [];
  if (revision === undefined || file === undefined)
    throw new UserError(`the file "${path}" does not exist`, EXIT.usage);
  const { fileAtRevision } = await import('../../../tools/git.ts');
  const found = await fileAtRevision(io.cwd, revision, file);
  if (found.status === 'failed') throw new UserError(found.message, EXIT.usage, found.help);
  return { text: found.text, shown: path };
}

/** A configuration's tree. @throws UserError (exit 1, as amtool) where Alertmanager would not run with it */
export function usable(document: AlertmanagerDocument): Routing {
  const { tree, config, file, issues } = document;
  const errors = issues.filter(({ level }) => level === 'error');
  if (errors.length > 0 || tree === undefined) throw refused(file, errors);
  const timeIntervals = new Map(config.timeIntervals.map(({ name, intervals }) => [name.value, intervals]));
  return { document, tree, timeIntervals };
}

type Fault = Pick<Diagnostic, 'message' | 'why' | 'help' | 'range'>;

function refused(file: SourceFile, faults: readonly Fault[]): UserError {
  const diagnostics = faults.map(({ message, why, help, range }): Diagnostic => ({
    check: 'syntax/alertmanager',
    severity: 'error',
    file,
    range,
    message,
    why,
    help,
    related: [],
  }));
  return new UserError(`Alertmanager and amtool reject ${file.path}, so it routes no alert`, EXIT.findings, {
    diagnostics,
  });
}
