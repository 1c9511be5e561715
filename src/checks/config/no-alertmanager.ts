import { serversLoading } from '../../project/same-server.ts';
import { defineCheck } from '../contract.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';

const RULES = ruleFile(alert('absent(orders)', { name: 'OrdersGone', for: '5m' }));

export default defineCheck({
  meta: {
    id: 'config/no-alertmanager',
    summary: 'prometheus.yml files that load alerts and name no Alertmanager',
    why: 'The alerts fire in the web interface of Prometheus, and nobody is notified.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: {
            'prometheus.yml': 'rule_files: [rules/*.yml]\nscrape_configs: []\n',
            'rules/orders.yml': RULES,
          },
          at: ['rule_files'],
        },
      ],
      right: [
        {
          files: {
            'prometheus.yml': `rule_files: [rules/*.yml]
alerting:
  alertmanagers: [{ static_configs: [{ targets: [localhost:9093] }] }]
`,
            'rules/orders.yml': RULES,
          },
        },
        {
          title: 'No alerts',
          files: {
            'prometheus.yml': 'rule_files: [rules/*.yml]\n',
            'rules/orders.yml': ruleFile(record('shop:orders:sum', 'sum(orders)')),
          },
        },
      ],
    },
  },
  messages: {
    missing: (data: { alerts: string }) => ({
      message: `this server loads alerts (${data.alerts}) and has no "alerting" section that names an Alertmanager`,
      why: 'Prometheus evaluates the alerts and sends them nowhere',
      help: 'add "alerting: alertmanagers:" with the address of Alertmanager',
    }),
  },
  create: (context) => ({
    PrometheusConfig(config) {
      const { project } = context;
      const { file, hasAlertmanagers, ruleFilesRange: range } = config;
      if (hasAlertmanagers || range === undefined || !project.whole) return;
      const alerts = project.alerts.filter(
        ({ file: { path }, group }) =>
          group.document.language === 'promql' && serversLoading(path, [config]).length > 0,
      );
      if (alerts.length === 0) return;
      const names = alerts.slice(0, 2).map(({ name }) => name.value);
      const more = alerts.length > names.length ? `, and ${alerts.length - names.length} more` : '';
      context.report('missing', { file, range }, { alerts: `${names.join(', ')}${more}` });
    },
  }),
});
