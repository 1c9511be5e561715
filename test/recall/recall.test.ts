import { describe, expect, test } from 'vitest';
import { alert, ruleFile } from '../../src/checks/support/example-rules.ts';
import { lintFiles } from '../support/lint-files.ts';
import type { Fault, Sound } from './case.ts';
import { aggregation } from './cases/aggregation.ts';
import { counters } from './cases/counters.ts';
import { duplicates } from './cases/duplicates.ts';
import { onCall } from './cases/on-call.ts';
import { joins } from './cases/joins.ts';
import { magnitudes } from './cases/magnitudes.ts';
import { inhibitions } from './cases/routing/inhibition.ts';
import { intervals } from './cases/routing/intervals.ts';
import { receivers } from './cases/routing/receivers.ts';
import { routeTrees } from './cases/routing/routes.ts';
import { regexes } from './cases/regexes.ts';
import { sums } from './cases/sums.ts';
import { templates } from './cases/templates.ts';
import { absence } from './cases/absence.ts';
import { time } from './cases/time.ts';
import { histograms } from './cases/histograms.ts';
import { fragile } from './cases/fragile.ts';
import { names } from './cases/names.ts';
import { logql } from './cases/logql.ts';
import { secondLook } from './cases/second-look.ts';
import { outside } from './cases/outside.ts';
import { outsideAgain } from './cases/outside-again.ts';
import { outsideOnceMore } from './cases/outside-once-more.ts';
import { threads } from './cases/threads.ts';
import { units } from './cases/units.ts';
import { values } from './cases/values.ts';

const TOPICS = [
  values,
  joins,
  counters,
  aggregation,
  units,
  magnitudes,
  logql,
  names,
  fragile,
  histograms,
  time,
  absence,
  templates,
  sums,
  regexes,
  duplicates,
  onCall,
  routeTrees,
  inhibitions,
  intervals,
  receivers,
  secondLook,
  threads,
  outside,
  outsideAgain,
  outsideOnceMore,
];

function filesOf(rule: Fault | Sound): string | Readonly<Record<string, string>> {
  return rule.files ?? ruleFile(...(rule.before ?? []), alert(JSON.stringify(rule.expr), rule));
}

function nameOf({ expr, annotations, files }: Fault | Sound, index: number): string {
  const text = files === undefined ? '' : ` ${JSON.stringify(files).slice(0, 200)}`;
  return `${index}: ${expr ?? ''}${text} ${Object.values(annotations ?? {}).join('; ')}`;
}

function lint(fault: Fault) {
  const config = fault.config ?? (fault.strict ? 'preset: strict\n' : undefined);
  return lintFiles(filesOf(fault), config === undefined ? {} : { config });
}

describe.each(TOPICS)('$topic', ({ faults, sound }) => {
  const named = faults.map((fault, i) => [nameOf(fault, i), fault] as const);

  test.each(named.filter(([, { missed }]) => missed === undefined))('finds %s', (_, fault) => {
    const found = lint(fault);
    const places = found
      .filter(({ check }) => check === fault.finds)
      .map(({ file, range }) => file.slice(range));
    expect(places.length, JSON.stringify(found.map(({ check }) => check))).toBeGreaterThan(0);
    if (fault.at !== undefined) expect(places).toContain(fault.at);
  });

  // Whoever finds one of these takes its `missed` away.
  test.each(named.filter(([, { missed }]) => missed !== undefined))('does not find yet %s', (_, fault) => {
    expect(lint(fault).map(({ check }) => check)).not.toContain(fault.finds);
  });

  test.each(sound.map((rule, i) => [nameOf(rule, i), rule] as const))('is silent: %s', (_, rule) => {
    const found = lintFiles(filesOf(rule), rule.config === undefined ? {} : { config: rule.config });
    // The near misses are about rules and routes: their prometheus.yml says only what those need.
    const said = found.filter(({ check }) => check !== 'config/no-alertmanager');
    expect(said.map(({ check, message }) => `${check}: ${message}`)).toEqual([]);
  });
});
