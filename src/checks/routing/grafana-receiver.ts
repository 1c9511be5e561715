import type { GrafanaAlertingDocument } from '../../documents/grafana-alerting/index.ts';
import { routeNode } from '../../documents/alertmanager-document.ts';
import type { Located } from '../../documents/fields.ts';
import type { Project } from '../../project/project.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { defineCheck } from '../contract.ts';

const CONTACTS = `apiVersion: 1
contactPoints:
  - orgId: 1
    name: chat
    receivers:
      - { uid: chat, type: slack, settings: { recipient: '#ops', token: $TOKEN } }
`;
const policies = (receiver: string): string => `apiVersion: 1
policies:
  - orgId: 1
    receiver: chat
    routes:
      - receiver: ${receiver}
        object_matchers: [[severity, '=', critical]]
`;

export default defineCheck({
  meta: {
    id: 'routing/grafana-receiver',
    summary: 'undefined contact points and mute timings in provisioned policies and rules of Grafana',
    why: 'Grafana rejects a policy with a contact point that does not exist.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'A typo, with the contact points in another file',
          files: { 'contacts.yaml': CONTACTS, 'policies.yaml': policies('chatt') },
          at: ['chatt'],
        },
      ],
      right: [
        { files: { 'contacts.yaml': CONTACTS, 'policies.yaml': policies('chat') } },
        {
          title: 'The default contact point of Grafana',
          files: { 'contacts.yaml': CONTACTS, 'policies.yaml': policies('grafana-default-email') },
        },
        {
          title: 'No contact point is provisioned: they are created in Grafana',
          files: { 'policies.yaml': policies('chatt') },
        },
      ],
    },
  },
  messages: {
    unknown: (data: { what: string; name: string; known: readonly string[] }) => ({
      message: `no file provisions the ${data.what} "${data.name}"${didYouMeanText(data.name, data.known)}`,
      why: 'unless it was created in Grafana itself, Grafana rejects the file',
      help: `use one of ${data.known.join(', ')}`,
    }),
  },
  create: (context) => ({
    GrafanaAlerting(document) {
      const { file } = document;
      if (!context.project.whole) return;
      const report = (what: string, used: readonly Located<string>[], known: readonly string[]): void => {
        for (const { value: name, range } of used) {
          if (known.length === 0 || known.includes(name) || name.includes('$')) continue;
          // Close to a known name it is a typing error; otherwise it may be one of Grafana's own.
          const severity = didYouMeanText(name, known) === '' ? 'warning' : 'error';
          context.report('unknown', { file, range }, { what, name, known }, { severity });
        }
      };
      report(
        'contact point',
        receiversIn(document),
        namesOf(context.project, ({ contactPoints }) => contactPoints, BUILT_IN),
      );
      report(
        'mute timing',
        intervalsIn(document),
        namesOf(context.project, ({ muteTimes }) => muteTimes),
      );
    },
  }),
});

/** The contact point that a new Grafana has. */
const BUILT_IN = ['grafana-default-email'];

function namesOf(
  { grafana }: Project,
  of: (document: GrafanaAlertingDocument) => readonly Located<string>[],
  builtIn: readonly string[] = [],
): string[] {
  const names = grafana.flatMap((document) => of(document).map(({ value }) => value.trim()));
  return names.length === 0 ? [] : [...new Set([...names, ...builtIn])];
}

function receiversIn({ policies: all, rules }: GrafanaAlertingDocument): Located<string>[] {
  const routes = all.flatMap(({ tree }) => tree?.routes ?? []);
  return [
    ...routes.flatMap((route) => routeNode(route).located.receiver ?? []),
    ...rules.flatMap(({ receiver }) => receiver ?? []),
  ];
}

function intervalsIn({ policies: all }: GrafanaAlertingDocument): Located<string>[] {
  const routes = all.flatMap(({ tree }) => tree?.routes ?? []);
  return routes.flatMap((route) => {
    const { muteTimeIntervals, activeTimeIntervals } = routeNode(route).located;
    return [...muteTimeIntervals, ...activeTimeIntervals];
  });
}
