import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/index.generated.ts';
import { alert, ruleFile } from '../../src/checks/support/example-rules.ts';
import { DEFAULT_CONFIG } from '../../src/config/types.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { focusOf, isAskedAbout } from '../../src/lint/focus.ts';
import { lint } from '../../src/lint/run.ts';
import type { FoundFile } from '../../src/project/discover.ts';
import { readProject } from '../../src/project/read-project.ts';
import type { Fault, Topic } from '../recall/case.ts';
import { absence } from '../recall/cases/absence.ts';
import { aggregation } from '../recall/cases/aggregation.ts';
import { counters } from '../recall/cases/counters.ts';
import { duplicates } from '../recall/cases/duplicates.ts';
import { histograms } from '../recall/cases/histograms.ts';
import { joins } from '../recall/cases/joins.ts';
import { names } from '../recall/cases/names.ts';
import { onCall } from '../recall/cases/on-call.ts';
import { routeTrees } from '../recall/cases/routing/routes.ts';
import { secondLook } from '../recall/cases/second-look.ts';
import { sums } from '../recall/cases/sums.ts';
import { templates } from '../recall/cases/templates.ts';
import { units } from '../recall/cases/units.ts';

const TOPICS: readonly Topic[] = [
  absence,
  aggregation,
  counters,
  duplicates,
  histograms,
  joins,
  names,
  onCall,
  routeTrees,
  secondLook,
  sums,
  templates,
  units,
];
const faults = TOPICS.flatMap((topic) => topic.faults);
const config = { ...DEFAULT_CONFIG, preset: 'strict' as const };

/** The expected findings if one file was requested: with the whole project read, and with a part. */
function bothWays(files: Readonly<Record<string, string>>, asked: string): { all: string[]; some: string[] } {
  const found = Object.entries(files).map(([path, text]): FoundFile => {
    const base = { path, text, base: '/project', named: path === asked };
    return path === asked ? base : { ...base, unreported: true };
  });
  const project = readProject(found, config.settings);
  const asText = ({ check, file, range, message }: Diagnostic): string =>
    `${file.path}:${range.start}-${range.end}: ${message} [${check}]`;
  const isAsked = isAskedAbout(project);
  // An expression elsewhere that a recording rule here holds already: an opinion of "strict", for which all would be parsed.
  const isLeftOut = ({ check, file }: Diagnostic): boolean =>
    check === 'promql/already-recorded' && file.path !== asked;
  const reported = (isWanted: ReturnType<typeof focusOf>): string[] =>
    lint(project, CHECKS, config, { isWanted })
      .diagnostics.filter((each) => isAsked(each) && !isLeftOut(each))
      .map(asText)
      .sort();
  return { all: reported(undefined), some: reported(focusOf(project)) };
}

const inFile = ({ expr, before, files, ...rest }: Fault, i: number): Record<string, string> =>
  Object.fromEntries(
    Object.entries(
      files ?? { 'rules.yml': ruleFile(...(before ?? []), alert(JSON.stringify(expr), rest)) },
    ).map(([path, text]) => [`case-${i}/${path}`, text]),
  );

describe('a part of a project is enough to know what concerns one file', () => {
  const several = faults.filter(({ files }) => Object.keys(files ?? {}).length > 1);

  it('in every list of faults with several files', () => {
    expect(several.length).toBeGreaterThan(20);
    let findings = 0;
    for (const { files } of several)
      for (const path of Object.keys(files!)) {
        const { all, some } = bothWays(files!, path);
        expect(some, path).toEqual(all);
        findings += all.length;
      }
    expect(findings).toBeGreaterThan(50);
  });

  it('in a project of all of them together', () => {
    // Files that every rule depends on have everything looked at; rules, and what uses them, are what may be left out.
    const files = Object.assign({}, ...faults.map(inFile)) as Record<string, string>;
    const rules = Object.fromEntries(Object.entries(files).filter(([, text]) => /^groups:/m.test(text)));
    const paths = Object.keys(rules);
    let findings = 0;
    for (const path of paths.filter((_, i) => i % 40 === 7)) {
      const { all, some } = bothWays(rules, path);
      expect(some, path).toEqual(all);
      findings += all.length;
    }
    expect(findings).toBeGreaterThan(20);
  }, 240_000);
});
