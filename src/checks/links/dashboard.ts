import { decodeUriPart } from '../../util/decode-uri.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import type { AlertingRule } from '../../documents/rules/types.ts';
import type { ScalarNode } from '../../yaml/node.ts';
import { liveElsewhere } from '../../analysis/dashboards/index.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { isTemplated } from '../../analysis/delivery/index.ts';
import { parseUrl, urlAnnotations } from '../../analysis/policy/index.ts';
import { replaceBetween } from '../../util/between.ts';

const example = (url: string) => ({
  'rules.yml': `groups:
  - name: web
    rules:
      - alert: WebDown
        expr: up{job="web"} == 0
        annotations:
          dashboard_url: ${url}
`,
  'dashboards/web.json': `{"uid": "web-overview", "title": "Web", "schemaVersion": 39, "panels": [{"id": 4}]}\n`,
});

export default defineCheck({
  meta: {
    id: 'links/dashboard',
    summary: 'dashboard URLs whose dashboard or panel does not exist',
    why: 'The on-call engineer follows the link and gets an empty page.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'No such dashboard',
          files: example('https://grafana.example.com/d/web-overvew'),
          at: ['https://grafana.example.com/d/web-overvew'],
        },
        {
          title: 'No such panel',
          files: example('https://grafana.example.com/d/web-overview?viewPanel=5'),
          at: ['https://grafana.example.com/d/web-overview?viewPanel=5'],
        },
      ],
      right: [
        { files: example('https://grafana.example.com/d/web-overview/web?viewPanel=4') },
        {
          title: 'Most dashboards are kept elsewhere',
          files: {
            ...example('https://grafana.example.com/d/web-overview'),
            'more.yml': ruleFile(
              ...['checkout', 'search', 'mail', 'stock'].map((uid) =>
                alert(`up{job="${uid}"} == 0`, {
                  annotations: { dashboard_url: `https://grafana.example.com/d/${uid}` },
                }),
              ),
            ),
          },
        },
      ],
    },
  },
  messages: {
    uid: (data: { alert: string; uid: string; similar: string }) => ({
      message: `the dashboard of the alert "${data.alert}" does not exist: no dashboard has the uid "${data.uid}"${data.similar}`,
      why: 'the on-call engineer follows the link and gets an empty page',
      help: 'correct the uid; if the dashboard is kept elsewhere, add the uid to "dashboards: uids:" in rulecheck.yaml',
    }),
    panel: (data: { alert: string; panel: string; file: string }) => ({
      message: `the dashboard ${data.file} has no panel ${data.panel}, which the alert "${data.alert}" links to`,
      why: 'the link opens an empty panel',
      help: 'correct the panel id, or link to the whole dashboard',
    }),
  },
  create: (context) => ({
    Project(project) {
      const { dashboards, settings } = project;
      const byUid = new Map(
        dashboards.flatMap((one) => (one.uid === undefined ? [] : [[one.uid, one] as const])),
      );
      const known = [...byUid.keys(), ...settings.dashboards.uids];
      if (known.length === 0) return;
      const links = project.alerts.flatMap(dashboardLinks);
      const strangers = links.filter(({ uid }) => !known.includes(uid));
      const elsewhere =
        settings.dashboards.uids.length === 0 &&
        liveElsewhere(
          links.map(({ uid }) => uid),
          strangers.map(({ uid }) => uid),
        );
      for (const { rule, uid, node } of strangers) {
        const similar = didYouMeanText(uid, known);
        if (elsewhere && similar === '') continue;
        const place = { file: rule.file, range: node.range };
        context.report('uid', place, { alert: rule.name.value, uid, similar });
      }
      for (const { rule, uid, url, node } of links) {
        const dashboard = byUid.get(uid);
        const panel = url.searchParams.get('viewPanel') ?? url.searchParams.get('panelId');
        if (dashboard === undefined || panel === null || isTemplated(panel)) continue;
        if (dashboard.panelIds.has(Number(panel.replace(/^panel-/, '')))) continue;
        const place = { file: rule.file, range: node.range };
        context.report('panel', place, { alert: rule.name.value, panel, file: dashboard.file.path });
      }
    },
  }),
});

interface DashboardLink {
  readonly rule: AlertingRule;
  readonly node: ScalarNode;
  readonly url: URL;
  readonly uid: string;
}

function dashboardLinks(rule: AlertingRule): DashboardLink[] {
  return urlAnnotations(rule).flatMap(({ name, value, node }) => {
    const url = parseUrl(replaceBetween(value.trim(), ['{{', '}}'], () => '{{}}'));
    const uid = /dashboard|grafana|panel/i.test(name)
      ? /\/d(?:-solo)?\/([^/?#]+)/.exec(url?.pathname ?? '')?.[1]
      : undefined;
    return url === undefined || uid === undefined || isTemplated(decodeUriPart(uid))
      ? []
      : [{ rule, node, url, uid }];
  });
}
