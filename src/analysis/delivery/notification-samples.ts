import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { TemplatedField } from '../../documents/alertmanager/templated-fields.ts';
import type { Receiver } from '../../documents/alertmanager/types.ts';
import type { Project } from '../../project/project.ts';
import { commonPairs } from '../../template/alertmanager/data.ts';
import type { NotificationData } from '../../template/alertmanager/data.ts';
import {
  renderHtmlNotification,
  renderNotification,
  renderRouteLabels,
} from '../../template/alertmanager/render.ts';
import type { RenderedRouteLabels, Rendering, TemplateLibrary } from '../../template/alertmanager/render.ts';
import type { Route } from '../../routing/tree/route.ts';
import type { AlertLabels } from './alert-labels.ts';
import { effectiveLabels, isTemplated } from './effective-labels.ts';
import type { LabelKnowledge } from './label-knowledge.ts';
import { mayLack } from './label-knowledge.ts';
import { wordsIn } from './notification-templates.ts';
import type { ConfigTemplates } from './notification-templates.ts';
import { routesTo } from './receiver-use.ts';
import { routedAlerts } from './routed-alerts.ts';

type Labels = Readonly<Record<string, string>>;

/** What one alert of a notification has. */
export interface SampleAlert {
  readonly labels: Labels;
  readonly annotations: Labels;
}

export interface SampleNotification extends SampleAlert {
  readonly receiver: string;
  readonly status: 'firing' | 'resolved';
  /** Other alerts of the group, behind the first. */
  readonly others?: readonly SampleAlert[];
  readonly groupLabels: Labels;
  /** Of the route, as they are written. */
  readonly routeLabels: Labels;
  /** Stands in what only the running system knows: addresses and the fingerprint. */
  readonly unknown: string;
}

/** Checks have no clock: a Monday at noon. */
const NOW_MS = Date.UTC(2026, 0, 5, 12);

/** Loops end soon: a check must not run a template for long. */
const OPTIONS = { nowMs: NOW_MS, limits: { steps: 50_000, output: 200_000, depth: 200 } };

/** Renders a text of a receiver for a notification of one alert, as Alertmanager would. */
export function renderSample(
  field: Pick<TemplatedField, 'text' | 'format'>,
  library: TemplateLibrary,
  sample: SampleNotification,
): Rendering {
  if (field.format === 'plain') return { text: field.text };
  const render = field.format === 'html' ? renderHtmlNotification : renderNotification;
  const { labels } = sampleRouteLabels(library, sample);
  const data = { ...dataOf(sample), routeLabels: labels, routeLabelsRendered: true };
  return render(library, field.text, data, OPTIONS);
}

/** The labels of the route as that notification has them. */
export function sampleRouteLabels(library: TemplateLibrary, sample: SampleNotification): RenderedRouteLabels {
  return renderRouteLabels(library, dataOf(sample), OPTIONS);
}

function dataOf({
  receiver,
  status,
  labels,
  annotations,
  others = [],
  groupLabels,
  routeLabels,
  unknown,
}: SampleNotification): NotificationData {
  const endsAt = status === 'firing' ? '0001-01-01T00:00:00Z' : NOW_MS;
  const startsAt = NOW_MS - 3_600_000;
  const url = `http://${unknown.replace(/\W/g, '-')}.example:9093`;
  const all = [{ labels, annotations }, ...others];
  const rest = { status, startsAt, endsAt, generatorURL: url, fingerprint: unknown };
  return {
    receiver,
    status,
    alerts: all.map((one) => ({ ...rest, ...one })),
    groupLabels,
    commonLabels: commonPairs(all.map((one) => one.labels)),
    commonAnnotations: commonPairs(all.map((one) => one.annotations)),
    routeLabels,
    externalURL: url,
    notificationReason: 'first notification',
  };
}

/** Every word of a text and of the template files that could be the name of a label or annotation. */
export function wordsOf(text: string, templates: ConfigTemplates): ReadonlySet<string> {
  // Without a call of a template, what the files say does not matter.
  if (!text.includes('template')) return new Set(wordsIn(text));
  return new Set([...wordsIn(text), ...templates.words]);
}

/** Names of which more is not asked for each alert: template files with more say too much to be sure of anything. */
export const MOST_WORDS = 300;

/** An alert that reaches a receiver for certain, and the route that brings it there. */
export interface SentAlert {
  readonly alert: AlertLabels;
  readonly route: Route;
}

