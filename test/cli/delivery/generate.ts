/** A small generator of pseudo-random numbers (mulberry32): the same projects at every run. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A whole number from 0, below `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  }

  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }
}

const EXPRESSIONS = [
  'up{job="db", team="a"} == 0',
  'up{team=~"a|b"} == 0',
  'sum by (team) (rate(errors_total{team!="c"}[5m])) > 1',
  'sum by (severity, team) (rate(errors_total{severity="critical", team=~"b.*"}[5m])) > 1',
  'sum(rate(errors_total[5m])) > 1',
  'team:errors:rate5m{team="b"} > 1',
  'label_replace(sum by (job) (up), "team", "b", "job", ".*") == 0',
  'sum by (team) (up{team="a"}) == 0 or sum by (team) (up{team="b"}) == 0',
  'absent(up{team="c"})',
];
const LOG_EXPRESSIONS = [
  'sum by (team) (count_over_time({team="a"} |= "error" [5m])) > 0',
  'sum by (team) (count_over_time({app="x"} | json | team=~"a|b" [5m])) > 0',
  'sum(count_over_time({app="x"}[5m])) > 0',
];
const MATCHERS = [
  'team="a"',
  'team="b"',
  'team!="a"',
  'team=~"a|b"',
  'team=~"b.+"',
  'team=""',
  'severity="critical"',
  'severity!="critical"',
  'severity=~"critical|page"',
  'job="db"',
  'alertname="A0"',
];

interface RouteSpec {
  readonly receiver?: string;
  readonly matchers: readonly string[];
  readonly continue: boolean;
  readonly routes: readonly RouteSpec[];
}

const RECEIVERS = ['everyone', 'web', 'storage', 'pager', 'chat'];

function route(dice: Dice, depth: number): RouteSpec {
  return {
    receiver: dice.of(RECEIVERS),
    matchers: Array.from({ length: 1 + dice.below(2) }, () => dice.of(MATCHERS)),
    continue: dice.chance(30),
    routes: depth === 0 ? [] : Array.from({ length: dice.below(3) }, () => route(dice, depth - 1)),
  };
}

function labels(dice: Dice): Record<string, string> {
  const own: Record<string, string> = {};
  if (dice.chance(60)) own['severity'] = dice.of(['critical', 'warning']);
  if (dice.chance(30)) own['team'] = dice.of(['a', 'b', 'c', '', '{{ $labels.team }}', '{{ .Value }}']);
  return own;
}

function group(dice: Dice, expressions: readonly string[], count: number, first: number): object {
  const rules = Array.from({ length: count }, (_, i) => ({
    alert: `A${first + i}`,
    expr: dice.of(expressions),
    labels: labels(dice),
  }));
  return { name: `g${first}`, rules };
}

/** The texts of a project with rules of Prometheus and Loki, routes, and at times a server with external labels. */
export function generateProject(seed: number): Record<string, string> {
  const dice = new Dice(seed);
  const recorded = { record: 'team:errors:rate5m', expr: 'sum by (team) (rate(errors_total[5m]))' };
  const routes = Array.from({ length: 1 + dice.below(4) }, () => route(dice, 2));
  return {
    'rules.yml': JSON.stringify({
      groups: [{ name: 'r', rules: [recorded] }, group(dice, EXPRESSIONS, 3, 0)],
    }),
    'loki.yml': JSON.stringify({ groups: [group(dice, LOG_EXPRESSIONS, 1, 3)] }),
    'alertmanager.yml': JSON.stringify({
      route: { receiver: 'everyone', routes },
      receivers: RECEIVERS.map((name) => ({ name })),
    }),
    'one.txt': JSON.stringify({ route: { receiver: 'nowhere' }, receivers: [{ name: 'nowhere' }] }),
    ...(dice.chance(50)
      ? {
          'prometheus.yml': JSON.stringify({
            global: { external_labels: { team: 'c' } },
            rule_files: ['*.yml'],
          }),
        }
      : {}),
  };
}
