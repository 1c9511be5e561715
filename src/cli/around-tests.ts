import type { TestDocument } from '../documents/types.ts';
import type { Project } from '../project/project.ts';
import { child } from '../yaml/node.ts';
import type { Io } from './io.ts';
import { load } from './load.ts';

/** What was named on the command line. */
export interface Named {
  readonly paths?: readonly string[];
  readonly config?: string;
}

/**
 * The project around the tests that were named: paths choose the tests, while their rules, routes and catalogue are
 * those of the working directory too. Nothing more is read for tests that bring all they need.
 *
 * @param named the project made of the named paths alone
 */
export async function aroundTests(named: Project, options: Named, io: Io): Promise<Project> {
  const paths = options.paths ?? [];
  if (paths.length === 0 || !named.tests.some(needsProject)) return named;
  const config = options.config === undefined ? {} : { config: options.config };
  const { project } = await load({ paths: ['.', ...paths], ...config }, io);
  return project;
}

/** promtool's files name their rules; so may scenarios, and then only their routing is missing. */
function needsProject({ kind, root, file }: TestDocument): boolean {
  if (kind === 'promtool-test') return false;
  return (
    child(root, 'rule_files') === undefined ||
    /\b(?:receivers?|inhibited|notifications|message)/.test(file.text)
  );
}
