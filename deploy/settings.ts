/** What all deployments have in common; a test compares compose.yaml and the systemd units with it. */
export const PORTS = {
  oneiric: 8000,
  prometheus: 9090,
  alertmanager: 9093,
  grafana: 3000,
  loki: 3100,
  promtail: 9080,
} as const;

export const IMAGES = {
  prometheus: 'prom/prometheus:v3.5.0',
  alertmanager: 'prom/alertmanager:v0.28.1',
  grafana: 'grafana/grafana:12.1.0',
  loki: 'grafana/loki:3.5.3',
  promtail: 'grafana/promtail:3.5.3',
} as const;

/** How long metrics are kept, and how much disk they may take. */
export const RETENTION = { time: '30d', size: '50GB' } as const;

/** Files below /etc/alertmanager/secrets. */
export const ALERTMANAGER_SECRETS = [
  'slack_url',
  'pagerduty_oncall',
  'pagerduty_security',
  'smtp_password',
] as const;

/** The label by which Promtail knows containers whose lines are Oneiric's. */
export const LOG_LABEL = 'io.oneiric.logs=true';
