import { EXIT } from '../../../diagnostics/exit-code.ts';
import { UserError } from '../../../diagnostics/user-error.ts';
import type { Project } from '../../../project/project.ts';
import { reportAlerts } from '../../../analysis/delivery/index.ts';
import type { DeliveredAlert } from '../../../analysis/delivery/index.ts';
import { timelineJson, timelineText } from '../../../reporters/routes/timeline.ts';
import { groupingBehaviour } from '../../../routing/grouping/behaviour.ts';
import { simulate } from '../../../routing/grouping/simulate.ts';
import type { RouteTree } from '../../../routing/tree/route.ts';
import type { InhibitRule } from '../../../routing/inhibition/rule.ts';
import type { LabelSet } from '../../../routing/labels.ts';
import type { Outcome } from '../../../routing/tree/outcomes.ts';
import { conditionText, deliver, receiverWays, exampleWay } from '../../../routing/tree/possibilities.ts';
import type { ReceiverWay } from '../../../routing/tree/possibilities.ts';
import { whenInWords } from '../../../reporters/routes/ways.ts';
import { printable } from '../../../util/printable.ts';
import type { AlertEpisode } from '../../../routing/grouping/simulate.ts';
import { timeline } from '../../../routing/report/timeline.ts';
import { didYouMeanText } from '../../../util/did-you-mean.ts';
import { textOptions } from '../../report.ts';
import type { Io } from '../../io.ts';
import { loadProject, loadRouting } from './configuration.ts';
import type { RoutesOptions } from './configuration.ts';
import { duration, instant } from './instant.ts';
import { labelLine } from './labels.ts';

export interface RoutesSimulateOptions extends RoutesOptions {
  /** `<alert>`, `<alert>@<start>` or `<alert>@<start>..<end>`: see `episode`. */
  readonly alerts: readonly string[];
  readonly format: 'text' | 'json';
  /** When the timeline starts; default now. */
  readonly from?: string;
  /** How long it is. */
  readonly duration: string;
}

const MINUTE = 60_000;

/** `rulecheck routes simulate`: the notifications of each receiver over time while the given alerts fire. */
export async function routesSimulate(options: RoutesSimulateOptions, io: Io): Promise<number> {
  const startMs = options.from === undefined ? Math.floor(io.now() / MINUTE) * MINUTE : instant(options.from);
  const untilMs = startMs + duration(options.duration);
  let loaded: Project | undefined;
  const project = async (): Promise<Project> => (loaded ??= await loadProject(options, [], io));
  const { tree, document, timeIntervals } = await loadRouting(options, project, io);
  const known = async (): Promise<readonly DeliveredAlert[]> => reportAlerts(document, await project());
  const alerts: AlertEpisode[] = [];
  for (const text of options.alerts)
    alerts.push(
      await episode(text, startMs, (name) =>
        labelsOfAlert(name, document.config.inhibitRules, tree, known, io),
      ),
    );
  const receivers = new Map(
    document.config.receivers.map(({ name, integrations }) => [name.value, integrations]),
  );
  const rows = timeline(
    simulate({
      tree,
      alerts,
      inhibitRules: document.config.inhibitRules,
      timeIntervals,
      receivers,
      untilMs,
      grouping: groupingBehaviour(document.config.version),
    }),
  );
  io.stdout.write(
    options.format === 'json' ? timelineJson(rows, startMs) : timelineText(rows, startMs, textOptions(io)),
  );
  return EXIT.clean;
}

/**
 * An alert that fires for a while: the name of an alert of the project or a label set, then `@` and when it fires,
 * counted from the start: `OneiricRestarted@5m..30m`, `{alertname="Down", severity="critical"}`.
 */
async function episode(
  text: string,
  startMs: number,
  labelsOf: (alert: string) => Promise<LabelSet>,
): Promise<AlertEpisode> {
  const match = /^(.*?)(?:@([\w]+)(?:\.\.([\w]+))?)?$/s.exec(text);
  const [, what = '', from, to] = match ?? [];
  const startsAtMs = startMs + (from === undefined ? 0 : duration(from));
  const endsAtMs = to === undefined ? undefined : startMs + duration(to);
  if (endsAtMs !== undefined && endsAtMs <= startsAtMs)
    throw new UserError(`"${text}" ends before it starts`, EXIT.usage);
  const labels = /[={]/.test(what) ? labelLine(what) : await labelsOf(what);
  return { labels, startsAtMs, endsAtMs };
}

/**
 * The labels of an alert of the project as far as they are known before it fires. If unknown labels decide who is notified, a
 * line on stderr names the other ways.
 */
async function labelsOfAlert(
  name: string,
  inhibitRules: readonly InhibitRule[],
  tree: RouteTree,
  alerts: () => Promise<readonly DeliveredAlert[]>,
  io: Io,
): Promise<LabelSet> {
  const known = await alerts();
  const alert = known.find((one) => one.name === name);
  if (alert === undefined)
    throw new UserError(
      `no alert is named "${name}"${didYouMeanText(
        name,
        known.map((one) => one.name),
      )}`,
      EXIT.usage,
      'name an alert from the rule files, or give labels: alertname=Down,severity=critical',
    );
  const delivery = deliver(tree, alert.state);
  const way = exampleWay(delivery);
  const filled = (labels: LabelSet): LabelSet => withCarried(labels, alert, inhibitRules, tree, io);
  if (way === undefined || delivery.outcomes?.length === 1) return filled(alert.state.example);
  const others = (receiverWays(delivery) ?? []).filter(
    ({ when }) => !when.includes(conditionText(way.state)),
  );
  if (others.length > 0) io.stderr.write(printable(otherWays(name, way, others)));
  return filled(way.state.example);
}

/**
 * The labels with those that group or inhibit alerts and that this one has, though the series decide their values: one
 * example value for all alerts, as if they were about the same thing.
 */
function withCarried(
  labels: LabelSet,
  alert: DeliveredAlert,
  inhibitRules: readonly InhibitRule[],
  { routes }: RouteTree,
  io: Io,
): LabelSet {
  const names = [
    ...routes.flatMap(({ settings }) => settings.groupBy),
    ...inhibitRules.flatMap(({ equal }) => equal),
  ];
  const missing = [...new Set(names)].filter((name) => !labels.has(name) && alert.carries(name));
  if (missing.length === 0) return labels;
  const added = missing.map((name): [string, string] => [name, `${name}-1`]);
  const shown = added.map(([name, value]) => `${name}="${value}"`).join(', ');
  io.stderr.write(
    printable(
      `note: "${alert.name}" has ${missing.join(', ')} of its series: simulated with ${shown}; give the labels for other values (alertname=${alert.name},${missing[0]}=value)\n`,
    ),
  );
  return new Map([...labels, ...added]);
}

function otherWays(name: string, way: Outcome, others: readonly ReceiverWay[]): string {
  const shown = way.ends.map(({ settings }) => settings.receiver).join(', ');
  const rest = others.map(({ receivers, when }) => `${receivers.join(', ')}${whenInWords(when)}`).join('; ');
  return `note: "${name}" goes to ${shown} here, but can also go to ${rest}: give the labels to simulate that (alertname=${name},label=value)\n`;
}