/** The alerts that certainly reach a receiver. */
export function certainlySent(
  document: AlertmanagerDocument,
  receiver: Receiver,
  project: Project,
): SentAlert[] {
  const routes = new Set(routesTo(document, receiver, project));
  return routedAlerts(document, project).routed.flatMap(({ alert, ends }) => {
    const end = ends.find(({ route, certain }) => certain && routes.has(route));
    return end === undefined ? [] : [{ alert, route: end.route }];
  });
}

/**
 * What a text certainly says when one alert is sent alone: one text for each set of values that its labels may have.
 * undefined: it depends on something that only the running system knows, or it fails.
 *
 * @param matters which texts are asked for: where no set of values gives one, the rest is not rendered and the set is empty
 */
export function certainTexts(
  field: Pick<TemplatedField, 'text' | 'format'>,
  templates: ConfigTemplates,
  sent: SentAlert,
  sample: Pick<SampleNotification, 'receiver' | 'status'>,
  matters: (text: string) => boolean = () => true,
): ReadonlySet<string> | undefined {
  if (field.format === 'plain' || !field.text.includes('{{')) return new Set([field.text]);
  // Names without a definition in the project's files may be defined elsewhere.
  if (!templates.complete || templates.library.errors.length > 0) return undefined;
  const words = wordsOf(field.text, templates);
  if (words.size > MOST_WORDS) return undefined;
  const known = knowledge(sent, words);
  const variants = Math.max(
    1,
    ...[...known.values()].map((one) => (one.kind === 'values' ? one.values.size : 1)),
  );
  if (variants > MOST_VALUES) return undefined;
  const render = (variant: number, filler: string): Rendering => {
    const values = pairs(sent, known, variant, filler);
    return renderSample(field, templates.library, { ...sample, ...values, unknown: filler });
  };
  const first = Array.from({ length: variants }, (_, variant) => render(variant, FILLERS[0]));
  if (first.some((rendering) => 'error' in rendering)) return undefined;
  if (!first.some((rendering) => 'text' in rendering && matters(rendering.text))) return new Set();
  const texts = new Set<string>();
  for (const [variant, rendering] of first.entries()) {
    const others = FILLERS.slice(1).map((filler) => render(variant, filler));
    const outputs = new Set([rendering, ...others].map((one) => ('error' in one ? undefined : one.text)));
    const [output] = outputs;
    if (outputs.size !== 1 || output === undefined) return undefined;
    texts.add(output);
  }
  return texts;
}

/** The replacement of values that only the running system knows: a text with all of them is certain. */
export const FILLERS = ['', 'one', 'Another 2'] as const;

const MOST_VALUES = 6;

/** Facts about the labels of an alert that a text may ask for. */
export function knowledge(
  { alert }: Pick<SentAlert, 'alert'>,
  words: ReadonlySet<string>,
): Map<string, LabelKnowledge> {
  const names = new Set([...words, ...effectiveLabels(alert.rule).keys(), 'alertname']);
  return new Map([...names].map((name) => [name, alert.of(name)]));
}

function pairs(
  { alert, route }: SentAlert,
  known: ReadonlyMap<string, LabelKnowledge>,
  variant: number,
  filler: string,
): Pick<SampleNotification, 'labels' | 'annotations' | 'groupLabels' | 'routeLabels'> {
  const labels: Record<string, string> = {};
  for (const [name, label] of known) {
    const value =
      label.kind === 'values' ? [...label.values][variant % label.values.size] : openValue(label, filler);
    if (value !== undefined && value !== '') labels[name] = value;
  }
  const { groupByAll, groupBy, labels: routeLabels } = route.settings;
  const groupLabels = Object.fromEntries(
    Object.entries(labels).filter(([name]) => groupByAll || groupBy.includes(name)),
  );
  const annotations = annotationsOf(alert, filler);
  return { labels, annotations, groupLabels, routeLabels: Object.fromEntries(routeLabels) };
}

/** The annotations of an alert; the filler stands for what a template would say. */
export function annotationsOf({ rule }: AlertLabels, filler: string): Labels {
  return Object.fromEntries(
    rule.annotations.map(({ name, value }) => [name, isTemplated(value) ? filler : value]),
  );
}

/** Any value that may be: where the label is never missing, some value. */
export function openValue(label: LabelKnowledge, filler: string): string {
  return filler === '' && !mayLack(label) ? 'zero' : filler;
}
