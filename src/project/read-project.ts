import type { ProjectSettings, PrometheusSettings } from '../config/types.ts';
import type { DocumentIssue } from '../documents/issue.ts';
import { isForeignKind } from '../documents/foreign.ts';
import { readDocuments } from '../documents/read.ts';
import type { ReadOptions } from '../documents/read.ts';
import type { ParsedFile } from '../documents/types.ts';
import type { ParseOptions } from '../promql/syntax/options.ts';
import { SourceFile } from '../source/source-file.ts';
import { BoundReached } from './bounds.ts';
import type { FoundFile } from './discover.ts';
import { withAlertmanagerObjects } from './alertmanager-settings.ts';
import type { LiveFacts } from './live-facts.ts';
import { Owners } from './owners.ts';
import { Project } from './project.ts';
import type { ForeignFile } from './project.ts';
import { compareVersions } from '../util/compare-versions.ts';

/** What brings rules that are not in the repository: a chart with rules of its own, and OpenShift. */
const OTHER_RULES =
  /\b(?:kube-prometheus|victoria-metrics-k8s)-stack\b|\bopenshift-monitoring\b|^defaultRules\s*:/m;

/** How texts become documents. */
export interface DocumentReader {
  /** The file of a text that was found. */
  file(found: FoundFile): SourceFile;
  read(file: SourceFile, options: ReadOptions): ParsedFile;
}

const FRESH: DocumentReader = {
  file: ({ path, text, base }) => new SourceFile(path, text, base),
  read: readDocuments,
};

/**
 * Turns found files into the model of a project. Pure.
 *
 * @param live what a server said of it
 * @param maxDocuments characters that the files with documents may have
 * @throws BoundReached where they have more
 * @param kept gives again what was read of the same text before; undefined: everything is read
 */
export function readProject(
  files: readonly FoundFile[],
  configured: ProjectSettings,
  live?: LiveFacts,
  maxDocuments = Infinity,
  kept: DocumentReader = FRESH,
): Project {
  let documents = 0;
  const settings: ProjectSettings = {
    ...configured,
    alertmanager: withAlertmanagerObjects(files, configured.alertmanager),
  };
  const names = settings.prometheus.version === 2 ? 'legacy' : 'utf8';
  const promql = promqlOptions(settings.prometheus);
  const { alertmanager } = settings;
  const asked: ParsedFile[] = [];
  const context: ParsedFile[] = [];
  const unreported = new Set<SourceFile>();
  const foreign: ForeignFile[] = [];
  const owners = files.find(isOwners);
  for (const found of files) {
    if (found === owners || found.nested === true) continue;
    const parsed = found.context === true ? context : asked;
    const file = kept.file(found);
    if (found.unreported === true) unreported.add(file);
    if (found.problem === 'binary' || found.problem === 'too-large' || found.problem === 'outside') {
      parsed.push({ file, documents: [], issues: [unreadable(found)] });
      continue;
    }
    if (found.foreign !== undefined && isForeignKind(found.path)) {
      foreign.push({ file, format: found.foreign });
      if (found.named) parsed.push({ file, documents: [], issues: [notRead(found.foreign)] });
      continue;
    }
    const read = kept.read(file, {
      named: found.named,
      names,
      promql,
      alertmanager,
      loki: settings.loki.version,
      release: releaseOf(settings.prometheus),
    });
    if (read.documents.length > 0) documents += found.text.length;
    if (documents > maxDocuments) throw new BoundReached({ bound: 'documents', limit: maxDocuments });
    if (found.foreign !== undefined && read.documents.length === 0) {
      foreign.push({ file, format: found.foreign });
      const issues = read.issues.filter(({ code }) => code !== 'unrecognised');
      const named = found.named ? [notRead(found.foreign)] : [];
      if (named.length + issues.length > 0) parsed.push({ ...read, issues: [...named, ...issues] });
    } else if (found.problem === 'not-utf8')
      parsed.push({ ...read, issues: [notUtf8(found), ...read.issues] });
    else if (found.named || read.documents.length > 0 || read.issues.length > 0) parsed.push(read);
  }
  const whole = files.every(({ base, named, cut }) => (base !== undefined || !named) && cut === undefined);
  const known = owners === undefined ? undefined : new Owners(owners.text, owners.ownersBelow);
  const hasOtherRules = files.some(({ text }) => OTHER_RULES.test(text));
  return new Project(asked, settings, whole, context, known, unreported, foreign, hasOtherRules, live);
}

/** A CODEOWNERS file that was looked for, rather than named on the command line. */
function isOwners({ path, named }: FoundFile): boolean {
  return !named && /(?:^|\/)CODEOWNERS$/.test(path);
}

/** The release that reads configurations: of 2.x without a release the last with long support. */
function releaseOf({ version, release }: PrometheusSettings): string | undefined {
  return release ?? (version === 2 ? '2.53' : undefined);
}

/** The PromQL that the configured server accepts. */
function promqlOptions({ version, release, features }: PrometheusSettings): ParseOptions {
  const literals = release !== undefined && compareVersions(release, '2.54') >= 0 ? 3 : version;
  if (features === undefined) return { version, literals };
  return {
    version,
    literals,
    features: {
      experimentalFunctions: features.includes('promql-experimental-functions'),
      fillModifiers: features.includes('promql-binop-fill-modifiers'),
      // Duration expressions and extended range selectors need no flag in 3.14 and 3.16: promql/version judges older releases.
    },
  };
}

/** Somebody named a file that holds alerting in a form of another tool. */
function notRead(format: string): DocumentIssue {
  return {
    code: 'unrecognised',
    message: `rulecheck does not read this file: it contains alerting in the form of ${format}`,
    why: 'the file was not checked',
    help: 'lint the Prometheus rules generated from it, if any: my-generator | rulecheck lint -',
    range: { start: 0, end: 0 },
  };
}

function unreadable(found: FoundFile): DocumentIssue {
  const range = { start: 0, end: 0 };
  if (found.problem === 'binary') {
    return {
      code: 'not-utf8',
      message: `"${found.path}" is a binary file, not text`,
      help: 'pass the YAML file itself; unpack an archive first',
      range,
    };
  }
  if (found.problem === 'outside') {
    return {
      code: 'not-utf8',
      severity: 'warning',
      message: `"${found.path}" is a link to a target outside the working tree and was not read`,
      why: 'the file was not checked: otherwise a pull request could show any file of this machine',
      help: 'replace the link with the file, or exclude it with "exclude"',
      range,
    };
  }
  return {
    code: 'not-utf8',
    message: `"${found.path}" is larger than 48 MiB and was not read`,
    why: 'the file was not checked',
    help: 'split it into several files',
    range,
  };
}

function notUtf8(found: FoundFile): DocumentIssue {
  const at = Math.max(0, found.text.indexOf('\uFFFD'));
  return {
    code: 'not-utf8',
    message: 'this file is not valid UTF-8',
    why: 'YAML must be Unicode: Prometheus rejects the file',
    help: 'save it as UTF-8',
    range: { start: at, end: at + 1 },
  };
}
