import { decodeAlertmanager } from '../../../src/documents/alertmanager/decode.ts';
import type { AlertmanagerConfig } from '../../../src/documents/alertmanager/types.ts';
import { VERSIONS, isBefore } from '../../../src/documents/alertmanager/version.ts';
import type { AlertmanagerVersion } from '../../../src/documents/alertmanager/version.ts';
import { groupingBehaviour } from '../../../src/routing/grouping/behaviour.ts';
import { simulate } from '../../../src/routing/grouping/simulate.ts';
import type { SimulationEvent } from '../../../src/routing/grouping/simulate.ts';
import { allInhibitions } from '../../../src/routing/inhibition/inhibit.ts';
import { formatLabels, labelSet } from '../../../src/routing/labels.ts';
import type { LabelSet } from '../../../src/routing/labels.ts';
import { groupLabels } from '../../../src/routing/grouping/group.ts';
import { buildRouteTree } from '../../../src/routing/tree/build.ts';
import { matchRoutes } from '../../../src/routing/tree/match.ts';
import type { RouteTree } from '../../../src/routing/tree/route.ts';
import { parseYaml } from '../../../src/yaml/parse.ts';
import type { ProcessCase } from './generate.ts';
import { identity } from './run.ts';
import type { PlayedEpisode, Probe, ProcessRun, SentMessage } from './run.ts';

/** What became of the cases of a run. */
export interface RunComparison {
  readonly compared: number;
  /** Messages of the compared cases. */
  readonly messages: number;
  /** States of alerts that the API returned. */
  readonly states: number;
  /** Cases whose outcome depends on which of two things came first, by the reason. */
  readonly undecided: ReadonlyMap<string, readonly string[]>;
  readonly differences: readonly { readonly caseId: string; readonly text: string }[];
}

/** Sending takes time, and the machine may be busy. */
const TOLERANCE_MS = 450;

/** Two things nearer than this may come in either order. */
const MARGIN_MS = 220;

/** Compares what a real Alertmanager did with the simulation of the same configuration and alerts. */
export function compareRun(run: ProcessRun, fullVersion: string): RunComparison {
  const version = VERSIONS.find((known) => fullVersion.startsWith(`${known}.`));
  if (version === undefined) throw new Error(`no version like ${fullVersion} is known`);
  const { config, issues } = decodeAlertmanager(parseYaml(run.config).documents[0]!.root, run.config, {
    version,
  });
  const [fault] = issues.filter(({ level }) => level === 'error');
  if (fault !== undefined) throw new Error(fault.message);
  const tree = buildRouteTree(config.route!, { emptyGroupByOverrides: !isBefore(version, '0.31') });
  const comparer = new Comparer(run, config, tree, version);
  const undecided = new Map<string, string[]>();
  const differences: { caseId: string; text: string }[] = [];
  let [compared, messages, states] = [0, 0, 0];
  for (const one of run.cases) {
    const doubt = comparer.doubt(one);
    if (doubt !== undefined) {
      undecided.set(doubt, [...(undecided.get(doubt) ?? []), one.id]);
      continue;
    }
    compared++;
    const outcome = comparer.compare(one);
    messages += outcome.messages;
    states += outcome.states;
    for (const text of outcome.differences) differences.push({ caseId: one.id, text });
  }
  return { compared, messages, states, undecided, differences };
}

/** How much earlier or later `0 comes`, `0 goes`, `1 comes`, ... are. */
type ShiftOf = (change: string) => number;

class Comparer {
  readonly #run: ProcessRun;
  readonly #config: AlertmanagerConfig;
  readonly #tree: RouteTree;
  readonly #version: AlertmanagerVersion;

  constructor(run: ProcessRun, config: AlertmanagerConfig, tree: RouteTree, version: AlertmanagerVersion) {
    this.#run = run;
    this.#config = config;
    this.#tree = tree;
    this.#version = version;
  }

