import { CHECKS } from '../../checks/index.generated.ts';
import { EXIT } from '../../diagnostics/exit-code.ts';
import { UserError } from '../../diagnostics/user-error.ts';
import { lint } from '../../lint/run.ts';
import type { Project } from '../../project/project.ts';
import { readProject } from '../../project/read-project.ts';
import { changesBetween, lineOf, newestRelease, PRODUCTS } from '../../releases/index.ts';
import type { ProductName } from '../../releases/index.ts';
import { upgradeJson, upgradeText } from '../../reporters/upgrade.ts';
import { changedTests, detectChanges, newFindings, withRelease } from '../../upgrade/index.ts';
import type { UpgradeReport } from '../../upgrade/index.ts';
import { compareVersions } from '../../util/compare-versions.ts';
import { styleFor, userPath } from '../io.ts';
import type { Io } from '../io.ts';
import { enter, load } from '../load.ts';
import type { Loaded } from '../load.ts';
import { nothingToCheck } from '../nothing-to-check.ts';
import { Relocation } from '../relocate.ts';
import { runProjectTests } from '../run-tests.ts';

export interface UpgradeOptions {
  readonly paths: readonly string[];
  readonly config?: string;
  readonly product: ProductName;
  /** The release that is in use; undefined: the configured one. */
  readonly from?: string;
  /** undefined: the newest known. */
  readonly to?: string;
  readonly format: 'text' | 'json';
}

/**
 * `rulecheck upgrade`: which rules, tests and configurations mean something else, fail or warn with another release.
 * Exit code 1 where something fails or has another result.
 */
export async function upgradeCommand(options: UpgradeOptions, io: Io): Promise<number> {
  const { product } = options;
  const entered = enter(io, options.config);
  const loaded = await load(options, entered);
  if (loaded.project.reportedFiles.length === 0) throw nothingToCheck(options.paths);
  const { from, to } = releasesOf(options, loaded);
  const before = sideOf(loaded, product, from);
  const after = sideOf(loaded, product, to);
  const lintOptions = { now: io.now(), complete: options.paths.length === 0 };
  const found = newFindings(
    lint(before, CHECKS, loaded.config, lintOptions).diagnostics,
    lint(after, CHECKS, loaded.config, lintOptions).diagnostics,
  );
  const detected = detectChanges(changesBetween(product, from, to), { before, after });
  const played = await playBoth(before, after, entered);
  const relocation = new Relocation(userPath(io, '.'));
  const report: UpgradeReport = {
    product: PRODUCTS[product].name,
    from,
    to,
    findings: [...detected.findings, ...found].map((each) => ({ ...each, file: relocation.file(each.file) })),
    tests: played.changed,
    played: played.count,
    unseen: detected.unseen,
    notes: [...detected.notes, ...notesOf(loaded, product)],
  };
  io.stdout.write(
    options.format === 'json'
      ? upgradeJson(report, product)
      : upgradeText(report, product, styleFor(io.stdout, io.env)),
  );
  const fails = report.findings.some(({ effect }) => effect !== 'warns') || report.tests.length > 0;
  return fails ? EXIT.findings : EXIT.clean;
}

/** @throws UserError for releases that are unknown or the wrong way round */
function releasesOf(
  { product, from: asked, to: wanted }: UpgradeOptions,
  { config: { settings } }: Loaded,
): { from: string; to: string } {
  const configured = {
    prometheus: settings.prometheus.release,
    alertmanager: settings.alertmanager.version,
    loki: settings.loki.version,
  }[product];
  const from = asked ?? configured;
  const to = wanted ?? newestRelease(product);
  const { name } = PRODUCTS[product];
  if (from === undefined)
    throw new UserError(
      `the current release of ${name} is unknown`,
      EXIT.usage,
      'add it, for example --from 2.53',
    );
  for (const each of [from, to])
    if (!/^v?\d+\.\d+(\.\d+)?$/.test(each))
      throw new UserError(
        `"${each}" is not a release of ${name}`,
        EXIT.usage,
        'write a release as 3.16 or 3.16.1',
      );
  if (compareVersions(lineOf(from), lineOf(to)) >= 0)
    throw new UserError(`${name} ${to} is not newer than ${from}`, EXIT.usage, 'swap --from and --to');
  return { from, to };
}

/** The project as one release reads it. @throws UserError where rulecheck does not know the release */
function sideOf({ files, config }: Loaded, product: ProductName, version: string): Project {
  const settings = withRelease(config.settings, product, version);
  if (settings !== undefined) {
    const project = readProject(files, settings);
    return project.isReportedWhole ? project : project.withFiles(project.reportedFiles);
  }
  throw new UserError(
    `rulecheck does not know ${PRODUCTS[product].name} ${version}`,
    EXIT.usage,
    `the newest supported release is ${newestRelease(product)}; docs/versions.md lists all`,
  );
}

async function playBoth(
  before: Project,
  after: Project,
  io: Io,
): Promise<{ changed: UpgradeReport['tests']; count: number }> {
  if (after.tests.length === 0) return { changed: [], count: 0 };
  const options = { engine: 'embedded' } as const;
  const first = await runProjectTests(before, before.tests, options, io);
  const second = await runProjectTests(after, after.tests, options, io);
  return { changed: changedTests(first.results, second.results), count: second.results.length };
}

function notesOf({ project }: Loaded, product: ProductName): string[] {
  const none = project.tests.length === 0;
  return none && product === 'prometheus'
    ? ['the project has no tests to run on both releases: differences that depend on data are not detected']
    : [];
}
