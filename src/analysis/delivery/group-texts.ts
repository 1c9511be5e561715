import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { TemplatedField } from '../../documents/alertmanager/templated-fields.ts';
import type { Receiver } from '../../documents/alertmanager/types.ts';
import type { Project } from '../../project/project.ts';
import type { AlertLabels } from './alert-labels.ts';
import type { LabelKnowledge } from './label-knowledge.ts';
import { mayBe } from './label-knowledge.ts';
import {
  annotationsOf,
  certainlySent,
  certainTexts,
  FILLERS,
  knowledge,
  MOST_WORDS,
  openValue,
  renderSample,
  wordsOf,
} from './notification-samples.ts';
import type { SampleAlert, SampleNotification } from './notification-samples.ts';
import { configTemplates } from './notification-templates.ts';
import type { ConfigTemplates } from './notification-templates.ts';
import { possibleGroups } from './possible-groups.ts';
import type { PossibleGroup } from './possible-groups.ts';

type Status = SampleNotification['status'];

/** A text that a field certainly has for a notification that can be sent. */
export interface GroupText {
  readonly text: string;
  readonly status: Status;
  /** The alerts of the notification: one, or two, which may be of the same rule. */
  readonly alerts: readonly AlertLabels[];
}

/** The questions about the texts of groups. */
export interface GroupQuestion {
  readonly isWrong: (text: string) => boolean;
  /** `resolved` if the integration sends the end. */
  readonly statuses: readonly Status[];
}

/** Alerts of which the end alone is looked at. */
const MOST_ALERTS = 20;

/**
 * A wrong text that a field certainly has when two alerts share a notification, or when all are resolved. One firing alert
 * alone is what `sentTexts` looks at.
 */
export function wrongGroupText(
  field: TemplatedField,
  document: AlertmanagerDocument,
  receiver: Receiver,
  project: Project,
  question: GroupQuestion,
): GroupText | undefined {
  if (field.format === 'plain' || !field.text.includes('{{')) return undefined;
  const templates = configTemplates(document, project);
  if (!templates.complete || templates.library.errors.length > 0) return undefined;
  const words = wordsOf(field.text, templates);
  if (words.size > MOST_WORDS) return undefined;
  const { statuses } = question;
  const over = statuses.includes('resolved')
    ? ended(field, document, receiver, project, question)
    : undefined;
  if (over !== undefined) return over;
  for (const group of possibleGroups(document, receiver, project)) {
    for (const status of statuses) {
      const rendered = { field, templates, words, receiver: receiver.name.value, status };
      const text = certainText(group, rendered, question);
      if (text !== undefined) return { text, status, alerts: group.alerts };
    }
  }
  return undefined;
}

/** A wrong text for one alert that is over. */
function ended(
  field: TemplatedField,
  document: AlertmanagerDocument,
  receiver: Receiver,
  project: Project,
  { isWrong }: GroupQuestion,
): GroupText | undefined {
  const templates = configTemplates(document, project);
  const sample = { receiver: receiver.name.value, status: 'resolved' } as const;
  for (const sent of certainlySent(document, receiver, project).slice(0, MOST_ALERTS)) {
    const texts = certainTexts(field, templates, sent, sample, isWrong) ?? [];
    for (const text of texts) if (isWrong(text)) return { text, status: 'resolved', alerts: [sent.alert] };
  }
  return undefined;
}

interface Rendered {
  readonly field: TemplatedField;
  readonly templates: ConfigTemplates;
  readonly words: ReadonlySet<string>;
  readonly receiver: string;
  readonly status: Status;
}

/** What stands for the open values of the two alerts: the same in both, and different ones. */
const PAIRS: readonly (readonly [string, string])[] = [
  ...FILLERS.map((filler) => [filler, filler] as const),
  ['one', 'Another 2'],
  ['', 'one'],
];

/** The text of a group, where it is wrong and the same whatever the values are that only the running system knows. */
function certainText(
  group: PossibleGroup,
  { field, templates, words, receiver, status }: Rendered,
  { isWrong }: GroupQuestion,
): string | undefined {
  const { routeLabels, samples } = samplesOf(group, words);
  let certain: string | undefined;
  for (const [fillers, make] of samples) {
    const { first, second, groupLabels } = make;
    const sample = {
      ...first,
      others: [second],
      groupLabels,
      routeLabels,
      receiver,
      status,
      unknown: fillers,
    };
    const rendering = renderSample(field, templates.library, sample);
    if ('error' in rendering || !isWrong(rendering.text)) return undefined;
    if (certain !== undefined && certain !== rendering.text) return undefined;
    certain = rendering.text;
  }
  return certain;
}

interface SampleGroup {
  readonly first: SampleAlert;
  readonly second: SampleAlert;
  readonly groupLabels: Readonly<Record<string, string>>;
}

function samplesOf(
  { alerts, route }: PossibleGroup,
  words: ReadonlySet<string>,
): { routeLabels: Readonly<Record<string, string>>; samples: [string, SampleGroup][] } {
  const names = new Set([...words, ...route.settings.groupBy]);
  const known = alerts.map((alert) => knowledge({ alert }, names));
  const samples = PAIRS.map((fillers): [string, SampleGroup] => {
    const shared = sharedLabels(route.settings.groupBy, known, fillers[0]);
    const [first, second] = alerts.map((alert, i): SampleAlert => {
      const filler = fillers[i] ?? '';
      return { labels: labelsOf(known[i]!, shared, filler), annotations: annotationsOf(alert, filler) };
    });
    return [fillers[0], { first: first!, second: second!, groupLabels: Object.fromEntries(shared) }];
  });
  return { routeLabels: Object.fromEntries(route.settings.labels), samples };
}

/** The labels of the group: one value that both alerts may have. */
function sharedLabels(
  groupBy: readonly string[],
  known: readonly ReadonlyMap<string, LabelKnowledge>[],
  filler: string,
): Map<string, string> {
  const shared = new Map<string, string>();
  for (const name of groupBy) {
    const labels = known.flatMap((one) => one.get(name) ?? []);
    const words = labels.flatMap((one) =>
      one.kind === 'values' ? [...one.values] : [openValue(one, filler)],
    );
    const value = words.find((word) => labels.every((one) => mayBe(one, word)));
    if (value !== undefined && value !== '') shared.set(name, value);
  }
  return shared;
}

function labelsOf(
  known: ReadonlyMap<string, LabelKnowledge>,
  shared: ReadonlyMap<string, string>,
  filler: string,
): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const [name, label] of known) {
    const value =
      shared.get(name) ?? (label.kind === 'values' ? [...label.values][0] : openValue(label, filler));
    if (value !== undefined && value !== '') labels[name] = value;
  }
  return labels;
}