  /** Why a case cannot be judged; undefined: it can. */
  doubt(one: ProcessCase): string | undefined {
    const keys = this.#tree.routes
      .filter(({ key }) => key.includes(`case="${one.id}"`))
      .map(({ key, settings }) => `${key} ${settings.receiver}`);
    if (new Set(keys).size < keys.length) return 'two routes with one group key';
    const events = this.#simulate(one);
    const dependsOnOrder =
      this.#dependsOnOrder(one) ||
      events.some(
        ({ ...event }) =>
          event.kind === 'suppression' &&
          event.by.kind === 'inhibition' &&
          event.by.inhibitions.some((by) => by.dependsOnOrder),
      );
    if (dependsOnOrder && !isBefore(this.#version, '0.30')) return 'inhibition by the source that came last';
    const changes = this.#episodes(one).flatMap((_, episode) => [`${episode} comes`, `${episode} goes`]);
    const shifts = [MARGIN_MS, -MARGIN_MS].flatMap((shift): ShiftOf[] => [
      ...changes.map((moved) => (change: string) => (change === moved ? shift : 0)),
      ...changes.map((still) => (change: string) => (change === still ? 0 : shift)),
    ]);
    const certain = this.#messages(events);
    const moves = shifts.some((shift) => {
      const moved = this.#messages(this.#simulate(one, shift));
      return compareMessages(certain, moved, this.#run.untilMs).length > 0;
    });
    return moves ? 'a change near a flush' : undefined;
  }

  /** Whether what the API says of inhibition at a probe depends on which source came last. */
  #dependsOnOrder(one: ProcessCase): boolean {
    return this.#run.probes.some(({ atMs }) => {
      const firing = this.#firingAt(one, atMs).map(({ labels }) => labelSet(labels));
      return firing.some((labels) =>
        allInhibitions(labels, firing, this.#config.inhibitRules).some((by) => by.dependsOnOrder),
      );
    });
  }

  #firingAt(one: ProcessCase, atMs: number): PlayedEpisode[] {
    return this.#episodes(one).filter((e) => e.receivedAtMs <= atMs && (e.endsAtMs ?? Infinity) > atMs);
  }

