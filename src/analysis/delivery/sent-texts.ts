import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import { templatedFields } from '../../documents/alertmanager/templated-fields.ts';
import type { TemplatedField } from '../../documents/alertmanager/templated-fields.ts';
import type { Integration, Receiver } from '../../documents/alertmanager/types.ts';
import type { Project } from '../../project/project.ts';
import { certainlySent, certainTexts } from './notification-samples.ts';
import { configTemplates } from './notification-templates.ts';

/** A text that a field certainly has, and the alerts that bring it about; none: it is the same for all. */
export interface SentText {
  readonly text: string;
  readonly names: readonly string[];
}

/** Alerts looked at for one field: beyond it, one more seldom says something new. */
const MOST_ALERTS = 20;

/**
 * What a field of an integration certainly says when an alert that reaches the receiver fires alone. Alerts of which
 * labels that matter are not known say nothing.
 *
 * @param matters which texts are asked for; an alert that brings about none of them may be left out
 */
export function sentTexts(
  field: TemplatedField,
  document: AlertmanagerDocument,
  receiver: Receiver,
  project: Project,
  matters?: (text: string) => boolean,
): SentText[] {
  if (field.format === 'plain' || !field.text.includes('{{')) return [{ text: field.text, names: [] }];
  const templates = configTemplates(document, project);
  const found = new Map<string, string[]>();
  for (const sent of certainlySent(document, receiver, project).slice(0, MOST_ALERTS)) {
    const sample = { receiver: receiver.name.value, status: 'firing' } as const;
    for (const text of certainTexts(field, templates, sent, sample, matters) ?? []) {
      const names = found.get(text);
      if (names === undefined) found.set(text, [sent.alert.name]);
      else names.push(sent.alert.name);
    }
  }
  return [...found].map(([text, names]) => ({ text, names }));
}

/** A field of an integration, as it is written or by default; undefined: it has none. */
export function fieldOf(
  integration: Integration,
  path: string,
  { config }: AlertmanagerDocument,
): TemplatedField | undefined {
  return templatedFields(integration, config.version).find((field) => field.path === path);
}
