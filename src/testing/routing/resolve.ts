import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AlertmanagerConfig } from '../../documents/alertmanager/types.ts';
import { groupLabels } from '../../routing/grouping/group.ts';
import { allInhibitions, inhibitedBy } from '../../routing/inhibition/inhibit.ts';
import type { InhibitRule } from '../../routing/inhibition/rule.ts';
import { describeInhibitRule, whyNotInhibited } from '../../routing/inhibition/why-not.ts';
import { type LabelSet, formatLabels, labelsKey } from '../../routing/labels.ts';
import { mutedAt } from '../../routing/time-intervals/active.ts';
import { matchReceivers, matchRoutes } from '../../routing/tree/match.ts';
import type { RouteTree } from '../../routing/tree/route.ts';
import { whyNotReached } from '../../routing/tree/why-not.ts';
import { ToolError, readVersion, withTempFolder, type RunOptions } from '../../tools/index.ts';
import { compareVersions } from '../../util/compare-versions.ts';
import type { RoutingView } from '../judge/routing-view.ts';
import { type AmtoolAnswer, askAmtool } from './amtool.ts';
import { amtoolConfig } from './amtool-config.ts';

/** The Alertmanager configuration that scenarios are routed by. */
export interface RoutingConfig {
  readonly tree: RouteTree;
  readonly inhibitRules: readonly InhibitRule[];
  /** The configuration file, for amtool and for the files beside it. */
  readonly path: string;
  /** amtool cannot read that file as it is: it is given the routes alone. */
  readonly isWrapped?: boolean;
  /** All of it, for what is sent and what it says; undefined: notifications cannot be judged. */
  readonly config?: AlertmanagerConfig;
}

/** The engine that finds the receivers of alerts. */
export interface RoutingEngines {
  readonly embedded: boolean;
  /** The amtool executable; undefined: amtool is not asked. */
  readonly amtool: string | undefined;
  /** Hears what a reader of the result should know of the tools, once. */
  readonly note?: (text: string) => void;
}

/** Answers for every alert that a run asks about; a disagreement of the engines is a problem, with both answers. */
export async function resolveRouting(
  config: RoutingConfig,
  alerts: readonly LabelSet[],
  engines: RoutingEngines,
  options: RunOptions = {},
): Promise<RoutingView> {
  const { amtool } = engines;
  const intervals = new Map(config.config?.timeIntervals.map((one) => [one.name.value, one.intervals]));
  const asked =
    amtool === undefined
      ? new Map<string, AmtoolAnswer>()
      : await askWithinItsVersion(amtool, config, alerts, engines, options);
  return {
    receivers(labels) {
      const own = matchReceivers(config.tree, labels);
      const other = amtool === undefined ? undefined : asked.get(labelsKey(labels));
      return other === undefined ? { names: own } : agree(own, other, engines.embedded);
    },
    ends: (labels, atMs) =>
      matchRoutes(config.tree, labels).map((route) => ({
        receiver: route.settings.receiver,
        group: groupLabels(labels, route),
        muting: mutedAt(route.settings, intervals, atMs),
      })),
    // One by one: asked of them all at once, a rule names only the first that mutes the alert.
    inhibitors: (labels, firing) =>
      firing.filter((source) => inhibitedBy(labels, [source], config.inhibitRules) !== undefined),
    whyNotReached: (labels, receiver) => whyNotReached(config.tree, labels, receiver),
    explainInhibition(labels, firing) {
      const found = allInhibitions(labels, firing, config.inhibitRules);
      if (found.length === 0) return whyNotInhibited(labels, firing, config.inhibitRules);
      return found.map(
        ({ rule, source }) => `${formatLabels(source)} mutes it through ${describeInhibitRule(rule)}`,
      );
    },
  };
}

/**
 * Asks amtool. One that is older than the Alertmanager of the configuration refuses keys that it does not know: then it is
 * given the routes alone, which it can judge, and a note says so.
 */
async function askWithinItsVersion(
  amtool: string,
  config: RoutingConfig,
  alerts: readonly LabelSet[],
  { note }: RoutingEngines,
  options: RunOptions,
): Promise<Map<string, AmtoolAnswer>> {
  const answers = await withConfigFile(config, (path) => askAmtool(amtool, path, alerts, options));
  const refused = [...answers.values()].find((answer) => 'problem' in answer);
  const wanted = config.config?.version;
  if (refused === undefined || wanted === undefined || config.isWrapped === true) return answers;
  const version = await versionOf(amtool);
  if (version === undefined || compareVersions(version, wanted) >= 0) return answers;
  note?.(
    `amtool ${version} is older than Alertmanager ${wanted}, the release of the configuration, and rejects it: amtool was used only for the routes (alertmanager.version sets the version, --amtool another amtool)`,
  );
  return withConfigFile({ ...config, isWrapped: true }, (path) => askAmtool(amtool, path, alerts, options));
}

async function versionOf(amtool: string): Promise<string | undefined> {
  try {
    return await readVersion('amtool', amtool);
  } catch (error) {
    if (error instanceof ToolError) return undefined;
    throw error;
  }
}

/** A file that amtool can read. */
async function withConfigFile<T>(
  { path, isWrapped, tree }: RoutingConfig,
  use: (path: string) => Promise<T>,
): Promise<T> {
  if (isWrapped !== true) return use(path);
  return withTempFolder(async (folder) => {
    const file = join(folder, 'alertmanager.json');
    await writeFile(file, amtoolConfig(tree));
    return use(file);
  });
}

function agree(
  own: readonly string[],
  other: AmtoolAnswer,
  embedded: boolean,
): { names: readonly string[] } | { problem: string } {
  if ('problem' in other) return { problem: `amtool: ${other.problem}` };
  if (own.join(',') === other.receivers) return { names: own };
  if (!embedded) return { names: other.receivers.split(',') };
  return {
    problem: `the embedded router returns "${own.join(', ')}", but amtool returns "${other.receivers}"`,
  };
}
