import { writtenFields } from '../../analysis/delivery/index.ts';
import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { MatcherSource, RouteNode } from '../../documents/alertmanager/types.ts';
import type { Located } from '../../documents/fields.ts';
import { templateCalls } from './in-templates.ts';
import { innerRange, unquoted } from './occurrence.ts';
import type { NameKind, Occurrence } from './occurrence.ts';

/** The receivers, intervals, templates and alerts that a configuration defines and names. */
export function namesInAlertmanager(document: AlertmanagerDocument): Occurrence[] {
  const { config, file } = document;
  const use = (kind: NameKind, { value, node }: Located<string>): Occurrence => ({
    kind,
    name: value,
    role: 'use',
    file,
    range: innerRange(node, file),
    scope: document,
  });
  const defined = (kind: NameKind, name: Located<string>, whole: Occurrence['whole']): Occurrence => ({
    ...use(kind, name),
    role: 'definition',
    ...(whole === undefined ? {} : { whole }),
  });
  const inRoute = ({ located, matcherSources, routes }: RouteNode): Occurrence[] => [
    ...(located.receiver === undefined ? [] : [use('receiver', located.receiver)]),
    ...[...located.muteTimeIntervals, ...located.activeTimeIntervals].map((name) => use('interval', name)),
    ...alertsIn(matcherSources, document),
    ...routes.flatMap(inRoute),
  ];
  return [
    ...config.receivers.map(({ name, range }) => defined('receiver', name, range)),
    ...config.timeIntervals.map(({ name, range }) => defined('interval', name, range)),
    ...(config.route === undefined ? [] : inRoute(config.route)),
    ...config.inhibitRules.flatMap(({ sources, targets }) => [
      ...alertsIn(sources, document),
      ...alertsIn(targets, document),
    ]),
    ...writtenFields(document).flatMap(({ text, place }) => templateCalls(text, file, place)),
  ];
}

/** The alerts that matchers ask for by name. */
function alertsIn(sources: readonly MatcherSource[], { file }: AlertmanagerDocument): Occurrence[] {
  return sources
    .flatMap(({ matchers }) => matchers)
    .flatMap(({ name, op, value, valueRange }): Occurrence[] =>
      name !== 'alertname' || op !== '=' || valueRange === undefined
        ? []
        : [{ kind: 'alert', name: value, role: 'use', file, range: unquoted(valueRange, file.text) }],
    );
}
