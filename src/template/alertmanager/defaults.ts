import { atLeast } from '../functions.ts';
import { DEFAULT_EMAIL } from './default-email.ts';
import { DEFAULT_TEXTS } from './default-texts.ts';
import { loadTemplates } from './render.ts';
import type { TemplateFile, TemplateLibrary } from './render.ts';

/**
 * The templates that every Alertmanager of a version (undefined: the newest) begins with, such as
 * `slack.default.title`: what receivers' fields say where the configuration sets none.
 */
export function defaultTemplates(version?: string): TemplateFile {
  const known = [...DEFAULT_TEXTS, ...DEFAULT_EMAIL].filter(
    ({ since }) => since === undefined || atLeast(version, since),
  );
  const text = known.map(({ name, text: body }) => `{{ define "${name}" }}${body}{{ end }}`).join('');
  return { name: 'default.tmpl', text };
}

/** Template files on top of the default templates, as a running Alertmanager has them; a file may replace a default. */
export function loadWithDefaults(files: readonly TemplateFile[], version?: string): TemplateLibrary {
  return loadTemplates([defaultTemplates(version), ...files], version);
}
