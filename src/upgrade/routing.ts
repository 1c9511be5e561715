import type { RouteNode } from '../documents/alertmanager/types.ts';
import type { Project } from '../project/project.ts';
import { entryOf } from '../yaml/node.ts';
import type { UpgradeFinding } from './types.ts';

type Found = Omit<UpgradeFinding, 'change'>;

/** Routes below the root with an empty `group_by`, which inherited it before Alertmanager 0.31. */
export function emptyGroupBy(project: Project): Found[] {
  return routesOf(project).flatMap(({ route, file, isRoot }) => {
    if (isRoot || route.groupBy?.length !== 0) return [];
    const entry = entryOf(route.section.node, 'group_by');
    return [
      {
        effect: 'differs',
        file,
        range: entry?.key.range ?? route.range,
        message:
          'this empty "group_by" replaces that of the parent route: all alerts of this route become one group',
        help: 'remove it to keep the grouping of the parent route',
      },
    ];
  });
}

/** Matchers that the grammar of Alertmanager 0.27 reads differently; both sides were read with their own grammar. */
export function regrammaredMatchers(before: Project, after: Project): Found[] {
  const old = new Map(routesOf(before).map((place) => [keyOf(place), textOf(place.route)]));
  return routesOf(after).flatMap((place) => {
    const [was, is] = [old.get(keyOf(place)), textOf(place.route)];
    if (was === undefined || was === is) return [];
    return [
      {
        effect: 'differs',
        file: place.file,
        range: place.route.range,
        message: `the matchers of this route now mean ${is}, and meant ${was} before`,
        help: 'put the values in double quotes: both grammars parse them alike',
      },
    ];
  });
}

interface RoutePlace {
  readonly route: RouteNode;
  readonly file: UpgradeFinding['file'];
  readonly isRoot: boolean;
}

function routesOf(project: Project): RoutePlace[] {
  return project.alertmanagers.flatMap(({ config, file }) => {
    const root = config.route;
    if (root === undefined) return [];
    const all: RoutePlace[] = [];
    const add = (route: RouteNode, isRoot: boolean): void => {
      all.push({ route, file, isRoot });
      for (const child of route.routes) add(child, false);
    };
    add(root, true);
    return all;
  });
}

const keyOf = ({ file, route }: RoutePlace): string => `${file.path}\0${route.range.start}`;

function textOf({ matchers }: RouteNode): string {
  return `{${matchers.map(({ name, op, value }) => `${name}${op}${JSON.stringify(value)}`).join(', ')}}`;
}
