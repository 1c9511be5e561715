import type { RuleDocument } from '../../documents/rules/types.ts';
import type { Impact } from '../../lint/impact.ts';
import type { Project } from '../../project/project.ts';
import {
  equivalenceOf,
  hintFor,
  openUnits,
  playAll,
  routingMutants,
  ruleMutants,
  runMutants,
  variantOf,
} from '../../testing/mutation/index.ts';
import type {
  Mutant,
  MutantResult,
  MutationReport,
  MutationRunOptions,
  Survivor,
  TestUnit,
} from '../../testing/mutation/index.ts';
import type { Io } from '../io.ts';
import { withProgress } from '../progress.ts';
import { runInput } from '../run-tests.ts';
import { mutatedRouting } from './mutated-routing.ts';

export interface MutateProjectOptions {
  /** Only tests whose name matches. */
  readonly run?: string;
  readonly paths: readonly string[];
  /** For so many survivors it is worked out what would kill them; undefined: for all. */
  readonly mostHints?: number | undefined;
}

/**
 * Runs the mutants of a project's rules and routes with its tests, by the embedded engine.
 *
 * @param impact what changed; undefined: everything is mutated
 */
export async function mutateProject(
  project: Project,
  impact: Impact | undefined,
  options: MutateProjectOptions,
  io: Io,
): Promise<MutationReport> {
  const input = await runInput(project, project.tests, { engine: 'embedded', paths: options.paths }, io);
  const units = await openUnits(input);
  const base = {
    cwd: io.cwd,
    now: () => io.now(),
    rest: () => new Promise<void>((resume) => setImmediate(resume)),
  };
  let progress = { what: 'playing the tests once', done: 0, total: units.length };
  const routingOf = mutatedRouting(project, units, io.cwd);
  const onProgress = (done: number, total: number): void => {
    progress = { what: 'running the mutants', done, total };
  };
  const runOptions: MutationRunOptions = { ...base, routingOf, onProgress };
  const what = (): string => `${progress.what}: ${progress.done} of ${progress.total}`;
  const { passing, failing } = await withProgress(what, io, () => playAll(units, runOptions));
  const mutants = mutantsOf(project, impact, passing);
  const startMs = io.now();
  const results = await withProgress(what, io, () => runMutants(mutants, passing, runOptions));
  const tookMs = io.now() - startMs;
  const survivors = survivorsOf(results, runOptions, input.evaluation ?? {}, options.mostHints);
  return { results, survivors, tests: units, failing, tookMs };
}

/** The mutants of the files that were asked about. Mutants of configurations that no test is judged by prove nothing. */
function mutantsOf(project: Project, impact: Impact | undefined, units: readonly TestUnit[]): Mutant[] {
  const proof = equivalenceOf(project);
  const documents = project.ruleDocuments.filter(({ file }) => project.isReported(file));
  const isChanged = (rule: RuleDocument['groups'][number]['rules'][number]): boolean =>
    impact === undefined || impact.everything || impact.rules.has(rule);
  const rules = documents.flatMap(({ groups }) => groups.flatMap((group) => group.rules)).filter(isChanged);
  const used = new Set(units.flatMap(({ routing }) => routing?.config ?? []));
  const configurations = project.alertmanagers.filter(
    ({ file, config, origin }) =>
      origin === 'file' &&
      project.isReported(file) &&
      used.has(config) &&
      (impact === undefined || impact.everything || impact.files.has(file.path)),
  );
  return [...rules.flatMap((rule) => ruleMutants(rule, proof)), ...configurations.flatMap(routingMutants)];
}

function survivorsOf(
  results: readonly MutantResult[],
  options: MutationRunOptions,
  evaluation: Parameters<typeof hintFor>[2],
  most = Infinity,
): Survivor[] {
  return results
    .filter(({ status }) => status === 'survived' || status === 'no-coverage')
    .map((result, i): Survivor => {
      const { mutant, status } = result;
      const isAsked = i < most && mutant.kind === 'rule' && status === 'survived';
      const variant = isAsked ? variantOf(mutant, options) : undefined;
      const hint = variant === undefined ? undefined : hintFor(result, variant, evaluation, options.cwd);
      return { result, hint };
    });
}
