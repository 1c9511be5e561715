/** A fault of the kind that a check of pint is documented to find; all but rule/duplicate need no server there. */
export interface PintCase {
  /** The check of pint. */
  readonly pint: string;
  /** Rules of one group, in YAML's flow style; several groups as several lists. */
  readonly groups: readonly (readonly string[])[];
  /** The check that finds it. */
  readonly finds: string;
  /** It is an opinion: on in the strict preset. */
  readonly strict?: true;
}

const expr = (text: string, rest = ''): readonly (readonly string[])[] => [
  [`{ alert: A, expr: '${text}', for: 5m${rest} }`],
];
const record = (text: string): readonly (readonly string[])[] => [[`{ record: "a:b:c", expr: '${text}' }`]];
const texts = (text: string, query = 'sum by (job) (up) == 0'): readonly (readonly string[])[] =>
  expr(query, `, annotations: { summary: '${text}' }`);

export const PINT_CASES: readonly PintCase[] = [
  { pint: 'alerts/comparison', groups: expr('rate(errors_total[2m])'), finds: 'alerts/no-condition' },
  { pint: 'alerts/comparison', groups: expr('sum(errors) > bool 0'), finds: 'alerts/always-fires' },
  {
    pint: 'alerts/comparison',
    groups: expr('errors > 5 or absent(up) or faults'),
    finds: 'alerts/no-condition',
  },
  {
    pint: 'alerts/for',
    groups: [['{ alert: A, expr: up == 0, for: 1minute }']],
    finds: 'syntax/duration',
  },
  {
    pint: 'alerts/for',
    groups: [['{ alert: A, expr: up == 0, keep_firing_for: abc }']],
    finds: 'syntax/duration',
  },
  { pint: 'alerts/template', groups: texts('{{ $value | xxx }}'), finds: 'templates/syntax' },
  { pint: 'alerts/template', groups: texts('{{ $labels.job'), finds: 'templates/syntax' },
  { pint: 'alerts/template', groups: texts('{{ .job }} is down'), finds: 'templates/unknown-field' },
  {
    pint: 'alerts/template',
    groups: texts('{{ $labels.instance }} is down'),
    finds: 'templates/missing-label',
  },
  {
    pint: 'alerts/template',
    groups: texts('{{ $labels.instance }} is down', 'absent(up{job="a"})'),
    finds: 'templates/missing-label',
  },
  {
    pint: 'alerts/template',
    groups: expr('rate(errors_total[5m]) > 5', ", labels: { value: '{{ $value }}' }"),
    finds: 'cardinality/unbounded-label',
  },
  {
    pint: 'promql/fragile',
    groups: [["{ alert: A, expr: 'topk(10, errors > 0)' }"]],
    finds: 'alerts/fragile-selection',
  },
  {
    pint: 'promql/fragile',
    groups: [['{ alert: A, expr: \'sum(foo{job="a"}) / sum(bar{job="b"}) > 0.1\' }']],
    finds: 'alerts/fragile-ratio',
    strict: true,
  },
  {
    pint: 'promql/impossible',
    groups: expr('foo{job="bar"} unless sum(foo)'),
    finds: 'promql/impossible-match',
  },
  {
    pint: 'promql/impossible',
    groups: record('group by (zone) (sum(errors))'),
    finds: 'promql/useless-grouping',
  },
  {
    pint: 'promql/impossible',
    groups: record('sum(foo) / on (zone) count(bar)'),
    finds: 'promql/useless-on',
  },
  {
    pint: 'promql/impossible',
    groups: record(
      'service_ready and on (instance) (service_errors == 0) * on (zone) group_left (rack, room) zone_info',
    ),
    finds: 'promql/useless-include',
  },
  {
    pint: 'promql/impossible',
    groups: record('sum by (pod) (foo * on (pod) group_left (node) pod_info)'),
    finds: 'promql/useless-include',
  },
  {
    pint: 'promql/impossible',
    groups: record('foo * on (pod) group_left (node) max by (pod) (pod_info)'),
    finds: 'promql/include-label',
  },
  { pint: 'promql/impossible', groups: record('vector(0) == 1'), finds: 'promql/dead-code' },
  { pint: 'promql/impossible', groups: expr('(count(foo) or vector(0)) > 0'), finds: 'promql/dead-code' },
  {
    pint: 'promql/impossible',
    groups: expr('sum by (shop) (rate(foo_total[5m]) or vector(0)) > 1'),
    finds: 'promql/useless-fallback',
  },
  {
    pint: 'promql/impossible',
    groups: record('sum by (shop, till) (foo{till=""})'),
    finds: 'promql/useless-grouping',
  },
  {
    pint: 'promql/impossible',
    groups: expr('shop_open == 1 and on (shop) (shop_sold == 0 or absent(shop_sold))'),
    finds: 'promql/useless-on',
  },
  {
    pint: 'promql/nan',
    groups: record('sum by (job) (rate(errors_total[5m]) / rate(all_total[5m]))'),
    finds: 'promql/nan',
    strict: true,
  },
  { pint: 'promql/regexp', groups: expr('up{job=~"bar"} == 0'), finds: 'promql/regex' },
  { pint: 'promql/regexp', groups: expr('up{job=~".*"} == 0'), finds: 'promql/regex' },
  { pint: 'promql/regexp', groups: expr('up{job=~"^bar.+$"} == 0'), finds: 'promql/regex' },
  { pint: 'promql/regexp', groups: expr('foo{bar!~".*"} > 1'), finds: 'alerts/never-fires' },
  { pint: 'promql/syntax', groups: expr('sum(foo) without('), finds: 'syntax/promql' },
  { pint: 'promql/syntax', groups: expr('rate(foo_total) > 1'), finds: 'syntax/promql' },
  {
    pint: 'rule/dependency',
    groups: [["{ record: 'a:b:c', expr: sum(foo) }"], ["{ record: 'x:y:z', expr: 'a:b:c * 2' }"]],
    finds: 'records/other-group',
    strict: true,
  },
  {
    pint: 'rule/duplicate',
    groups: [["{ record: 'a:b:c', expr: sum(foo) }"], ["{ record: 'a:b:c', expr: sum(foo) }"]],
    finds: 'records/duplicate',
  },
  { pint: 'yaml/parse', groups: [['{ alert: A, exrp: up == 0 }']], finds: 'syntax/unknown-key' },
  {
    pint: 'yaml/parse',
    groups: [['{ alert: A, record: "a:b", expr: up == 0 }']],
    finds: 'syntax/forbidden-key',
  },
];
