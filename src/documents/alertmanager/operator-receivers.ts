import type { Located } from '../fields.ts';
import type { Report } from './issue.ts';
import { checkCrdIntegration } from './operator-crd.ts';
import type { CrdVersion } from './operator-crd.ts';
import type { Owner } from './operator-owner.ts';
import { operatorFields } from './operator-fields.ts';
import { INTEGRATIONS, RESOLVED_OFF } from './schema/integrations.ts';
import type { IntegrationKind } from './schema/integrations.ts';
import { OPERATOR_INTEGRATION, OPERATOR_INTEGRATIONS, OPERATOR_RECEIVER } from './schema/operator.ts';
import { Section } from './section.ts';
import type { Integration, Receiver } from './types.ts';

/** Reads the receivers of an AlertmanagerConfig; their names get the prefix of the object. */
export function readOperatorReceivers(
  spec: Section,
  owner: Owner,
  version: CrdVersion,
  report: Report,
): Receiver[] {
  const first = new Map<string, Located<string>>();
  return spec.items('receivers').flatMap((item) => {
    if (item.kind !== 'map') return [];
    const section = new Section(item, OPERATOR_RECEIVER);
    for (const key of Object.values(OPERATOR_INTEGRATIONS))
      for (const entry of section.items(key)) checkCrdIntegration(key, entry, version, report);
    const name = section.text('name');
    if (name === undefined) return [];
    const earlier = first.get(name.value);
    if (earlier === undefined) first.set(name.value, name);
    else {
      report.error('duplicate-receiver', name.range, `two receivers are named "${name.value}"`, {
        help: 'merge their integrations into one receiver, or rename one of them',
        related: [{ range: earlier.range, message: `"${name.value}" is defined here first` }],
      });
    }
    return [
      {
        name: { ...name, value: owner.prefix + name.value },
        section,
        range: item.range,
        integrations: readIntegrations(section),
      },
    ];
  });
}

function readIntegrations(section: Section): Integration[] {
  const integrations: Integration[] = [];
  for (const [kind, key] of Object.entries(OPERATOR_INTEGRATIONS) as [IntegrationKind, string][]) {
    for (const [index, item] of section.items(key).entries()) {
      if (item.kind !== 'map') continue;
      const own = new Section(item, OPERATOR_INTEGRATION);
      integrations.push({
        kind,
        name: `${kind}[${index}]`,
        index,
        sendResolved: own.bool('sendResolved') ?? !RESOLVED_OFF.has(kind),
        section: new Section(operatorFields(item), INTEGRATIONS[kind]),
        range: item.range,
      });
    }
  }
  return integrations;
}
