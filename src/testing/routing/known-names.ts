import type { Located } from '../../documents/fields.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import type { TestIssueSink } from '../../documents/test-issue.ts';
import type { NotificationExpectation } from '../notifications/types.ts';
import type { RouteTest } from '../route-tests/types.ts';
import type { ScenarioFile } from '../scenario/types.ts';
import type { RoutingConfig } from './resolve.ts';

/** The names of an Alertmanager configuration that tests may mention. */
export interface RoutingNames {
  readonly receivers: readonly string[];
  readonly intervals: readonly string[];
}

/** The names of the configuration that tests are judged by; undefined: absent, so no name can be judged. */
export function namesOf(routing: RoutingConfig | undefined): RoutingNames | undefined {
  const config = routing?.config;
  if (config === undefined) return undefined;
  return {
    receivers: config.receivers.map(({ name }) => name.value),
    intervals: config.timeIntervals.map(({ name }) => name.value),
  };
}

/**
 * Reports receivers and time intervals that a scenario names and the configuration does not have. A quiet that is
 * expected of a mistyped receiver would hold for ever.
 */
export function checkScenarioNames(file: ScenarioFile, names: RoutingNames, issues: TestIssueSink): void {
  for (const expectation of file.scenarios.flatMap(({ expectations }) => expectations)) {
    switch (expectation.kind) {
      case 'alerts':
        for (const { receivers, notifies, mutedBy } of expectation.alerts) {
          checkReceivers([...(receivers?.items ?? []), ...(notifies?.items ?? [])], names, issues);
          checkInterval(mutedBy, names, issues);
        }
        break;
      case 'notifications':
      case 'message':
        checkReceivers(receiversOf(expectation), names, issues);
        break;
      case 'state':
      case 'first':
      case 'expr':
      case 'lines':
    }
  }
}

/** The same for a route test. */
export function checkRouteTestNames({ alerts }: RouteTest, names: RoutingNames, issues: TestIssueSink): void {
  for (const { receivers, messages, mutedBy } of alerts) {
    const readers = messages.map(({ receiver }) => receiver);
    checkReceivers([...(receivers?.items ?? []), ...readers], names, issues);
    checkInterval(mutedBy, names, issues);
  }
}

function receiversOf(expectation: NotificationExpectation): readonly Located<string>[] {
  if (expectation.kind === 'message') return [expectation.receiver];
  return [...expectation.expected.map(({ receiver }) => receiver), ...(expectation.receivers ?? [])];
}

function checkReceivers(
  asked: readonly Located<string>[],
  { receivers }: RoutingNames,
  issues: TestIssueSink,
): void {
  for (const { value, range } of asked) {
    if (receivers.includes(value)) continue;
    issues({
      code: 'unknown-receiver',
      message: `the Alertmanager configuration has no receiver "${value}"${didYouMeanText(value, receivers)}`,
      help: `its receivers are ${receivers.join(', ')}`,
      range,
    });
  }
}

function checkInterval(
  asked: Located<string> | undefined,
  { intervals }: RoutingNames,
  issues: TestIssueSink,
): void {
  if (asked === undefined || intervals.includes(asked.value)) return;
  issues({
    code: 'unknown-interval',
    message: `the Alertmanager configuration has no time interval "${asked.value}"${didYouMeanText(asked.value, intervals)}`,
    help:
      intervals.length === 0 ? 'it defines no time intervals' : `its intervals are ${intervals.join(', ')}`,
    range: asked.range,
  });
}
