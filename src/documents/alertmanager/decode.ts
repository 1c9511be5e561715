import { isNull } from '../../yaml/node.ts';
import type { YamlNode } from '../../yaml/node.ts';
import { checkSection } from './check-value.ts';
import type { DecodeContext } from './context.ts';
import { checkNeeds } from './global-needs.ts';
import { readInhibitRule } from './inhibit-rules.ts';
import { Report } from './issue.ts';
import type { AlertmanagerIssue } from './issue.ts';
import { withMergeKeys } from './merge-keys.ts';
import { readReceivers } from './receivers.ts';
import { checkReferences, checkRoot } from './references.ts';
import { readRoute } from './route.ts';
import { CONFIG } from './schema/config.ts';
import { Section } from './section.ts';
import { readNamedInterval } from './time-intervals.ts';
import type { AlertmanagerConfig, DecodeResult, NamedTimeInterval } from './types.ts';
import { NEWEST } from './version.ts';
import type { AlertmanagerVersion } from './version.ts';

export interface DecodeOptions {
  /** The Alertmanager that will read the file; default the newest known. */
  readonly version?: AlertmanagerVersion;
  /** The fault of a text as a Go template (undefined: nothing); default: every text is a template. */
  readonly templateFault?: (text: string) => string | undefined;
}

/**
 * Reads an Alertmanager configuration. Everything that `amtool check-config` of the version would refuse is an
 * issue of level `error`, all of them, not the first; what can be read is in the configuration all the same.
 *
 * @param root the document; undefined for an empty file
 * @param source the text of the file that `root` was read from
 */
export function decodeAlertmanager(
  root: YamlNode | undefined,
  source: string,
  options: DecodeOptions = {},
): DecodeResult {
  const report = new Report(source);
  const context: DecodeContext = {
    version: options.version ?? NEWEST,
    report,
    templateFault: options.templateFault ?? (() => undefined),
  };
  const node: YamlNode = (root !== undefined && source.includes('<<') ? withMergeKeys(root) : root) ?? {
    kind: 'map',
    range: { start: 0, end: 0 },
    entries: [],
  };
  const section =
    checkSection(node, CONFIG, context) ??
    new Section({ kind: 'map', range: node.range, entries: [] }, CONFIG);
  const config = readConfig(section, context);
  checkRoot(config, section, report);
  checkReferences(config, report);
  return { config, issues: distinct(report.issues) };
}

function readConfig(section: Section, context: DecodeContext): AlertmanagerConfig {
  const routeNode = section.value('route');
  const global = section.section('global');
  const receivers = readReceivers(section, context.report);
  for (const receiver of receivers) {
    for (const integration of receiver.integrations) checkNeeds(integration, global, context);
  }
  return {
    version: context.version,
    global,
    route: routeNode === undefined || isNull(routeNode) ? undefined : readRoute(routeNode, context),
    receivers,
    inhibitRules: section.items('inhibit_rules').flatMap((item) => readInhibitRule(item, context) ?? []),
    timeIntervals: [
      ...readIntervals(section, 'mute_time_intervals', context),
      ...readIntervals(section, 'time_intervals', context),
    ],
    templates: section.texts('templates'),
  };
}

function readIntervals(
  section: Section,
  key: NamedTimeInterval['key'],
  context: DecodeContext,
): NamedTimeInterval[] {
  return section.items(key).flatMap((item) => readNamedInterval(item, key, context) ?? []);
}

/** One anchor used twice gives the same fault twice. In order of the file. */
function distinct(issues: readonly AlertmanagerIssue[]): AlertmanagerIssue[] {
  const byPlace = new Map<string, AlertmanagerIssue>();
  for (const issue of issues) {
    const key = `${issue.range.start} ${issue.code} ${issue.message}`;
    if (!byPlace.has(key)) byPlace.set(key, issue);
  }
  return [...byPlace.values()].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
}
