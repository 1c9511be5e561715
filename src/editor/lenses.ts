import { alertLabels, allRoutedAlerts, coveringTests } from '../analysis/delivery/index.ts';
import type { AlertLabels } from '../analysis/delivery/index.ts';
import type { Project } from '../project/project.ts';
import { coverage } from '../routing/report/coverage.ts';
import { waysInWords } from '../reporters/routes/ways.ts';
import type { Range } from '../source/range.ts';
import { plural } from '../util/plural.ts';
import { cut } from './hover/markdown.ts';
import { parsedOf } from './place.ts';
import type { OpenFile, Spot } from './place.ts';
import { testsOf } from './symbols.ts';
import { shownRoutes, flat } from './hover/delivery.ts';

/** A line above a part of a file that says something of it. */
export interface Lens {
  readonly range: Range;
  readonly title: string;
  /** Its target; undefined: it only informs. */
  readonly leadsTo?:
    | { readonly kind: 'places'; readonly places: readonly Spot[] }
    /** Tests that can be run: those of this file whose names match the pattern. */
    | { readonly kind: 'run'; readonly path: string; readonly pattern: string };
}

/**
 * The lenses above the parts of a file: above an alert its tests and whom it reaches, above a recorded series who uses it,
 * above a receiver how many alerts end there, above a test a way to run it.
 */
export function lensesOf(open: OpenFile): readonly Lens[] {
  return (parsedOf(open)?.documents ?? []).flatMap((document): Lens[] => {
    switch (document.kind) {
      case 'rules':
        return document.groups.flatMap(({ rules }) =>
          rules.flatMap((rule) =>
            rule.kind === 'alert' ? alertLenses(rule, open) : recordLens(rule.name, open),
          ),
        );
      case 'alertmanager': {
        const root = shownRoutes(open.project, document);
        if (root === undefined) return [];
        const routes = flat(root);
        return document.config.receivers.map(({ name }) => {
          const here = routes.filter(({ receiver }) => receiver === name.value);
          const certain = new Set(here.flatMap(({ alerts }) => alerts));
          const possible = new Set(
            here
              .flatMap(({ possibleAlerts }) => possibleAlerts.map(({ alert }) => alert))
              .filter((alert) => !certain.has(alert)),
          );
          const more = possible.size === 0 ? '' : `, ${possible.size} more depending on labels`;
          return { range: name.range, title: `${plural(certain.size, 'alert')}${more}` };
        });
      }
      case 'scenarios':
      case 'promtool-test':
      case 'route-tests':
        return testsOf(document.root).map(({ name, selection }) => ({
          range: selection,
          title: 'run',
          leadsTo: {
            kind: 'run',
            path: open.file.path,
            pattern: name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
          },
        }));
      default:
        return [];
    }
  });
}

function alertLenses(rule: AlertLabels['rule'], { project, names }: OpenFile): Lens[] {
  const alert = alertLabels(project).find((each) => each.rule === rule);
  if (alert === undefined) return [];
  const { range } = rule.name;
  const count = coveringTests(project, alert).reduce((sum, { tests }) => sum + tests, 0);
  const files = new Set(project.tests.map(({ file }) => file));
  const places = names.of('alert', alert.name).filter(({ file }) => files.has(file));
  const tests: Lens =
    count === 0
      ? { range, title: 'no tests' }
      : { range, title: plural(count, 'test'), leadsTo: { kind: 'places', places } };
  return [tests, ...reachLens(alert, project)];
}

/** `reaches oncall-page, backend-team`, in each Alertmanager configuration. */
function reachLens(alert: AlertLabels, project: Project): Lens[] {
  return project.alertmanagers.flatMap((document) => {
    const { tree } = document;
    if (tree === undefined || document.isGrafana === true) return [];
    const state = allRoutedAlerts(document, project).state(alert);
    const [row] = coverage(tree, [{ name: alert.name, labels: alert.known, state }], { receivers: [] }).rows;
    const ways = row === undefined ? [] : waysInWords(row);
    return ways.length === 0
      ? []
      : [{ range: alert.rule.name.range, title: cut(`reaches ${ways.join(' or ')}`, 120) }];
  });
}

function recordLens(name: { readonly value: string; readonly range: Range }, { names }: OpenFile): Lens[] {
  const places = names.of('series', name.value).filter(({ role }) => role === 'use');
  const title = places.length === 0 ? 'not used in this project' : plural(places.length, 'use');
  return [
    places.length === 0
      ? { range: name.range, title }
      : { range: name.range, title, leadsTo: { kind: 'places', places } },
  ];
}
