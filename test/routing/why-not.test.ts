import { describe, expect, it } from 'vitest';
import { whyNotInhibited } from '../../src/routing/inhibition/why-not.ts';
import { labelSet } from '../../src/routing/labels.ts';
import { whyNotReached } from '../../src/routing/tree/why-not.ts';
import { readAlertmanager } from '../../src/documents/alertmanager-document.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

const TEXT = `route:
  receiver: root
  routes:
    - { matchers: [severity="critical"], receiver: page }
    - matchers: [team="db", severity=~"warning|info"]
      receiver: db
      routes: [{ matchers: [env="dev"], receiver: dev }, { matchers: [kind="disk"], receiver: disk }]
    - { matchers: [severity="critical", team="db"], receiver: db-page }
inhibit_rules:
  - { name: full, source_matchers: [alertname="Full"], target_matchers: [alertname="Filling"], equal: [team, disk] }
  - { source_matchers: [severity="critical"], target_matchers: [team="db"] }
receivers: [{ name: root }, { name: page }, { name: db }, { name: dev }, { name: disk }, { name: db-page }, { name: idle }]
`;

const { tree, config } = readAlertmanager(
  parseYaml(TEXT).documents[0]!.root!,
  new SourceFile('alertmanager.yml', TEXT),
);

describe('why an alert does not reach a receiver', () => {
  const why = (labels: Record<string, string>, receiver: string): string[] =>
    whyNotReached(tree!, labelSet(labels), receiver);

  it('names the matchers that refuse it and what it has instead', () => {
    expect(why({ severity: 'warning' }, 'page')).toEqual([
      'the route {severity="critical"} needs severity="critical", and the alert has severity="warning"',
    ]);
    expect(why({ team: 'web' }, 'db')).toEqual([
      'the route {severity=~"warning|info",team="db"} needs severity=~"warning|info" and team="db", and the alert has no severity and team="web"',
    ]);
  });

  it('names the route that took it before', () => {
    expect(why({ severity: 'critical', team: 'db' }, 'db-page')).toEqual([
      'the route {severity="critical",team="db"} is not tried: the route {severity="critical"} takes the alert before it, without "continue"',
    ]);
  });

  it('says that a route hands it on, and why one below refuses it', () => {
    const labels = { severity: 'info', team: 'db', env: 'dev' };
    expect(why(labels, 'db')).toEqual([
      'the route {severity=~"warning|info",team="db"} hands the alert on to the routes below it',
    ]);
    expect(why(labels, 'root')).toEqual(['the root route hands the alert on to the routes below it']);
    expect(why({ severity: 'info', team: 'db' }, 'dev')).toEqual([
      'the route {env="dev"} needs env="dev", and the alert has no env',
    ]);
    // A route below one that refuses is explained by that one.
    expect(why({ team: 'web', env: 'dev' }, 'dev')[0]).toMatch(/^the route \{severity=~.* needs /);
  });

  it('says nothing where it does reach it, and that no route leads to a receiver', () => {
    expect(why({ severity: 'critical' }, 'page')).toEqual([]);
    expect(why({ severity: 'critical' }, 'idle')).toEqual(['no route leads to idle']);
  });
});

describe('why an alert is not inhibited', () => {
  const why = (labels: Record<string, string>, ...firing: Record<string, string>[]): string[] =>
    whyNotInhibited(labelSet(labels), firing.map(labelSet), config.inhibitRules);

  it('names the rule and what keeps it from applying', () => {
    expect(why({ alertname: 'Other' })).toEqual(['no inhibition rule has a target that this alert matches']);
    expect(why({ alertname: 'Filling', team: 'a' })).toEqual([
      'the inhibition rule "full" does not apply: no alert that its source matches fires then',
    ]);
    expect(
      why(
        { alertname: 'Filling', team: 'a', disk: 'x' },
        { alertname: 'Full', team: 'b' },
        { alertname: 'Full', team: 'a', disk: 'y' },
      ),
    ).toEqual(['the inhibition rule "full" does not apply: disk is "x" here and "y" in the source']);
    const both = { severity: 'critical', team: 'db' };
    expect(why(both, { ...both, alertname: 'B' })).toEqual([
      'the inhibition rule of {severity="critical"} against {team="db"} does not apply: both alerts match both of its sides, which excludes them',
    ]);
  });
});
