import type { AnyCheck, CheckContext, Messages, MessageText, Visitor } from '../checks/contract.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Project } from '../project/project.ts';
import type { Settings } from './place-settings.ts';
import { guarded } from './guard.ts';
import { inEncoded, isGenerated, isRendered } from './inner-texts.ts';
import { inObject } from './object-words.ts';
import { refuseReport } from './refuse-report.ts';
import type { CrashSink } from './guard.ts';
import { Scopes } from './scope.ts';
import type { Setting } from './settings.ts';
import { isRecord } from '../util/is-record.ts';
import { errorText } from '../util/error-text.ts';

/** The check under whose name a check that threw is reported. */
export const CHECK_FAILED = 'config/check-failed';

/** The visitors of all checks that are on somewhere: one for each set of options that a check has anywhere. */
export function createVisitors(
  project: Project,
  checks: readonly AnyCheck[],
  settings: Settings,
  found: Diagnostic[],
  stopwatch?: Stopwatch,
): Visitor[] {
  return checks.flatMap((check) => {
    if (settings.varies(check)) return varyingVisitors(project, check, settings, found, stopwatch);
    const setting = settings.base(check);
    if (setting.severity === 'off') return [];
    return [
      createVisitor(project, check, setting.options, (finding) => keep(finding, setting, found), stopwatch),
    ];
  });
}

/** Takes the time of checks; times are milliseconds. */
export interface Stopwatch {
  readonly now: () => number;
  readonly add: (check: string, ms: number) => void;
}

/** A finding as the check reports it: the severity is its own where it brings one. */
type Reported = Omit<Diagnostic, 'severity'> & { readonly severity: Diagnostic['severity'] | undefined };

function keep(finding: Reported, setting: Setting, found: Diagnostic[]): void {
  const { severity: own } = finding;
  const severity = setting.explicit ? setting.severity : (own ?? setting.severity);
  if (severity !== 'off' && setting.severity !== 'off') found.push({ ...finding, severity });
}

/** Where settings differ by place, each set of options runs everywhere and keeps the findings at its places. */
function varyingVisitors(
  project: Project,
  check: AnyCheck,
  settings: Settings,
  found: Diagnostic[],
  stopwatch?: Stopwatch,
): Visitor[] {
  const variants = new Map<string, Setting['options']>();
  for (const scope of Scopes.all(project)) {
    const setting = settings.in(check, scope);
    if (setting.severity !== 'off') variants.set(JSON.stringify(setting.options), setting.options);
  }
  return [...variants].map(([key, options]) => {
    const take = (finding: Reported): void => {
      const setting = settings.at(check, finding);
      if (JSON.stringify(setting.options) !== key || setting.severity === 'off') return;
      if (settings.suppressing(check, finding) === undefined) keep(finding, setting, found);
    };
    return createVisitor(project, check, options, take, stopwatch);
  });
}

function createVisitor(
  project: Project,
  check: AnyCheck,
  options: Setting['options'],
  take: (finding: Reported) => void,
  stopwatch?: Stopwatch,
): Visitor {
  const { plugin } = check;
  const report: CheckContext<unknown, Messages>['report'] = (messageId, place, data, details) => {
    // The registry forgets the types of messages; defineCheck has compared them, but for those of a plugin.
    const messages = check.messages as Record<string, ((data: unknown) => MessageText) | undefined>;
    const words = messages[messageId]?.(data);
    if (plugin !== undefined) refuseReport(project, messageId, words, place, details);
    const finding = {
      check: check.meta.id,
      severity: details?.severity,
      file: place.file,
      range: place.range,
      ...words!,
      related: atMostThree(details?.related ?? []),
      ...(details?.names === undefined ? {} : { names: details.names }),
      fix: isRendered(place.file) ? undefined : details?.fix,
    };
    if (!isGenerated(project, finding)) take(inObject(project, inEncoded(project, finding)));
  };
  const crashed: CrashSink = (place, error) => {
    const at = place ?? { file: project.files[0]!.file, range: { start: 0, end: 0 } };
    const text = errorText(error);
    const { id } = check.meta;
    const owner = plugin === undefined ? '' : ` of the plugin "${plugin}"`;
    const mend = plugin === undefined ? 'please report it with this file' : 'fix the plugin';
    take({
      check: CHECK_FAILED,
      severity: 'error',
      ...at,
      message: `the check "${id}"${owner} crashed here: ${text}`,
      why: 'the check stopped, so its other findings in this run are missing',
      help: `${mend}; until then disable the check: "${id}: off" under "checks" in rulecheck.yaml`,
      related: [],
    });
  };
  const all = guarded(() => check.create({ project, options, report }), crashed);
  const visitor =
    check.meta.dashboards === true || project.dashboards.length === 0 ? all : withoutDashboards(all);
  return stopwatch === undefined ? visitor : timed(visitor, check.meta.id, stopwatch);
}

type Visit = (thing: unknown, query?: unknown) => void;

/** A visitor that sees no query of a dashboard. */
function withoutDashboards(visitor: Visitor): Visitor {
  const isOfDashboard = (thing: unknown): boolean =>
    isRecord(thing) && isRecord(thing['owner']) && thing['owner']['kind'] === 'dashboard';
  const entries = Object.entries(visitor as Record<string, Visit>);
  return Object.fromEntries(
    entries.map(([kind, visit]) => [
      kind,
      (thing: unknown, query?: unknown): void => {
        if (!isOfDashboard(query ?? thing)) visit(thing, query);
      },
    ]),
  );
}

/** A visitor whose calls are timed. What a check is the first to ask for (facts of an expression) counts as its own. */
function timed(visitor: Visitor, id: string, { now, add }: Stopwatch): Visitor {
  const time =
    (visit: Visit): Visit =>
    (thing, query) => {
      const startedMs = now();
      visit(thing, query);
      add(id, now() - startedMs);
    };
  const entries = Object.entries(visitor as Record<string, Visit>);
  return Object.fromEntries(entries.map(([kind, visit]) => [kind, time(visit)]));
}

/** Places beyond this are counted: nobody follows a hundred of them. */
const MOST_RELATED = 3;

function atMostThree(related: Diagnostic['related']): Diagnostic['related'] {
  const more = related.length - MOST_RELATED;
  if (more <= 0) return related;
  const shown = related.slice(0, MOST_RELATED);
  const last = shown[MOST_RELATED - 1]!;
  const count = more === 1 ? '1 more place' : `${more} more places`;
  return [...shown.slice(0, -1), { ...last, message: `${last.message} (and ${count})` }];
}
