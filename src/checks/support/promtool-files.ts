import type { PromtoolFile } from '../../documents/promtool-test/types.ts';
import { posix } from 'node:path';
import type { Located } from '../../documents/fields.ts';
import { decodePromtoolFile } from '../../documents/promtool-test/decode.ts';
import type { RuleDocument } from '../../documents/rules/types.ts';
import { collectInto } from '../../documents/test-issue.ts';
import type { TestIssue, TestIssueCode } from '../../documents/test-issue.ts';
import type { Project } from '../../project/project.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { matchName } from '../../util/glob-match.ts';
import { defineCheck } from '../contract.ts';
import type { AnyCheck, CheckMeta } from '../contract.ts';
import { reviewPromtoolFile } from './review-promtool.ts';
import { append } from '../../util/append.ts';

/** The findings about a promtool test file of the project. */
interface Reviewed {
  readonly file: SourceFile;
  readonly issues: readonly TestIssue[];
}

const reviews = new WeakMap<Project, readonly Reviewed[]>();

/** The issues of every promtool test file, found once for all checks. */
function reviewsOf(project: Project): readonly Reviewed[] {
  let all = reviews.get(project);
  if (all === undefined) reviews.set(project, (all = reviewAll(project)));
  return all;
}

function reviewAll(project: Project): Reviewed[] {
  return project.tests.flatMap((document) => {
    if (document.kind !== 'promtool-test') return [];
    const own: TestIssue[] = [];
    const file = decodePromtoolFile(document.root, document.file, collectInto(own));
    if (file === undefined) return [];
    const proves = own.filter(({ code }) => code === 'proves-nothing');
    const rules = loadedRules(file.ruleFiles, document.file, project);
    const found =
      rules === undefined ? [] : asGenerated(reviewPromtoolFile({ file, ...rules }), file, project);
    return [{ file: document.file, issues: [...proves, ...found] }];
  });
}

/**
 * Missing rule files are a warning where the project has the tested alerts in another form (an object, a chart), or files
 * of that name elsewhere: a script puts them there before the tests run.
 */
function asGenerated(
  issues: readonly TestIssue[],
  file: PromtoolFile,
  project: Project,
): readonly TestIssue[] {
  const tested = file.tests.flatMap(({ alertTests }) => alertTests.map(({ alertname }) => alertname));
  if (tested.length === 0 || !issues.some(({ code }) => code === 'no-rule-files')) return issues;
  const known = new Set(project.alerts.map(({ name }) => name.value));
  const all = [...project.files, ...project.foreign];
  const names = new Set(all.map((one) => posix.basename(one.file.path)));
  const elsewhere = file.ruleFiles.every(({ value }) => names.has(posix.basename(value)));
  if (!elsewhere && !tested.every((name) => known.has(name))) return issues;
  return issues.map((issue) => (issue.code === 'no-rule-files' ? { ...issue, severity: 'warning' } : issue));
}

/** The rules that patterns name; undefined: not all of them can be known here. */
function loadedRules(
  patterns: readonly Located<string>[],
  file: SourceFile,
  project: Project,
): { documents: RuleDocument[]; unmatched: Located<string>[] } | undefined {
  const documents: RuleDocument[] = [];
  const unmatched: Located<string>[] = [];
  for (const pattern of patterns) {
    const path = posix.normalize(posix.join(posix.dirname(file.path), pattern.value));
    // Outside the project, and files named one by one: the other files are not known.
    if (posix.isAbsolute(pattern.value) || path.startsWith('../')) return undefined;
    const found = project.ruleDocuments.filter((document) => isMatch(path, document.file.path));
    if (found.length === 0 && !project.whole) return undefined;
    if (found.length === 0 && !project.files.some((other) => isMatch(path, other.file.path)))
      unmatched.push(pattern);
    append(documents, found);
  }
  return { documents: [...new Set(documents)], unmatched };
}

/** Go's filepath.Match: a star stays within a folder. */
function isMatch(pattern: string, path: string): boolean {
  const [globs, names] = [pattern.split('/'), posix.normalize(path).split('/')];
  return globs.length === names.length && globs.every((glob, i) => matchName(glob, names[i]!));
}

type Empty = Readonly<Record<string, never>>;

/** A check that reports some kinds of issues of promtool's test files. */
export function promtoolCheck(meta: CheckMeta<Empty>, codes: readonly TestIssueCode[]): AnyCheck {
  return defineCheck({
    meta,
    messages: {
      issue: ({ message, why, help }: TestIssue) => ({ message, why, help }),
    },
    create: (context) => ({
      Project(project) {
        for (const { file, issues } of reviewsOf(project)) {
          for (const issue of issues) {
            if (!codes.includes(issue.code)) continue;
            // An error of the review may be a warning of the check, never the other way round.
            const severity =
              issue.severity === 'warning' && meta.severity === 'error' ? 'warning' : undefined;
            context.report('issue', { file, range: issue.range }, issue, { severity });
          }
        }
      },
    }),
  });
}
