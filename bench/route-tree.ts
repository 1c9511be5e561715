/** An Alertmanager configuration of `count` routes as a large company has it: teams, their services, severities. */
export function routeTree(count: number): string {
  const teams = Math.round(count / 20);
  const lines = ['route:', '  receiver: everybody', '  group_by: [alertname, cluster]', '  routes:'];
  for (let team = 0; team < teams; team++) {
    lines.push(`    - matchers: [team="team-${team}"]`, `      receiver: team-${team}`, '      routes:');
    for (let i = 0; i < 19; i++) lines.push(`        - ${childRoute(team, i)}`);
  }
  lines.push('receivers:', '  - name: everybody');
  for (let team = 0; team < teams; team++) lines.push(`  - name: team-${team}`, `  - name: page-${team}`);
  return `${lines.join('\n')}\n`;
}

function childRoute(team: number, i: number): string {
  if (i === 0) return `{ matchers: [severity="critical"], receiver: page-${team}, continue: true }`;
  if (i % 3 === 0)
    return `{ matchers: [service=~"service-${team}-${i}|legacy-${i}.*"], receiver: team-${team} }`;
  return `{ matchers: [service="service-${team}-${i}", env!="dev"], receiver: team-${team} }`;
}

/** `count` label sets, one a line: most find a route of their own, some end at a team, some at the root. */
export function labelSets(count: number, routes: number): string {
  const teams = Math.round(routes / 20) + 3;
  const lines = Array.from({ length: count }, (_, i) => {
    const team = (i * 7) % teams;
    const severity = i % 4 === 0 ? 'critical' : 'warning';
    return `alertname=Alert${i % 500} team=team-${team} service=service-${team}-${i % 23} severity=${severity} instance=host-${i}:9100 env=${i % 9 === 0 ? 'dev' : 'prod'}`;
  });
  return `${lines.join('\n')}\n`;
}
