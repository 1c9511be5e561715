import { posix } from 'node:path';
import type { RunbookMapping } from '../config/types.ts';
import type { Project } from '../project/project.ts';

/** A label that every alert carries with one of few values. */
export interface Convention {
  readonly label: string;
  readonly values: readonly string[];
}

/** So many alerts are needed before what they have in common is called a convention. */
const FEW_ALERTS = 3;
const MOST_VALUES = 6;
/** Labels that name teams or urgency: other labels that alerts have in common are chance. */
const TELLING_LABELS = ['severity', 'priority', 'team', 'owner', 'service'];

/**
 * Which folders of pages the runbook links of alerts lead to: a link whose end is the name of a page shows the prefix.
 * Prefixes that only one link speaks for are left out where it could be chance: no page, or two that fit.
 */
export function suggestRunbooks(project: Project): RunbookMapping[] {
  const known = project.settings.runbooks.map(({ prefix }) => prefix);
  const found = new Map<string, RunbookMapping>();
  for (const url of runbookUrls(project)) {
    if (known.some((prefix) => url.startsWith(prefix))) continue;
    const name = /\/([^/]+?)(?:\.(?:md|html))?\/?$/.exec(url.replace(/[?#][^]*/, ''))?.[1];
    if (name === undefined) continue;
    const pages = project.pages.filter(({ file }) => posix.parse(file.path).name === name);
    const [page, another] = pages;
    if (page === undefined || another !== undefined) continue;
    const prefix = url.slice(0, url.lastIndexOf(`/${name}`) + 1);
    const folder = posix.dirname(page.file.path);
    if (folder === '.' || /^https?:\/\/[^/]*\/?$/.test(prefix.slice(0, -1))) continue;
    if (!found.has(prefix)) found.set(prefix, { prefix, folder });
  }
  return [...found.values()];
}

function runbookUrls(project: Project): string[] {
  const links = project.alerts.flatMap(({ annotations }) =>
    annotations.filter(({ name, value }) => /runbook|playbook/i.test(name) && /^https?:\/\/\S+$/.test(value)),
  );
  return links.map(({ value }) => value).filter((url) => !url.includes('{{'));
}

/** Labels that all alerts have, each with the few values that it takes. */
export function suggestConventions(project: Project): Convention[] {
  const { alerts } = project;
  if (alerts.length < FEW_ALERTS) return [];
  return TELLING_LABELS.flatMap((label) => {
    const values = alerts.map(
      ({ labels, group }) => [...labels, ...group.labels].find(({ name }) => name === label)?.value,
    );
    const given = values.filter((value) => value !== undefined && value !== '' && !value.includes('{{'));
    const distinct = [...new Set(given)].filter((value) => value !== undefined).sort();
    const holds = given.length === alerts.length && distinct.length <= MOST_VALUES;
    return holds ? [{ label, values: distinct }] : [];
  });
}
