import { dashboardLink, isTemplatedLink } from '../../analysis/dashboards/index.ts';
import type { DashboardTarget } from '../../analysis/dashboards/index.ts';
import type { DashboardDocument, DashboardLink } from '../../documents/dashboard/index.ts';
import type { Project } from '../../project/project.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { defineCheck } from '../contract.ts';
import { exampleDashboard } from '../support/example-dashboards.ts';
import { runbookPage } from '../support/runbook-page.ts';

const CONFIG = 'runbooks: [{ prefix: https://runbooks.example.com/, folder: docs }]\n';
const example = (url: string): Record<string, string> => ({
  'shop.json': exampleDashboard([{ id: 4, expr: 'up' }], { links: [{ type: 'link', title: 'More', url }] }),
  'till.json': exampleDashboard([{ id: 7, expr: 'up' }], { uid: 'till' }),
  'docs/shop.md': '# Shop\n\n## Mitigation\n',
});

export default defineCheck({
  meta: {
    id: 'dashboards/link',
    summary: 'links of dashboards to dashboards, panels and runbooks that do not exist',
    why: 'The on-call engineer follows the link during an incident and gets an error page.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        { files: example('/d/tll/till'), at: ['"/d/tll/till"'] },
        { title: 'A panel', files: example('/d/till?viewPanel=8'), at: ['"/d/till?viewPanel=8"'] },
        {
          title: 'A runbook',
          config: CONFIG,
          files: example('https://runbooks.example.com/shp'),
          at: ['"https://runbooks.example.com/shp"'],
        },
      ],
      right: [
        { files: example('/d/till/till?viewPanel=panel-7&${__url_time_range}') },
        { title: 'What a variable says', files: example('/d/${dashboard}') },
        { title: 'Nobody knows all dashboards of the server', files: example('/d/warehouse/stock') },
        { title: 'A page', config: CONFIG, files: example('https://runbooks.example.com/shop#mitigation') },
      ],
    },
  },
  messages: {
    uid: (data: { uid: string; similar: string }) => ({
      message: `no dashboard has the uid "${data.uid}"${data.similar}`,
      why: 'the link opens "dashboard not found"',
      help: 'correct the uid, or list it under "dashboards: uids:" in rulecheck.yaml if the dashboard is not in this repository',
    }),
    panel: (data: { panel: string; file: string }) => ({
      message: `the dashboard ${data.file} has no panel ${data.panel}`,
      why: 'the link opens an empty panel',
      help: 'correct the panel id, or link to the whole dashboard',
    }),
    page: (data: { file: string; similar: string }) => ({
      message: `the runbook does not exist: the file ${data.file} is missing${data.similar}`,
      why: 'the link opens an error page',
      help: 'create the page, or correct the URL',
    }),
    anchor: (data: { anchor: string; file: string; similar: string }) => ({
      message: `the runbook page ${data.file} has no heading for "#${data.anchor}"${data.similar}`,
      why: 'the link opens the top of the page instead of the section',
      help: 'correct the anchor, or add the heading',
    }),
  },
  create: (context) => ({
    Project(project) {
      const links = allLinks(project);
      const byUid = new Map(
        project.dashboards.flatMap((one) => (one.uid === undefined ? [] : [[one.uid, one]])),
      );
      const known = [...byUid.keys(), ...project.settings.dashboards.uids];
      const isStrange = ({ target: { uid } }: FoundLink): boolean => !known.includes(uid);
      // Without a list of the others nobody knows all dashboards of the server.
      const elsewhere = project.settings.dashboards.uids.length === 0;
      for (const link of links) {
        const {
          target,
          dashboard: owner,
          link: { url },
        } = link;
        const place = { file: owner.file, range: url.range };
        const dashboard = byUid.get(target.uid);
        const similar = isStrange(link) ? didYouMeanText(target.uid, known) : '';
        if (isStrange(link) && (similar !== '' || !elsewhere))
          context.report('uid', place, { uid: target.uid, similar });
        const { panel } = target;
        if (dashboard === undefined || panel === undefined || isTemplatedLink(panel)) continue;
        if (!dashboard.panelIds.has(Number(panel)))
          context.report('panel', place, { panel, file: dashboard.file.path });
      }
    },
    Dashboard(dashboard) {
      for (const { url } of linksOf(dashboard)) {
        const fault = isTemplatedLink(url.value) ? undefined : runbookPage(url.value, context.project);
        if (fault === undefined || fault.kind === 'there') continue;
        const place = { file: dashboard.file, range: url.range };
        if (fault.kind === 'page') context.report('page', place, fault);
        else context.report('anchor', place, fault);
      }
    },
  }),
});

interface FoundLink {
  readonly dashboard: DashboardDocument;
  readonly link: DashboardLink;
  readonly target: DashboardTarget;
}

function linksOf({ links, panels }: DashboardDocument): readonly DashboardLink[] {
  return [...links, ...panels.flatMap((panel) => panel.links)];
}

/** The links to dashboards whose uid is written out. */
function allLinks({ dashboards }: Project): FoundLink[] {
  return dashboards.flatMap((dashboard) =>
    linksOf(dashboard).flatMap((link) => {
      const target = dashboardLink(link.url.value);
      return target === undefined || isTemplatedLink(target.uid) ? [] : [{ dashboard, link, target }];
    }),
  );
}
