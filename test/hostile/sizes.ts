/** Files of every kind of thing of which a project may have many. */
type Files = Readonly<Record<string, string>>;

const list = (n: number, item: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => item(i)).join('');
const ROUTES = (routes: string, rest = ''): string =>
  `route:\n  receiver: a\n  routes:\n${routes}receivers:\n  - name: a\n${rest}`;
const RULES = (rules: string): string => `groups:\n  - name: a\n    rules:\n${rules}`;
const ALERT = (i: number): string =>
  `      - alert: A${i}\n        expr: up{job="j${i}"} == 0\n        for: 5m\n        labels: { severity: page }\n        annotations: { summary: '{{ $labels.instance }} is down' }\n`;
const RULE_OF_ALERT = RULES(ALERT(0));
const INHIBIT = (rules: string): string =>
  `route: { receiver: a }\nreceivers: [{ name: a }]\ninhibit_rules:\n${rules}`;
const SCENARIO = (expect: string): string =>
  `alert: A0\nscenarios:\n  - name: s\n    series: { 'up{job="j0",instance="i"}': '0x90000' }\n    expect:\n${expect}`;
const DASHBOARD = (panels: string): string =>
  `{"title":"d","uid":"d","schemaVersion":39,"panels":[${panels}]}`;
const PROMTAIL = (stages: string): string =>
  `clients: [{ url: http://loki }]\nscrape_configs:\n  - job_name: a\n    pipeline_stages:\n${stages}    static_configs: [{ targets: [localhost], labels: { job: a, __path__: /var/log/a } }]\n`;

