/** Configurations in the ways that people write them, for mutation. amtool accepts each as it is. */
export const SEEDS: readonly string[] = [
  `# What a team starts with.
global:
  resolve_timeout: 5m
  smtp_smarthost: 'localhost:25'
  smtp_from: 'alertmanager@example.org'
  slack_api_url: "https://hooks.slack.com/services/T0/B0/x"
templates:
- '/etc/alertmanager/template/*.tmpl'
route:
  group_by: ['alertname', 'cluster', "service"]
  group_wait: 30s
  group_interval: 5m
  repeat_interval: 3h
  receiver: team-mails
  routes:
  - match_re:
      service: ^(foo1|foo2|baz)$
    receiver: team-mails
    routes:
    - match:
        severity: critical
      receiver: team-pager
      continue: true
  - matchers:
    - service="files"
    - severity =~ "warning|critical"
    receiver: chat # not the pager
    mute_time_intervals: [nights]
    active_time_intervals:
      - office
  - matchers: [ alertname=Watchdog ]
    receiver: 'null'
    group_by: ['...']
inhibit_rules:
- source_matchers: [ severity="critical" ]
  target_matchers: [ severity=~"warning|info" ]
  equal: [alertname, cluster]
- source_match:
    severity: critical
  target_match_re:
    severity: .*
  equal: ['service']
receivers:
- name: 'null'
- name: team-mails
  email_configs:
  - to: 'team@example.org, other@example.org'
    send_resolved: true
    headers:
      Subject: '{{ template "email.default.subject" . }}'
    require_tls: false
- name: team-pager
  pagerduty_configs:
  - service_key: 0123456789
    severity: '{{ .CommonLabels.severity }}'
    details:
      firing: '{{ template "pagerduty.default.instances" .Alerts.Firing }}'
- name: chat
  slack_configs:
  - channel: '#alerts'
    title: |-
      [{{ .Status | toUpper }}] {{ .CommonLabels.alertname }}
    text: >-
      {{ range .Alerts -}}
      *Alert:* {{ .Annotations.title }}
      {{ end }}
    fields:
    - title: a
      value: b
      short: true
    actions:
    - type: button
      text: 'Runbook'
      url: '{{ (index .Alerts 0).Annotations.runbook }}'
time_intervals:
- name: nights
  time_intervals:
  - times:
    - start_time: 22:00
      end_time: '24:00'
    weekdays: ['monday:friday', saturday]
    location: 'Europe/Berlin'
  - days_of_month: ['1:5', '-3:-1']
    months: ['january:march', '12']
    years: ['2026', '2030:2032']
mute_time_intervals:
- name: office
  time_intervals:
  - times: [{start_time: '09:00', end_time: '17:00'}]
`,
  `"global": {"http_config": {"proxy_url": "http://proxy:3128", "tls_config": {"insecure_skip_verify": true}}}
"route":
  "receiver": "hook"
  "group_by": []
  "routes":
    - "receiver": "hook"
      "matchers":
        - '{a="b", c!="e"}'
        - "foo!~\\"[a-z]+\\""
"receivers":
  - "name": "hook"
    "webhook_configs":
      - "url": "http://127.0.0.1:5001/"
        "max_alerts": 10
        "http_config":
          "basic_auth": {"username": "a", "password_file": "/etc/pw"}
          "follow_redirects": true
      - url: https://example.org/hook?a=b&c=%20d#x
        send_resolved: no
        http_config:
          authorization:
            type: Bearer
            credentials: abc
`,
  `global: &global
  opsgenie_api_key: abc
  victorops_api_key: def
  wechat_api_secret: s
  wechat_api_corp_id: c
  slack_api_url_file: /etc/slack
route: &root
  receiver: all
  routes:
    - &child
      receiver: all
      match: &labels
        team: db
    - <<: *child
      receiver: other
      continue: true
    - match:
        <<: *labels
        severity: page
    - &more
      matchers: &both ['a="b"']
      match_re: { c: d }
    - receiver: other
      <<: *more
      matchers: *both
      match_re: { e: f }
receivers:
  - name: all
    opsgenie_configs: &og
      - responders:
          - { name: ops, type: team }
        tags: a,b
        priority: P1
        details: { a: b }
    victorops_configs:
      - routing_key: db
        custom_fields: { a: "b" }
    pushover_configs:
      - { user_key: u, token: t, retry: 1m, expire: 1h, priority: "1" }
    wechat_configs:
      - to_party: "1"
        agent_id: "1000002"
    sns_configs:
      - topic_arn: arn:aws:sns:us-east-2:123456789012:My-Topic
        sigv4: { region: us-east-2, access_key: a, secret_key: b }
        attributes: { k: v }
    telegram_configs:
      - { bot_token: t, chat_id: -1001234567890, parse_mode: HTML, api_url: "https://api.telegram.org" }
    discord_configs:
      - webhook_url: https://discord.com/api/webhooks/1/a
    webex_configs:
      - room_id: r
        http_config: { authorization: { credentials: x } }
  - name: other
    opsgenie_configs: *og
    slack_configs:
      - channel: "#b"
        icon_emoji: ':fire:'
        short_fields: false
        mrkdwn_in: [text]
    email_configs:
      - to: a@example.org
        from: b@example.org
        smarthost: smtp.example.org:587
        auth_username: u
        auth_password: "p"
        tls_config: { ca_file: /ca.pem, server_name: x, min_version: TLS12 }
`,
];
