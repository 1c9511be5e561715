import { describe, expect, it } from 'vitest';
import { allInhibitions, inhibitedBy } from '../../src/routing/inhibition/inhibit.ts';
import type { InhibitRule } from '../../src/routing/inhibition/rule.ts';
import { labelSet } from '../../src/routing/labels.ts';
import { matchers } from './routes.ts';

const rule = (source: string, target: string, ...equal: string[]): InhibitRule => ({
  sourceMatchers: matchers(source),
  targetMatchers: matchers(target),
  equal,
});

const severity = rule('severity="critical"', 'severity="warning"', 'component', 'domain');
const critical = labelSet({ alertname: 'A', severity: 'critical', component: 'db' });
const warning = labelSet({ alertname: 'B', severity: 'warning', component: 'db' });

describe('inhibition', () => {
  it('mutes the target of a firing source; a label missing on both sides is equal', () => {
    expect(inhibitedBy(warning, [critical, warning], [severity])).toMatchObject({
      ruleIndex: 0,
      source: critical,
    });
    expect(inhibitedBy(critical, [critical, warning], [severity])).toBeUndefined();
  });

  it('needs equal values: missing on one side only is not equal', () => {
    const other = labelSet({ severity: 'warning', component: 'db', domain: 'eu' });
    expect(inhibitedBy(other, [critical], [severity])).toBeUndefined();
  });

  it('treats an empty label as a missing one', () => {
    const empty = labelSet({ severity: 'warning', component: 'db', domain: '' });
    expect(inhibitedBy(empty, [critical], [severity])).toBeDefined();
  });

  it('never lets an alert that matches both sides mute itself or its like', () => {
    const both = rule('severity=~"critical|warning"', 'severity="warning"');
    expect(inhibitedBy(warning, [warning], [both])).toBeUndefined();
    expect(inhibitedBy(warning, [critical], [both])).toMatchObject({ dependsOnOrder: false });
    expect(inhibitedBy(warning, [warning, critical], [both])).toMatchObject({ dependsOnOrder: true });
  });

  it('without matchers on a side takes every alert there', () => {
    expect(inhibitedBy(warning, [labelSet({ a: 'b' })], [rule('', 'severity="warning"')])).toBeDefined();
    expect(inhibitedBy(warning, [], [rule('', '')])).toBeUndefined();
  });

  it('names the first rule, or all of them', () => {
    const rules = [rule('severity="none"', ''), severity, rule('component="db"', 'alertname="B"')];
    expect(inhibitedBy(warning, [critical], rules)?.ruleIndex).toBe(1);
    expect(allInhibitions(warning, [critical], rules).map((i) => i.ruleIndex)).toEqual([1, 2]);
  });
});
