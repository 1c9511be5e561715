import { activity } from './activity.ts';
import { buildDashboard } from './dashboard.ts';
import type { DashboardV1, OneiricDashboard } from './dashboard.ts';
import { lifecycle } from './lifecycle.ts';
import { overview } from './overview.ts';
import { Pack } from './pack.ts';
import { performance } from './performance.ts';
import { remote } from './remote.ts';
import { resolution } from './resolution.ts';

/** A dashboard as code and as Grafana reads it. */
export interface GeneratedDashboard {
  readonly source: OneiricDashboard;
  readonly json: DashboardV1;
}

/** The six dashboards, in the order of their links. */
export function generateDashboards(pack = Pack.read()): GeneratedDashboard[] {
  return [overview, resolution, lifecycle, remote, activity, performance].map((make) => {
    const source = make(pack);
    return { source, json: buildDashboard(source, pack) };
  });
}

/** The text of a dashboard's file. */
export const dashboardText = ({ json }: GeneratedDashboard): string =>
  `${JSON.stringify(json, undefined, 2)}\n`;
