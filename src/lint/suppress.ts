import type { AnyCheck } from '../checks/contract.ts';
import type { Override } from '../config/types.ts';
import type { Diagnostic, Fix } from '../diagnostics/diagnostic.ts';
import type { Project } from '../project/project.ts';
import type { SourceFile } from '../source/source-file.ts';
import { didYouMeanText } from '../util/did-you-mean.ts';
import { matchPath } from '../util/glob-match.ts';
import { groupBy } from '../util/group-by.ts';
import { covers, readDirectives } from './directives.ts';
import type { Directive } from './directives.ts';
import type { Settings } from './place-settings.ts';

/** The check under whose name faults of comments and overrides themselves are reported. */
export const SUPPRESSION_CHECK = 'config/suppression';

const KINDS = ['disable-line', 'disable-next-line', 'disable-file'];
/** A day as people write it; whether the month has it is another question. */
const DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

export interface SuppressionResult {
  readonly kept: readonly Diagnostic[];
  /** Findings about the comments. */
  readonly faults: readonly Diagnostic[];
}

/**
 * Takes out what comments switch off, and finds the faults of the comments: no reason, an unknown check, a day
 * that has passed, or nothing to switch off. Those findings cannot be switched off by the comment itself.
 *
 * @param today `2026-12-31`; undefined: no comment ends
 * @param complete all of the project was looked at: what disables nothing here disables nothing at all
 */
export function applyDirectives(
  project: Project,
  found: readonly Diagnostic[],
  checks: readonly AnyCheck[],
  today: string | undefined,
  complete: boolean,
): SuppressionResult {
  const ids = checks.map((check) => check.meta.id as string);
  const removed = new Set<Diagnostic>();
  const faults: Diagnostic[] = [];
  const byFile = groupBy(found, ({ file }) => file);
  for (const { file } of project.files) {
    const { directives, unknown } = readDirectives(file);
    if (directives.length === 0 && unknown.length === 0) continue;
    const here = byFile.get(file) ?? [];
    for (const { word, range } of unknown) {
      const message = `"${word}" is not a directive of rulecheck${didYouMeanText(word, KINDS)}`;
      faults.push(fault({ file, range }, { message, help: `use ${KINDS.join(', ')}` }));
    }
    for (const directive of directives) {
      const lineOf = (diagnostic: Diagnostic): number => file.position(diagnostic.range.start).line;
      const hits = here.filter((diagnostic) => covers(directive, diagnostic.check, lineOf(diagnostic)));
      if (!hasEnded(directive, today)) for (const hit of hits) removed.add(hit);
      const place = { file, range: directive.range };
      for (const words of faultsOf(directive, ids, hits.length > 0, today)) {
        const fix = words.unused === true && complete ? removal(file, directive) : undefined;
        const { message, why, help } = words;
        faults.push({ ...fault(place, { message, why, help }), fix });
      }
    }
  }
  return { kept: found.filter((diagnostic) => !removed.has(diagnostic)), faults };
}

/**
 * Overrides whose day has passed, and those that take nothing away.
 *
 * @param complete the whole project was asked about; else nobody knows what an override takes away elsewhere
 */
export function overrideFindings(settings: Settings, project: Project, complete: boolean): Diagnostic[] {
  const isComplete = complete && project.isReportedWhole;
  const unused = settings.suppressions.filter((override) => isComplete && !settings.used.has(override));
  const why = 'if the finding returns, the suppression hides it';
  return [
    ...settings.expired.map((override) =>
      fault(override.place, {
        message: `this override expired on ${override.until ?? ''}`,
        help: 'fix the findings that it disabled, or set a new date with a reason',
      }),
    ),
    ...unused.map((override) =>
      fault(override.place, {
        message: `this override has no effect: ${named(override)} ${override.checks.size === 1 ? 'has' : 'have'} no finding there`,
        why,
        help: 'remove the override',
      }),
    ),
    ...(isComplete ? settings.adjustments : []).flatMap((override) => unmatchedFindings(override, project)),
  ];
}

/** Patterns of an override that match no file; those of a shared configuration may be about other projects. */
function unmatchedFindings({ paths, place }: Override, project: Project): Diagnostic[] {
  if (/^\.\.\/|(?:^|\/)node_modules\//.test(place.file.path)) return [];
  const unmatched = paths.filter((glob) => !project.files.some(({ file }) => matchPath(glob, file.path)));
  if (unmatched.length === 0) return [];
  const shown = unmatched.map((glob) => `"${glob}"`).join(', ');
  return [
    fault(place, {
      message: `no file matches ${shown} in "paths" of this override`,
      why: 'the settings of the override have no effect',
      help: 'correct the pattern (relative to the folder of the configuration), or remove it',
    }),
  ];
}

function named({ checks }: Override): string {
  return [...checks.keys()].map((name) => `"${name}"`).join(', ');
}

type Words = Pick<Diagnostic, 'message' | 'why' | 'help'>;

interface CommentWords extends Words {
  /** The comment does nothing: without it all is the same. */
  readonly unused?: true;
}

/** Takes a comment away, and its line with it if the line has no other text. */
function removal(file: SourceFile, { range }: Directive): Fix {
  const { line } = file.position(range.start);
  const start = file.lineStart(line);
  const before = file.text.slice(start, range.start);
  const end = file.text.indexOf('\n', range.end);
  const whole = before.trim() === '' && end >= 0;
  const blank = /(?<![ \t])[ \t]*$/.exec(before)?.[0].length ?? 0;
  const edit = whole
    ? { range: { start, end: end + 1 }, text: '' }
    : { range: { start: range.start - blank, end: range.end }, text: '' };
  return { description: 'remove the comment', safe: true, edits: [edit] };
}

function fault(place: Pick<Diagnostic, 'file' | 'range'>, words: Words): Diagnostic {
  return { check: SUPPRESSION_CHECK, severity: 'warning', ...place, ...words, related: [] };
}

function hasEnded({ until }: Directive, today: string | undefined): boolean {
  return until !== undefined && today !== undefined && isDay(until) && until < today;
}

/** A day of the calendar: 2026-02-30 is invalid. */
function isDay(text: string): boolean {
  return DATE.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}

function faultsOf(
  directive: Directive,
  ids: readonly string[],
  used: boolean,
  today: string | undefined,
): CommentWords[] {
  const faults: CommentWords[] = [];
  const unknown = directive.checks.filter(
    (name) =>
      !ids.includes(name) && !ids.some((id) => name.endsWith('/*') && id.startsWith(name.slice(0, -1))),
  );
  for (const name of unknown) {
    faults.push({
      message: `the check "${name}" does not exist, so it cannot be disabled${didYouMeanText(name, ids)}`,
      help: 'run "rulecheck explain" to list the checks',
    });
  }
  if (directive.reason === undefined) {
    faults.push({
      message: 'this comment disables a check without a reason',
      help: 'add the reason after " -- ": # rulecheck disable-next-line alerts/for -- pages at once intentionally',
    });
  }
  const { until } = directive;
  if (until !== undefined && !isDay(until)) {
    faults.push({
      message: until === '' ? '"until" has no date' : `"until ${until}" is not a date`,
      why: 'the comment never expires',
      help: 'write the last day on which it applies: until 2026-12-31',
    });
  }
  if (unknown.length === 0 && !used) {
    faults.push({
      unused: true,
      message: 'this comment has no effect: there is no such finding',
      help: 'remove the comment',
    });
  } else if (hasEnded(directive, today)) {
    faults.push({
      message: `this comment expired on ${until ?? ''}`,
      help: 'fix the finding that it disabled, or set a new date with a reason',
    });
  }
  return faults;
}
