import { resolve } from 'node:path';
import type { AnyCheck } from '../checks/contract.ts';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { fixAll } from '../lint/fix.ts';
import { concerns } from '../lint/impact.ts';
import type { LintOptions, LintResult } from '../lint/run.ts';
import { displayPath } from '../project/discover.ts';
import type { Project } from '../project/project.ts';
import { plural } from '../util/plural.ts';
import { printablePath } from '../util/printable.ts';
import { styleFor, userPath } from './io.ts';
import type { EnteredProject } from './load.ts';
import { replaceFile } from './replace-file.ts';
import { impactSince } from './since.ts';
import type { SinceOptions } from './since.ts';

export interface FixOptions {
  readonly fix?: true;
  /** Prints the changes instead of writing them. */
  readonly fixDryRun?: true;
}

export interface Fixed {
  readonly project: Project;
  readonly result: LintResult;
}

/**
 * Applies safe fixes to the files (with `--since`, of what changed and depends on it), or prints them as a diff; says on
 * stderr what was done.
 *
 * @returns the project and its findings after the fixes
 * @throws UserError (exit 2) for standard input, which cannot be written, (exit 3) where a file changed meanwhile
 */
export async function fixFiles(
  { files, config, project, io }: EnteredProject,
  checks: readonly AnyCheck[],
  options: FixOptions & SinceOptions & { readonly paths: readonly string[] },
  lintOptions: LintOptions,
): Promise<Fixed> {
  const dry = options.fixDryRun === true;
  if (options.paths.includes('-') && !dry) {
    throw new UserError(
      '--fix cannot write to standard input',
      EXIT.usage,
      'use --fix-dry-run, or pass a file',
    );
  }
  const impact = await impactSince(project, options, io);
  const first = impact === undefined ? { project } : { project, isWanted: concerns(impact, project) };
  const run = fixAll(files, checks, config, lintOptions, first);
  const shown = (path: string): string => displayPath(userPath(io, '.'), resolve(io.cwd, path));
  for (const { path, before, after, fixes } of run.changed) {
    if (dry) {
      const { unifiedDiff } = await import('../reporters/diff.ts');
      io.stdout.write(unifiedDiff(shown(path), before, after, styleFor(io.stdout, io.env)));
    } else await replaceFile(io.cwd, path, before, after);
    io.stderr.write(
      `${printablePath(shown(path))}: ${plural(fixes, 'finding')} ${dry ? 'would be fixed' : 'fixed'}\n`,
    );
  }
  for (const { file, range, check } of run.refused) {
    const { line } = file.position(range.start);
    io.stderr.write(
      `${printablePath(shown(file.path))}:${line}: the fix of ${check} was reverted because it caused new errors\n`,
    );
  }
  return run;
}
