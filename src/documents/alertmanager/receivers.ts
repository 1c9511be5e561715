import type { Located } from '../fields.ts';
import type { Report } from './issue.ts';
import { INTEGRATION_KINDS, INTEGRATIONS, RECEIVER, RESOLVED_OFF } from './schema/integrations.ts';
import { Section } from './section.ts';
import type { Integration, Receiver } from './types.ts';

/** Reads the receivers; their keys and types were checked with the whole file. */
export function readReceivers(config: Section, report: Report): Receiver[] {
  const receivers: Receiver[] = [];
  const names = new Map<string, Located<string>>();
  for (const item of config.items('receivers')) {
    if (item.kind !== 'map') continue;
    const section = new Section(item, RECEIVER);
    const name = section.text('name');
    if (name === undefined) {
      report.error('missing-key', section.anchor, 'a receiver has no name', {
        help: 'add "name": routes refer to it',
      });
      continue;
    }
    const first = names.get(name.value);
    if (first === undefined) names.set(name.value, name);
    else {
      report.error('duplicate-receiver', name.range, `two receivers are named "${name.value}"`, {
        help: 'merge their integrations into one receiver, or rename one of them',
        related: [{ range: first.range, message: `"${name.value}" is defined here first` }],
      });
    }
    checkNameLabel(section, name, report);
    receivers.push({ name, section, range: item.range, integrations: readIntegrations(section) });
  }
  return receivers;
}

/** Alertmanager 0.33 and later set the label "name" themselves. */
function checkNameLabel(section: Section, name: Located<string>, report: Report): void {
  for (const { key, value } of section.entries('labels')) {
    if (key.text !== 'name' || value.kind !== 'scalar' || value.text === name.value) continue;
    report.error(
      'bad-value',
      value.range,
      `the label "name" of a receiver must be its name "${name.value}"`,
      {
        help: 'remove the label: Alertmanager sets it',
      },
    );
  }
}

function readIntegrations(section: Section): Integration[] {
  const integrations: Integration[] = [];
  for (const kind of INTEGRATION_KINDS) {
    for (const [index, item] of section.items(`${kind}_configs`).entries()) {
      if (item.kind !== 'map') continue;
      const own = new Section(item, INTEGRATIONS[kind]);
      integrations.push({
        kind,
        name: `${kind}[${index}]`,
        index,
        sendResolved: own.bool('send_resolved') ?? !RESOLVED_OFF.has(kind),
        section: own,
        range: item.range,
      });
    }
  }
  return integrations;
}
