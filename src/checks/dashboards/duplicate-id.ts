import { dirname } from 'node:path/posix';
import type { Panel } from '../../documents/dashboard/index.ts';
import { groupBy } from '../../util/group-by.ts';
import { defineCheck } from '../contract.ts';
import { exampleDashboard } from '../support/example-dashboards.ts';

export default defineCheck({
  meta: {
    id: 'dashboards/duplicate-id',
    summary: 'dashboards of one folder with the same uid, and panels of one dashboard with the same id',
    why: 'Grafana loads neither of two dashboards with the same uid from a folder, and a link to a panel opens the wrong one.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: {
            'a.json': exampleDashboard([{ expr: 'up' }]),
            'b.json': exampleDashboard([{ expr: 'up' }]),
          },
          at: ['"shop"', '"shop"'],
        },
        {
          title: 'Panels',
          files: {
            'shop.json': exampleDashboard([
              { id: 4, expr: 'up' },
              { id: 4, expr: 'x' },
            ]),
          },
          at: ['4'],
        },
      ],
      right: [
        {
          title: 'The folders may be for different servers',
          files: {
            'test/shop.json': exampleDashboard([{ expr: 'up' }]),
            'production/shop.json': exampleDashboard([{ expr: 'up' }, { expr: 'x' }]),
          },
        },
      ],
    },
  },
  messages: {
    uid: (data: { uid: string; other: string }) => ({
      message: `another dashboard of this folder also has the uid "${data.uid}": ${data.other}`,
      why: 'Grafana rejects both when it reads the folder ("the same UID is used more than once"), and keeps the previous state',
      help: 'give one of them another uid',
    }),
    panel: (data: { id: number; title: string }) => ({
      message: `another panel of this dashboard also has the id ${data.id}: ${data.title}`,
      why: 'Grafana assigns another id to one of them each time it opens the dashboard: links to the panel (viewPanel=) and its alerts break',
      help: 'give one of them another id',
    }),
  },
  create: (context) => ({
    Project({ dashboards }) {
      const folders = groupBy(
        dashboards.filter(({ uid }) => uid !== undefined),
        ({ file, uid }) => `${dirname(file.path)} ${uid ?? ''}`,
      );
      for (const group of folders.values()) {
        for (const dashboard of group) {
          const other = group.find((each) => each !== dashboard);
          const { file, uid, uidRange } = dashboard;
          if (other === undefined || uid === undefined || uidRange === undefined) continue;
          context.report('uid', { file, range: uidRange }, { uid, other: other.title ?? other.file.path });
        }
      }
    },
    Dashboard(dashboard) {
      const seen = new Map<number, Panel>();
      for (const panel of dashboard.panels) {
        if (panel.id === undefined) continue;
        const first = seen.get(panel.id);
        if (first === undefined) {
          seen.set(panel.id, panel);
          continue;
        }
        const { file } = dashboard;
        context.report(
          'panel',
          { file, range: panel.idRange },
          { id: panel.id, title: first.title === undefined ? 'one without a title' : `"${first.title}"` },
          { severity: 'warning', related: [{ file, range: first.idRange, message: 'the first one' }] },
        );
      }
    },
  }),
});
