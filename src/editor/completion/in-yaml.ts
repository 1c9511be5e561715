import { alertLabels } from '../../analysis/delivery/index.ts';
import type { ProjectDocument } from '../../documents/types.ts';
import { parsedOf } from '../place.ts';
import type { OpenFile } from '../place.ts';
import { named } from './item.ts';
import type { Completion } from './item.ts';
import type { YamlContext } from './yaml-context.ts';

type Kind = ProjectDocument['kind'] | undefined;

/** The keys that a map may have, by the key whose items or value it is; "" is the top of the file. */
const KEYS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  rules: {
    groups: ['name', 'interval', 'limit', 'query_offset', 'labels', 'rules'],
    rules: ['alert', 'record', 'expr', 'for', 'keep_firing_for', 'labels', 'annotations'],
    annotations: ['summary', 'description', 'runbook_url', 'dashboard_url'],
  },
  alertmanager: {
    '': ['global', 'route', 'receivers', 'inhibit_rules', 'time_intervals', 'templates'],
    route: [
      'receiver',
      'matchers',
      'group_by',
      'group_wait',
      'group_interval',
      'repeat_interval',
      'routes',
      'continue',
      'mute_time_intervals',
      'active_time_intervals',
    ],
    routes: [
      'receiver',
      'matchers',
      'group_by',
      'group_wait',
      'group_interval',
      'repeat_interval',
      'routes',
      'continue',
      'mute_time_intervals',
      'active_time_intervals',
    ],
    inhibit_rules: ['source_matchers', 'target_matchers', 'equal'],
  },
};

/** Ways to go on in a YAML file outside of expressions. */
export function yamlCompletions(context: YamlContext, open: OpenFile): readonly Completion[] {
  const { path, key, isItem } = context;
  const owner = path.at(-1) ?? '';
  const kinds = parsedOf(open)?.documents.map(({ kind }) => kind) ?? [];
  const kind: Kind = kinds[0];
  if (key !== undefined) return valuesOf(key, owner, open, context);
  if (isItem) {
    const items = valuesOf(owner, path.at(-2) ?? '', open, context);
    if (items.length > 0) return items;
  }
  return keysOf(owner, kind, open);
}

function valuesOf(
  key: string,
  owner: string,
  open: OpenFile,
  { prefix }: YamlContext,
): readonly Completion[] {
  const { names, project } = open;
  if (owner === 'labels' || owner === 'while')
    return key === 'alertname'
      ? named(names.defined('alert'), 'name')
      : named(labelValues(key, open), 'value');
  switch (key) {
    case 'receiver':
    case 'receivers':
      return named(names.defined('receiver'), 'name', 'receiver');
    case 'mute_time_intervals':
    case 'active_time_intervals':
    case 'muted_by':
      return named(names.defined('interval'), 'name', 'time interval');
    case 'alert':
    case 'alertname':
    case 'inhibited_by':
      return named(names.defined('alert'), 'name', 'alert');
    case 'runbook_url':
      return pages(open);
    case 'group_by':
    case 'equal':
      return named(labelNames(open), 'label');
    case 'matchers':
    case 'source_matchers':
    case 'target_matchers':
      return matcherItems(prefix, open);
    case 'expr':
      return named([...project.series.recorded], 'metric');
    default:
      return [];
  }
}

/** `team` while the label is written, its values once `team=` is there. */
function matcherItems(prefix: string, open: OpenFile): readonly Completion[] {
  const label = /^["']?([\w.]+)\s*(?:=~|!~|!=|=)/.exec(prefix)?.[1];
  if (label === undefined) return named(labelNames(open), 'label');
  const values = label === 'alertname' ? open.names.defined('alert') : labelValues(label, open);
  return named(values, 'value').map((item) => ({ ...item, label: `${label}="${item.label}"` }));
}

function keysOf(owner: string, kind: Kind, open: OpenFile): readonly Completion[] {
  if (owner === 'labels')
    return named(
      labelNames(open).filter((name) => name !== 'alertname'),
      'key',
    ).map(asKey);
  const keys = kind === undefined ? undefined : KEYS[kind]?.[owner];
  return (keys ?? []).map((label) => asKey({ label, kind: 'key' }));
}

const asKey = (item: Completion): Completion => ({ ...item, kind: 'key', insert: `${item.label}: ` });

/** Labels that alerts of the project have. */
function labelNames({ project }: OpenFile): string[] {
  return [...new Set(alertLabels(project).flatMap(({ known }) => [...known.keys()]))].sort();
}

function labelValues(label: string, { project }: OpenFile): Iterable<string> {
  return new Set(alertLabels(project).flatMap(({ known }) => known.get(label) ?? []));
}

/** The addresses of runbook pages. */
function pages({ project }: OpenFile): Completion[] {
  return project.settings.runbooks.flatMap(({ prefix, folder }) => {
    const below = folder.replace(/^\.\//, '').replace(/\/?$/, '/');
    return project.pages
      .filter(({ file }) => file.path.startsWith(below))
      .map(({ file, headings }): Completion => ({
        label: prefix + file.path.slice(below.length).replace(/\.\w+$/, ''),
        kind: 'page',
        detail: headings[0]?.text ?? file.path,
      }));
  });
}
