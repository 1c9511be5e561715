import type { AnyCheck } from '../checks/contract.ts';
import type { Config } from '../config/types.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Project } from '../project/project.ts';
import { didYouMeanText } from '../util/did-you-mean.ts';
import { covers, readDirectives } from './directives.ts';
import type { Directive } from './directives.ts';

/** The check under whose name faults of the comments themselves are reported. */
export const SUPPRESSION_CHECK = 'config/suppression';

/**
 * Takes out what comments switch off, and adds a finding for each comment that is wrong: no reason, an unknown
 * check, or nothing to switch off. Those findings cannot be switched off by the comment itself.
 */
export function applyDirectives(
  project: Project,
  found: readonly Diagnostic[],
  checks: readonly AnyCheck[],
  config: Config,
): Diagnostic[] {
  const ids = checks.map((check) => check.meta.id as string);
  const removed = new Set<Diagnostic>();
  const own: Diagnostic[] = [];
  for (const { file } of project.files) {
    const { directives, unknown } = readDirectives(file);
    if (directives.length === 0 && unknown.length === 0) continue;
    const here = found.filter((diagnostic) => diagnostic.file === file);
    const report = (range: Diagnostic['range'], message: string, help: string): void => {
      own.push({ check: SUPPRESSION_CHECK, severity: 'warning', file, range, message, help, related: [] });
    };
    for (const { word, range } of unknown) {
      const known = ['disable-line', 'disable-next-line', 'disable-file'];
      report(
        range,
        `"${word}" is no directive of rulecheck${didYouMeanText(word, known)}`,
        `write ${known.join(', ')}`,
      );
    }
    for (const directive of directives) {
      const hits = here.filter((diagnostic) =>
        covers(directive, diagnostic.check, file.position(diagnostic.range.start).line),
      );
      for (const hit of hits) removed.add(hit);
      reportDirective(directive, ids, hits.length > 0, report);
    }
  }
  const kept = found.filter((diagnostic) => !removed.has(diagnostic));
  return config.checks.get(SUPPRESSION_CHECK)?.severity === 'off' ? kept : [...kept, ...own];
}

function reportDirective(
  directive: Directive,
  ids: readonly string[],
  used: boolean,
  report: (range: Diagnostic['range'], message: string, help: string) => void,
): void {
  const unknown = directive.checks.filter(
    (name) =>
      !ids.includes(name) && !ids.some((id) => name.endsWith('/*') && id.startsWith(name.slice(0, -1))),
  );
  for (const name of unknown) {
    report(
      directive.range,
      `there is no check "${name}" to disable${didYouMeanText(name, ids)}`,
      'run "rulecheck explain" for the list of checks',
    );
  }
  if (directive.reason === undefined) {
    report(
      directive.range,
      'this comment disables a check without saying why',
      'add the reason after " -- ": # rulecheck disable-next-line alerts/for -- pages at once on purpose',
    );
  }
  if (unknown.length === 0 && !used) {
    report(directive.range, 'this comment disables nothing: no such finding is there', 'remove the comment');
  }
}
