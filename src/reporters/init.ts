import type { RunbookMapping } from '../config/types.ts';
import type { LintSummary } from '../lint/run.ts';
import type { Convention } from '../lint/suggest-config.ts';
import type { Project } from '../project/project.ts';
import { plural } from '../util/plural.ts';
import { pageUrl } from './docs-url.ts';
import { schemaLine } from './schema-line.ts';
import { printable } from '../util/printable.ts';

/** What a new configuration says. */
export interface NewConfig {
  /** Written out. */
  readonly runbooks: readonly RunbookMapping[];
  /** Written as comments, as they would lead to findings. */
  readonly doubtful: readonly RunbookMapping[];
  readonly conventions: readonly Convention[];
}

/** The text of a configuration, with comments that say what each part is for. */
export function printNewConfig({ runbooks, doubtful, conventions }: NewConfig): string {
  const parts = [
    `${schemaLine('rulecheck')}# rulecheck needs no configuration; this file refines it. "rulecheck config" prints the effective settings.
preset: recommended # "strict" adds opinions
`,
    `# The release of the server that evaluates the rules, if it is not the newest.
# prometheus: { version: '2.53' }
`,
  ];
  if (runbooks.length > 0)
    parts.push(
      `# The pages behind runbook URLs: a missing page is a finding.\nrunbooks:\n${mappings(runbooks)}`,
    );
  if (doubtful.length > 0) {
    const key = runbooks.length > 0 ? '' : 'runbooks:\n';
    parts.push(
      `# Possible ${runbooks.length > 0 ? 'other ' : ''}folders of runbook pages. Some pages are missing there and would be findings.\n${commented(key + mappings(doubtful))}`,
    );
  }
  if (conventions.length > 0) parts.push(conventionText(conventions));
  return parts.join('\n');
}

function mappings(list: readonly RunbookMapping[]): string {
  const lines = list.map(
    ({ prefix, folder }) => `  - prefix: ${quoted(prefix)}\n    folder: ${quoted(folder)}\n`,
  );
  return lines.join('');
}

function conventionText(conventions: readonly Convention[]): string {
  const names = conventions.map(({ label }) => `"${label}"`).join(' and ');
  const labels = conventions.map(
    ({ label, values }) => `      ${label}: [${values.map(quoted).join(', ')}]\n`,
  );
  const setting = `checks:\n  alerts/required-labels:\n    severity: error\n    labels:\n${labels.join('')}`;
  return `# Every alert has ${names}. To require these values:\n${commented(setting)}`;
}

function commented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '# ');
}

/** A YAML scalar; none of these texts has line breaks. */
function quoted(text: string): string {
  return /^[a-z][\w-]*$/i.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(text)
    ? text
    : `'${printable(text).replaceAll("'", "''")}'`;
}

/** What a project holds, one kind a line. */
export function printFound(project: Project, ownersFound: boolean): string {
  const files = (kind: string): string[] => [
    ...new Set(
      project.files
        .filter(({ documents }) => documents.some((document) => document.kind === kind))
        .map(({ file }) => file.path),
    ),
  ];
  const line = (paths: readonly string[], what: string, many = `${what}s`, detail = ''): string[] =>
    paths.length === 0 ? [] : [`  ${plural(paths.length, what, many)}${detail}: ${examples(paths)}`];
  const rules = (language: 'promql' | 'logql', what: string, many?: string): string[] => {
    const documents = project.ruleDocuments.filter((document) => document.language === language);
    const all = documents.flatMap(({ groups }) => groups.flatMap((group) => group.rules));
    const alerts = all.filter(({ kind }) => kind === 'alert').length;
    const paths = [...new Set(documents.map(({ file }) => file.path))];
    const detail = ` (${plural(alerts, 'alert')}, ${plural(all.length - alerts, 'recording rule')})`;
    return line(paths, what, many, detail);
  };
  return [
    ...rules('promql', 'rule file'),
    ...rules('logql', 'file of Loki rules', 'files of Loki rules'),
    ...line(files('alertmanager'), 'Alertmanager configuration'),
    ...line(
      files('notification-templates'),
      'file of notification templates',
      'files of notification templates',
    ),
    ...line(files('prometheus-config'), 'Prometheus configuration'),
    ...line(files('promtool-test'), 'unit-test file of promtool', 'unit-test files of promtool'),
    ...line(files('scenarios'), 'scenario file'),
    ...line(files('route-tests'), 'file of route tests', 'files of route tests'),
    ...line(files('catalogue'), 'catalogue'),
    ...line(files('dashboard'), 'dashboard'),
    ...line(files('markdown'), 'runbook page'),
    ...(ownersFound ? ['  CODEOWNERS: reports name the owners of files, and overrides may go by them'] : []),
    '',
  ].join('\n');
}

const MOST_EXAMPLES = 3;

function examples(paths: readonly string[]): string {
  const more = paths.length - MOST_EXAMPLES;
  const shown = paths
    .slice(0, MOST_EXAMPLES)
    .map((path) => printable(path))
    .join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** What of a repository decides which steps come next. */
export interface NextSteps {
  readonly summary: LintSummary;
  readonly version: string;
  readonly hasTests: boolean;
  /** The baseline that later runs name; undefined: absent. */
  readonly baseline: string | undefined;
  readonly hasPreCommit: boolean;
  readonly ci: readonly ('github' | 'gitlab')[];
}

/** The steps after `rulecheck init`. */
export function printNextSteps(steps: NextSteps): string {
  const { summary, baseline, version } = steps;
  const flag = baseline === undefined ? '' : ` --baseline ${printable(baseline)}`;
  const count = summary.errors + summary.warnings + summary.infos;
  const parts: string[] = [];
  if (count === 0) parts.push('  lint has no findings\n');
  else if (baseline === undefined)
    parts.push(
      `  rulecheck lint               ${plural(count, 'finding')} (${plural(summary.errors, 'error')})\n` +
        '  rulecheck init --baseline    accept them for now, and report only new findings\n',
    );
  if (!steps.hasTests) parts.push(`  there are no tests yet; to test an alert: ${pageUrl('tutorial')}\n`);
  parts.push(
    `  before each commit, ${steps.hasPreCommit ? 'add' : 'with pre-commit'} in .pre-commit-config.yaml:
    repos:
      - repo: https://github.com/rulecheck/rulecheck
        rev: v${version}
        hooks: [{ id: rulecheck${baseline === undefined ? '' : `, args: [--baseline, ${quoted(baseline)}]`} }]
`,
  );
  for (const ci of steps.ci) parts.push(CI[ci]({ flag, version, baseline }));
  if (steps.ci.length === 0) parts.push(`  in CI:\n    rulecheck${flag}\n`);
  return `Next:\n${parts.join('\n')}`;
}

/** What an example of CI is made of: the options of the command, the release, and the file of accepted findings. */
interface CiExample {
  readonly flag: string;
  readonly version: string;
  readonly baseline: string | undefined;
}

const CI: Readonly<Record<'github' | 'gitlab', (example: CiExample) => string>> = {
  github: ({ version, baseline }) => `  in a job of GitHub Actions (findings as annotations):
    - uses: actions/checkout@v4
    - uses: rulecheck/rulecheck@v${version}
${baseline === undefined ? '' : `      with: { baseline: ${quoted(baseline)} }\n`}`,
  gitlab: ({ flag }) => `  in a job of GitLab (findings next to the lines of a merge request):
    script: rulecheck --format gitlab${flag} > gl-code-quality-report.json
    artifacts: { reports: { codequality: gl-code-quality-report.json } }
`,
};