/** What grows with n, in about as many lines. */
export const SIZES: Readonly<Record<string, (n: number) => Files>> = {
  alerts: (n) => ({ 'r.yml': RULES(list(n, ALERT)) }),
  'alerts of one name': (n) => ({ 'r.yml': RULES(list(n, () => ALERT(0))) }),
  'alerts on the same series with other limits': (n) => ({
    'r.yml': RULES(
      list(n, (i) => `      - { alert: A${i}, expr: 'rate(errors_total[5m]) > ${i}', for: 5m }\n`),
    ),
  }),
  groups: (n) => ({
    'r.yml': `groups:\n${list(n, (i) => `  - { name: g${i}, rules: [{ alert: A${i}, expr: 'up{job="${i}"} == 0' }] }\n`)}`,
  }),
  'groups of one name': (n) => ({ 'r.yml': `groups:\n${list(n, () => `  - { name: g, rules: [] }\n`)}` }),
  'a chain of records': (n) => ({
    'r.yml': RULES(
      list(
        n,
        (i) =>
          `      - { record: 'job:x${i}:sum', expr: 'sum by (job) (job:x${i === 0 ? 'y' : i - 1}:sum)' }\n`,
      ),
    ),
  }),
  'records of one name': (n) => ({
    'r.yml': RULES(
      list(
        n,
        (i) =>
          `      - { record: 'job:x:sum', expr: 'sum by (job) (up{job="${i}"})', labels: { a: b${i} } }\n`,
      ) + `      - { alert: A, expr: 'job:x:sum > 1' }\n`,
    ),
  }),
  'users of one record': (n) => ({
    'r.yml': RULES(
      `      - { record: 'job:x:sum', expr: 'sum by (job) (up)' }\n` +
        list(n, (i) => `      - { alert: A${i}, expr: 'job:x:sum > ${i}' }\n`),
    ),
  }),
  'operands of one expression': (n) => ({
    'r.yml': RULES(`      - { alert: A, expr: 'up == 0${list(n, (i) => ` or up{job="j${i}"} == 0`)}' }\n`),
  }),
  'matchers of one selector': (n) => ({
    'r.yml': RULES(`      - { alert: A, expr: 'up{${list(n, (i) => `l${i}="v",`)}} == 0' }\n`),
  }),
  'alternatives of one matcher': (n) => ({
    'r.yml': RULES(`      - { alert: A, expr: 'up{job=~"a${list(n, (i) => `|j${i}`)}"} == 0' }\n`),
  }),
  'labels of one alert': (n) => ({
    'r.yml': RULES(
      `      - alert: A\n        expr: up == 0\n        labels:\n${list(n, (i) => `          l${i}: v\n`)}`,
    ),
  }),
  'annotations of one alert': (n) => ({
    'r.yml': RULES(
      `      - alert: A\n        expr: up == 0\n        annotations:\n${list(n, (i) => `          l${i}: '{{ $labels.job }}'\n`)}`,
    ),
  }),
  'routes beside each other that an alert may take': (n) => ({
    'alertmanager.yml': ROUTES(list(n, (i) => `    - { receiver: a, matchers: [team="t${i}"] }\n`)),
    'r.yml': RULE_OF_ALERT,
  }),
  'routes beside each other': (n) => ({
    'alertmanager.yml': ROUTES(list(n, (i) => `    - { receiver: a, matchers: [team="t${i}"] }\n`)),
  }),
  'routes beside each other with their own receivers': (n) => ({
    'alertmanager.yml': ROUTES(
      list(n, (i) => `    - { receiver: r${i}, matchers: [team="t${i}"] }\n`),
      list(n, (i) => `  - { name: r${i}, webhook_configs: [{ url: 'http://x/${i}' }] }\n`),
    ),
  }),
  'routes on labels of their own': (n) => ({
    'alertmanager.yml': ROUTES(list(n, (i) => `    - { receiver: a, matchers: [l${i}="t"] }\n`)),
  }),
  'routes with expressions': (n) => ({
    'alertmanager.yml': ROUTES(list(n, (i) => `    - { receiver: a, matchers: ['team=~"t${i}.*"'] }\n`)),
    'r.yml': RULE_OF_ALERT,
  }),
  'routes that exclude': (n) => ({
    'alertmanager.yml': ROUTES(
      list(n, (i) => `    - { receiver: a, matchers: [team!="t${i}"], continue: true }\n`),
    ),
    'r.yml': RULE_OF_ALERT,
  }),
  'routes that continue': (n) => ({
    'alertmanager.yml': ROUTES(
      list(n, (i) => `    - { receiver: a, matchers: [team="t${i}"], continue: true }\n`),
    ),
    'r.yml': RULE_OF_ALERT,
  }),
  'equal routes': (n) => ({
    'alertmanager.yml': ROUTES(list(n, () => `    - { receiver: a, matchers: [team="t"] }\n`)),
    'r.yml': RULE_OF_ALERT,
  }),
  'routes of alerts': (n) => ({
    'alertmanager.yml': ROUTES(list(n, (i) => `    - { receiver: a, matchers: [alertname="A${i}"] }\n`)),
    'r.yml': RULES(list(n, ALERT)),
  }),
  'routes in pairs': (n) => ({
    'alertmanager.yml': ROUTES(
      list(
        n,
        (i) =>
          `    - { receiver: a, matchers: [team="t${i}"], routes: [{ matchers: [severity="page"] }, { matchers: [severity="warn"] }] }\n`,
      ),
    ),
  }),
  'old routes': (n) => ({
    'alertmanager.yml': ROUTES(list(n, (i) => `    - { receiver: a, match: { team: t${i} } }\n`)),
  }),
  'matchers of one route': (n) => ({
    'alertmanager.yml': ROUTES(
      `    - receiver: a\n      matchers:\n${list(n, (i) => `        - l${i}="v"\n`)}`,
    ),
  }),
  'labels to group by': (n) => ({
    'alertmanager.yml': ROUTES(`    - receiver: a\n      group_by:\n${list(n, (i) => `        - l${i}\n`)}`),
  }),
  receivers: (n) => ({
    'alertmanager.yml': `route: { receiver: a }\nreceivers:\n  - name: a\n${list(n, (i) => `  - { name: r${i}, webhook_configs: [{ url: 'http://x/${i}' }] }\n`)}`,
  }),
  'receivers of one name': (n) => ({
    'alertmanager.yml': `route: { receiver: a }\nreceivers:\n${list(n, () => `  - { name: a }\n`)}`,
  }),
  'receivers that are not there': (n) => ({
    'alertmanager.yml': ROUTES(
      list(n, (i) => `    - { receiver: missing${i}, matchers: [team="t${i}"] }\n`),
      list(n, (i) => `  - { name: r${i} }\n`),
    ),
  }),
  'integrations of one receiver': (n) => ({
    'alertmanager.yml': `route: { receiver: a }\nreceivers:\n  - name: a\n    webhook_configs:\n${list(n, (i) => `      - { url: 'http://x/${i}' }\n`)}`,
  }),
  'time intervals': (n) => ({
    'alertmanager.yml': ROUTES(
      `    - { receiver: a, matchers: [a="b"], mute_time_intervals: [t0] }\n`,
      `time_intervals:\n${list(n, (i) => `  - { name: t${i}, time_intervals: [{ times: [{ start_time: '00:00', end_time: '12:00' }] }] }\n`)}`,
    ),
  }),
  'routes with time intervals': (n) => ({
    'alertmanager.yml': ROUTES(
      list(n, (i) => `    - { receiver: a, matchers: [team="t${i}"], mute_time_intervals: [t${i}] }\n`),
      `time_intervals:\n${list(n, (i) => `  - { name: t${i}, time_intervals: [{ weekdays: ['monday'] }] }\n`)}`,
    ),
  }),
  'times of one interval': (n) => ({
    'alertmanager.yml': ROUTES(
      `    - { receiver: a, matchers: [a="b"], mute_time_intervals: [t] }\n`,
      `time_intervals:\n  - name: t\n    time_intervals:\n${list(n, (i) => `      - { years: ['${2000 + i}'] }\n`)}`,
    ),
  }),
  'inhibition rules': (n) => ({
    'alertmanager.yml': INHIBIT(
      list(
        n,
        (i) =>
          `  - { source_matchers: [alertname="A${i}"], target_matchers: [alertname="B${i}"], equal: [x] }\n`,
      ),
    ),
  }),
  'inhibition rules in one long chain': (n) => ({
    'alertmanager.yml': INHIBIT(
      list(
        n,
        (i) =>
          `  - { source_matchers: [alertname="A${i}"], target_matchers: [alertname="A${i + 1}"], equal: [x] }\n`,
      ),
    ),
  }),
  'inhibition rules in circles of two': (n) => ({
    'alertmanager.yml': INHIBIT(
      list(
        n,
        (i) =>
          `  - { source_matchers: [alertname="A${i ^ 1}"], target_matchers: [alertname="A${i}"], equal: [x] }\n`,
      ),
    ),
  }),
  'inhibition rules with expressions': (n) => ({
    'alertmanager.yml': INHIBIT(
      list(
        n,
        (i) => `  - { source_matchers: ['a=~"x${i}.*"'], target_matchers: ['a=~"y${i}.*"'], equal: [x] }\n`,
      ),
    ),
  }),
  'inhibition rules that are all alike': (n) => ({
    'alertmanager.yml': INHIBIT(
      list(n, () => `  - { source_matchers: [a="x"], target_matchers: [a="x", b="y"], equal: [x] }\n`),
    ),
  }),
  'inhibition rules of few severities': (n) => ({
    'alertmanager.yml': INHIBIT(
      list(
        n,
        (i) =>
          `  - { source_matchers: [severity="s${i % 7}"], target_matchers: [severity="s${(i * 3) % 7}", n="${i}"], equal: [x] }\n`,
      ),
    ),
  }),
  'inhibition rules that are sources of each other': (n) => ({
    'alertmanager.yml': INHIBIT(
      list(
        n,
        (i) =>
          `  - { source_matchers: [severity="page"], target_matchers: [severity="page", n="${i}"], equal: [x] }\n`,
      ),
    ),
  }),
  'files of templates': (n) => ({
    'alertmanager.yml': `route: { receiver: a }\nreceivers: [{ name: a, slack_configs: [{ api_url: 'http://x', channel: c, title: '{{ template "t0" . }}' }] }]\ntemplates: ['*.tmpl']\n`,
    ...Object.fromEntries(
      Array.from({ length: n / 20 }, (_, i) => [`t${i}.tmpl`, `{{ define "t${i}" }}{{ .Status }}{{ end }}`]),
    ),
  }),
  'templates of one file': (n) => ({
    'alertmanager.yml': `route: { receiver: a }\nreceivers: [{ name: a, slack_configs: [{ api_url: 'http://x', channel: c, title: '{{ template "t0" . }}' }] }]\ntemplates: ['*.tmpl']\n`,
    't.tmpl': list(n, (i) => `{{ define "t${i}" }}{{ template "t${i + 1}" . }}{{ end }}\n`),
  }),
  'tests of promtool': (n) => ({
    'r.yml': RULE_OF_ALERT,
    't.yml': `rule_files: [r.yml]\ntests:\n${list(n, (i) => `  - { name: t${i}, interval: 1m, input_series: [{ series: 'up{job="j0"}', values: '0x9' }], alert_rule_test: [] }\n`)}`,
  }),
  'series of one test': (n) => ({
    'r.yml': RULE_OF_ALERT,
    't.yml': `rule_files: [r.yml]\ntests:\n  - interval: 1m\n    input_series:\n${list(n, (i) => `      - { series: 'up{job="j${i}"}', values: '0x9' }\n`)}`,
  }),
  scenarios: (n) => ({
    'r.yml': RULE_OF_ALERT,
    's.yml': `alert: A0\nscenarios:\n${list(n, (i) => `  - { name: s${i}, series: { 'up{job="j0"}': '0x90' }, expect: [{ at: 5m, state: firing }] }\n`)}`,
  }),
  'expectations of one scenario': (n) => ({
    'r.yml': RULE_OF_ALERT,
    's.yml': SCENARIO(list(n, (i) => `      - { at: ${i + 400}s, state: firing }\n`)),
  }),
  'route tests': (n) => ({
    'alertmanager.yml': ROUTES(''),
    't.yml': `alertmanager: alertmanager.yml\nroute_tests:\n${list(n, (i) => `  - { labels: { team: t${i} }, receivers: [a] }\n`)}`,
  }),
  panels: (n) => ({
    'r.yml': RULE_OF_ALERT,
    'd.json': DASHBOARD(
      Array.from(
        { length: n },
        (_, i) =>
          `{"id":${i},"type":"graph","title":"p${i}","targets":[{"expr":"rate(x${i}_total[5m])","refId":"A"}]}\n`,
      ).join(','),
    ),
  }),
  'variables of a dashboard': (n) => ({
    'd.json': `{"title":"d","uid":"d","schemaVersion":39,"templating":{"list":[${Array.from({ length: n }, (_, i) => `{"name":"v${i}","type":"query","query":"label_values(up, job)"}\n`).join(',')}]},"panels":[{"id":1,"type":"graph","targets":[{"expr":"up{job=\\"$v0\\"}"}]}]}`,
  }),
  'queries of one panel': (n) => ({
    'd.json': DASHBOARD(
      `{"id":1,"type":"graph","title":"p","targets":[${Array.from({ length: n }, (_, i) => `{"expr":"rate(x${i}_total[5m])","refId":"R${i}"}\n`).join(',')}]}`,
    ),
  }),
  stages: (n) => ({ 'promtail.yml': PROMTAIL(list(n, (i) => `      - labels: { l${i}: '' }\n`)) }),
  'stages that replace': (n) => ({
    'promtail.yml': PROMTAIL(list(n, (i) => `      - regex: { expression: '(?P<x${i}>a)' }\n`)),
  }),
  'components of Alloy': (n) => ({
    'a.alloy': list(
      n,
      (i) =>
        `loki.process "p${i}" {\n  forward_to = [loki.process.p${i + 1}.receiver]\n  stage.labels { values = { a = "" } }\n}\n`,
    ),
  }),
  'components of Alloy that forward twice': (n) => ({
    'a.alloy': `loki.source.api "s" {\n  forward_to = [loki.process.p0.receiver]\n}\n${list(n / 10, (i) => `loki.process "p${i}" {\n  forward_to = [loki.process.p${i + 1}.receiver, loki.process.p${i + 1}.receiver]\n}\n`)}`,
  }),
  'targets of Alloy that are added twice': (n) => ({
    'a.alloy': `loki.source.file "s" {\n  targets = discovery.relabel.p0.output\n  forward_to = [loki.write.w.receiver]\n}\nloki.write "w" { }\n${list(n / 10, (i) => `discovery.relabel "p${i}" {\n  targets = concat(discovery.relabel.p${i + 1}.output, discovery.relabel.p${i + 1}.output)\n}\n`)}`,
  }),
  'scrape configurations': (n) => ({
    'prometheus.yml': `scrape_configs:\n${list(n, (i) => `  - { job_name: j${i}, static_configs: [{ targets: ['h${i}:80'] }] }\n`)}`,
    'r.yml': RULE_OF_ALERT,
  }),
  'metrics of a catalogue': (n) => ({
    'metrics.yml': `metrics:\n${list(n, (i) => `  x${i}_total: { type: counter, labels: [job] }\n`)}`,
    'r.yml': RULES(list(n, (i) => `      - { alert: A${i}, expr: 'rate(x${i}_total[5m]) > 1' }\n`)),
  }),
  'mistyped metrics of a catalogue': (n) => ({
    'metrics.yml': `metrics:\n${list(n, (i) => `  x${i}_total: { type: counter, labels: [job] }\n`)}`,
    'r.yml': RULES(list(n, (i) => `      - { alert: A${i}, expr: 'rate(x${i}_totl[5m]) > 1' }\n`)),
  }),
  'keys of one merge': (n) => ({
    'r.yml': `x: &a\n${list(n, (i) => `  k${i}: 1\n`)}y: { <<: *a }\n${RULE_OF_ALERT}`,
  }),
  'merges of one anchor': (n) => ({
    'r.yml': `x: &a { for: 5m }\n${RULES(list(n, (i) => `      - { <<: *a, alert: A${i}, expr: 'up{job="${i}"} == 0' }\n`))}`,
  }),
  'a chain of merges': (n) => ({
    'r.yml': `x0: &a0 { k0: 1 }\n${list(n, (i) => `x${i + 1}: &a${i + 1} { <<: *a${i}, k${i + 1}: 1 }\n`)}${RULE_OF_ALERT}`,
  }),
  aliases: (n) => ({ 'r.yml': `x: &a { for: 5m }\ny:\n${list(n, () => `  - *a\n`)}${RULE_OF_ALERT}` }),
  anchors: (n) => ({ 'r.yml': `y:\n${list(n, (i) => `  - &a${i} 1\n  - *a${i}\n`)}${RULE_OF_ALERT}` }),
  'documents of one file': (n) => ({
    'r.yml': list(n, (i) => `---\ngroups: [{ name: g${i}, rules: [] }]\n`),
  }),
  'equal keys': (n) => ({ 'r.yml': `${RULE_OF_ALERT}${list(n, () => `a: 1\n`)}` }),
  comments: (n) => ({
    'r.yml': RULES(
      list(n, (i) => `      # rulecheck-disable-next-line promql/regex\n${i % 10 === 0 ? ALERT(i) : ''}`),
    ),
  }),
  files: (n) => Object.fromEntries(Array.from({ length: n / 20 }, (_, i) => [`r${i}.yml`, RULES(ALERT(i))])),
  'files of one alert': (n) =>
    Object.fromEntries(Array.from({ length: n / 20 }, (_, i) => [`d${i}/r.yml`, RULE_OF_ALERT])),
  'lines of .gitignore': (n) => ({ '.gitignore': list(n, (i) => `/x${i}/*.yml\n`), 'r.yml': RULE_OF_ALERT }),
  'lines of CODEOWNERS': (n) => ({
    CODEOWNERS: list(n, (i) => `/x${i}/ @a\n`),
    'r.yml': RULES(list(50, ALERT)),
  }),
  'overrides of the configuration': (n) => ({
    'rulecheck.yaml': `overrides:\n${list(n / 10, (i) => `  - { paths: ['x${i}/**'], checks: { promql/regex: off } }\n`)}`,
    'r.yml': RULES(list(50, ALERT)),
  }),
  'headings of a page': (n) => ({
    'r.yml': RULE_OF_ALERT.replace('summary:', "runbook_url: 'https://x/docs/runbooks/x.md#a9', summary:"),
    'docs/runbooks/x.md': list(n, (i) => `# a${i}\n\n\`\`\`promql\nup{job="${i}"}\n\`\`\`\n`),
  }),
};
