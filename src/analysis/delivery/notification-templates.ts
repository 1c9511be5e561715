import { posix } from 'node:path';
import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import { templatedFields } from '../../documents/alertmanager/templated-fields.ts';
import type { TemplatedField } from '../../documents/alertmanager/templated-fields.ts';
import type { Integration, Receiver } from '../../documents/alertmanager/types.ts';
import type { Located } from '../../documents/fields.ts';
import type { Project } from '../../project/project.ts';
import type { Range } from '../../source/range.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { loadWithDefaults } from '../../template/alertmanager/defaults.ts';
import type { TemplateLibrary } from '../../template/alertmanager/render.ts';
import { matchPath } from '../../util/glob-match.ts';
import { scalarRange } from '../../yaml/offsets.ts';

/** The template files of a configuration. */
export interface ConfigTemplates {
  readonly library: TemplateLibrary;
  readonly files: readonly SourceFile[];
  /** Every pattern of `templates` found files in the project: what is not defined there is not defined. */
  readonly complete: boolean;
  /** Patterns relative to the configuration that find no file. */
  readonly lost: readonly Located<string>[];
}

const documents = new WeakMap<AlertmanagerDocument, ConfigTemplates>();

/** Reads the template files of a configuration as far as they are in the project; once per configuration. */
export function configTemplates(document: AlertmanagerDocument, project: Project): ConfigTemplates {
  let templates = documents.get(document);
  if (templates === undefined) documents.set(document, (templates = read(document, project)));
  return templates;
}

function read({ config, file, origin }: AlertmanagerDocument, project: Project): ConfigTemplates {
  const files: SourceFile[] = [];
  const lost: Located<string>[] = [];
  let complete = project.whole && origin === 'file';
  for (const pattern of config.templates) {
    const found = filesOf(pattern.value, file, project);
    if (found.length === 0) {
      complete = false;
      if (!pattern.value.startsWith('/') && project.whole) lost.push(pattern);
    }
    for (const one of found) if (!files.includes(one)) files.push(one);
  }
  const texts = files.map(({ path, text }) => ({ name: posix.basename(path), text }));
  return { library: loadWithDefaults(texts, config.version), files, complete, lost };
}

/** The files that a pattern finds, relative to the configuration; where it is deployed elsewhere, by their names. */
function filesOf(pattern: string, config: SourceFile, project: Project): SourceFile[] {
  const all = project.templates.map(({ file }) => file);
  const relative = posix.join(posix.dirname(config.path), pattern);
  const exact = all.filter(({ path }) => matchPath(`./${relative}`, path));
  if (exact.length > 0 && !pattern.startsWith('/')) return exact;
  return all.filter(({ path }) => matchPath(posix.basename(pattern), path));
}

/** A text of a receiver that is rendered when a notification is sent. */
export interface WrittenField extends TemplatedField {
  readonly receiver: Receiver;
  readonly integration: Integration;
  /** The place of a part of the text. */
  readonly place: (part: Range) => Range;
}

/** The texts with actions that somebody wrote and Alertmanager renders; one that several receivers share by an anchor comes once for each. */
export function writtenFields({ config, file }: AlertmanagerDocument): WrittenField[] {
  return config.receivers.flatMap((receiver) =>
    receiver.integrations.flatMap((integration) =>
      templatedFields(integration, config.version).flatMap((field) => {
        const { node } = field;
        if (node === undefined || field.format === 'plain' || !field.text.includes('{{')) return [];
        const place = (part: Range): Range => scalarRange(node, file.text, part.start, part.end);
        return [{ ...field, receiver, integration, place }];
      }),
    ),
  );
}