  compare(one: ProcessCase): { messages: number; states: number; differences: string[] } {
    const theirs = this.#run.messages.filter(({ path }) => path.startsWith(`${one.id}-`));
    const ours = this.#messages(this.#simulate(one));
    const differences = compareMessages(theirs, ours, this.#run.untilMs);
    let states = 0;
    for (const probe of this.#run.probes) {
      const alerts = this.#firingAt(one, probe.atMs);
      states += alerts.length;
      differences.push(...this.#compareProbe(one, probe, alerts));
    }
    return { messages: theirs.length, states, differences };
  }

  #episodes({ id }: ProcessCase): readonly PlayedEpisode[] {
    return this.#run.played.filter(({ caseId }) => caseId === id);
  }

  /** Plays the case, with its changes a little earlier or later than they really were. */
  #simulate(one: ProcessCase, shiftOf: ShiftOf = () => 0): SimulationEvent[] {
    return simulate({
      tree: this.#tree,
      alerts: this.#episodes(one).map(({ labels, startsAtMs, receivedAtMs, endsAtMs, resentAtMs }, i) => {
        const [comes, goes] = [shiftOf(`${i} comes`), shiftOf(`${i} goes`)];
        return {
          labels: labelSet(labels),
          startsAtMs,
          receivedAtMs: receivedAtMs + comes,
          endsAtMs: endsAtMs === undefined ? undefined : endsAtMs + goes,
          resentAtMs: resentAtMs.map((ms) => ms + goes),
        };
      }),
      inhibitRules: this.#config.inhibitRules,
      timeIntervals: new Map(
        this.#config.timeIntervals.map(({ name, intervals }) => [name.value, intervals]),
      ),
      receivers: new Map(this.#config.receivers.map(({ name, integrations }) => [name.value, integrations])),
      untilMs: this.#run.untilMs,
      grouping: {
        ...groupingBehaviour(this.#version),
        // No run lasts until one of the clean-ups.
        emptyGroupsStayMs: isBefore(this.#version, '0.32') ? Infinity : 0,
        logStaysMs: Infinity,
      },
    });
  }

  #messages(events: readonly SimulationEvent[]): SentMessage[] {
    return events.flatMap((event) => {
      if (event.kind !== 'notification') return [];
      const identities = (sets: readonly LabelSet[]): string[] =>
        sets.map((set) => identity(Object.fromEntries(set))).sort();
      return [
        {
          atMs: event.atMs,
          path: `${event.receiver}/${event.integration.replace(/\D/g, '')}`,
          groupKey: event.groupKey,
          firing: identities(event.firing),
          resolved: identities(event.resolved),
          reason: isBefore(this.#version, '0.32') ? undefined : event.reason,
        },
      ];
    });
  }

  #compareProbe(one: ProcessCase, probe: Probe, alerts: readonly PlayedEpisode[]): string[] {
    const firing = alerts.map(({ labels }) => labelSet(labels));
    const ofCase = ({ labels }: { labels: Readonly<Record<string, string>> }): boolean =>
      labels['case'] === one.id;
    const theirAlerts = probe.alerts.filter(ofCase).map(({ labels, status, receivers }) => {
      const names = receivers.map(({ name }) => name).sort();
      return `${formatLabels(labelSet(labels))}: ${names.join(',')}${status.inhibitedBy.length > 0 ? ' inhibited' : ''}`;
    });
    const ourAlerts = firing.map((labels) => {
      const names = matchRoutes(this.#tree, labels)
        .map(({ settings }) => settings.receiver)
        .sort();
      const inhibited = allInhibitions(labels, firing, this.#config.inhibitRules).length > 0;
      return `${formatLabels(labels)}: ${names.join(',')}${inhibited ? ' inhibited' : ''}`;
    });
    const theirGroups = probe.groups
      .filter(({ alerts: [first] }) => first !== undefined && ofCase(first))
      .map(
        (group) =>
          `${group.receiver.name} ${formatLabels(labelSet(group.labels))}: ${group.alerts
            .map(({ labels }) => identity(labels))
            .sort()
            .join(' ')}`,
      );
    const ourGroups = new Map<string, string[]>();
    for (const labels of firing) {
      for (const route of matchRoutes(this.#tree, labels)) {
        const key = `${route.index} ${route.settings.receiver} ${formatLabels(groupLabels(labels, route))}`;
        ourGroups.set(key, [...(ourGroups.get(key) ?? []), identity(Object.fromEntries(labels))]);
      }
    }
    return [
      ...compareLists('the alerts of the API', theirAlerts, ourAlerts),
      ...compareLists(
        'the groups of the API',
        theirGroups,
        [...ourGroups].map(([key, members]) => `${key.replace(/^\d+ /, '')}: ${members.sort().join(' ')}`),
      ),
    ];
  }
}

function compareLists(what: string, theirs: readonly string[], ours: readonly string[]): string[] {
  const [left, right] = [theirs, ours].map((list) => [...list].sort().join('\n  '));
  return left === right ? [] : [`${what}:\n  ${left}\nin the simulation:\n  ${right}`];
}

const streamOf = ({ path, groupKey }: SentMessage): string => `${path} ${groupKey}`;

const content = ({ firing, resolved, reason }: SentMessage): string =>
  JSON.stringify([firing, resolved, reason]);

function compareMessages(
  theirs: readonly SentMessage[],
  ours: readonly SentMessage[],
  untilMs: number,
): string[] {
  const differences: string[] = [];
  const inTime = ({ atMs }: SentMessage): boolean => atMs < untilMs - TOLERANCE_MS;
  for (const stream of new Set([...theirs, ...ours].map(streamOf))) {
    const [left, right] = [theirs, ours].map((list) =>
      list.filter((message) => streamOf(message) === stream).sort((a, b) => a.atMs - b.atMs),
    ) as [SentMessage[], SentMessage[]];
    for (let i = 0; i < Math.max(left.length, right.length); i++) {
      const [a, b] = [left[i], right[i]];
      if (a === undefined || b === undefined) {
        const only = (a ?? b)!;
        if (inTime(only))
          differences.push(
            `${stream}: only ${a === undefined ? 'the simulation' : 'Alertmanager'} sends ${describeAt(only, untilMs)}`,
          );
        break;
      }
      if (content(a) === content(b) && Math.abs(a.atMs - b.atMs) <= TOLERANCE_MS) continue;
      differences.push(
        `${stream}: Alertmanager ${describeAt(a, untilMs)}, simulation ${describeAt(b, untilMs)}`,
      );
      break;
    }
  }
  return differences;
}

function describeAt(message: SentMessage, untilMs: number): string {
  return `${((message.atMs - untilMs) / 1000).toFixed(2)}s ${content(message)}`;
}
