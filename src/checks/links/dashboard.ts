import { decodeUriPart } from '../../util/decode-uri.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { defineCheck } from '../contract.ts';
import { isTemplated } from '../support/effective-labels.ts';
import { parseUrl, urlAnnotations } from '../support/urls.ts';

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
    why: 'Whoever is paged follows the link and gets an empty page.',
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
      right: [{ files: example('https://grafana.example.com/d/web-overview/web?viewPanel=4') }],
    },
  },
  messages: {
    uid: (data: { alert: string; uid: string; similar: string }) => ({
      message: `the dashboard of the alert "${data.alert}" does not exist: no dashboard has the uid "${data.uid}"${data.similar}`,
      why: 'whoever is paged follows the link and gets an empty page',
      help: 'correct the uid; a dashboard that lives elsewhere is declared under "dashboards: uids:" in rulecheck.yaml',
    }),
    panel: (data: { alert: string; panel: string; file: string }) => ({
      message: `the dashboard ${data.file} has no panel ${data.panel}, which the alert "${data.alert}" links to`,
      why: 'the link opens an empty panel',
      help: 'correct the panel id, or link to the whole dashboard',
    }),
  },
  create(context) {
    const { dashboards, settings } = context.project;
    const byUid = new Map(
      dashboards.flatMap((dashboard) =>
        dashboard.uid === undefined ? [] : [[dashboard.uid, dashboard] as const],
      ),
    );
    const known = [...byUid.keys(), ...settings.dashboards.uids];
    return {
      AlertingRule(rule) {
        if (known.length === 0) return;
        for (const { name, value, node } of urlAnnotations(rule)) {
          const url = parseUrl(value.trim().replace(/\{\{[\s\S]*?\}\}/g, '{{}}'));
          const uid = /dashboard|grafana|panel/i.test(name)
            ? /\/d(?:-solo)?\/([^/?#]+)/.exec(url?.pathname ?? '')?.[1]
            : undefined;
          if (url === undefined || uid === undefined || isTemplated(decodeUriPart(uid))) continue;
          const place = { file: rule.file, range: node.range };
          const alert = rule.name.value;
          if (!known.includes(uid)) {
            context.report('uid', place, { alert, uid, similar: didYouMeanText(uid, known) });
            continue;
          }
          const dashboard = byUid.get(uid);
          const panel = url.searchParams.get('viewPanel') ?? url.searchParams.get('panelId');
          if (dashboard === undefined || panel === null || isTemplated(panel)) continue;
          const id = Number(panel.replace(/^panel-/, ''));
          if (!dashboard.panelIds.has(id))
            context.report('panel', place, { alert, panel, file: dashboard.file.path });
        }
      },
    };
  },
});
