import { decodeUriPart } from '../../util/decode-uri.ts';

/** Where a link to a dashboard leads. */
export interface DashboardTarget {
  readonly uid: string;
  /** The panel's id; undefined: the whole dashboard. */
  readonly panel: string | undefined;
}

/** The dashboard that a URL or a path leads to (`/d/uid/slug?viewPanel=4`); undefined: it does not link to one. */
export function dashboardLink(text: string): DashboardTarget | undefined {
  const [path = '', query = ''] = text.split('?', 2);
  const uid = /(?:^|\/)d(?:-solo)?\/([^/#]+)/.exec(path)?.[1];
  if (uid === undefined) return undefined;
  const parameters = new URLSearchParams(query);
  const panel = parameters.get('viewPanel') ?? parameters.get('panelId');
  return { uid: decodeUriPart(uid), panel: panel?.replace(/^panel-/, '') ?? undefined };
}

/** Whether a part of a link is filled in when it is used. */
export function isTemplatedLink(text: string): boolean {
  return /[${}]|\[\[/.test(text);
}

/** Links to more than this many dashboards that are not here are not treated as misspellings. */
const MOST_SLIPS = 3;

/**
 * Are most dashboards that links lead to kept somewhere else? Then those of the repository are not all there are.
 *
 * @param uids of all links
 * @param strangers those that no dashboard of the project has
 */
export function liveElsewhere(uids: Iterable<string>, strangers: Iterable<string>): boolean {
  const unknown = new Set(strangers).size;
  return unknown > MOST_SLIPS && unknown > new Set(uids).size - unknown;
}
