import { posix } from 'node:path';
import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import { templatedFields } from '../../documents/alertmanager/templated-fields.ts';
import type { TemplatedField } from '../../documents/alertmanager/templated-fields.ts';
import type { Integration, Receiver } from '../../documents/alertmanager/types.ts';
import type { Located } from '../../documents/fields.ts';
import type { TemplatesDocument } from '../../documents/types.ts';
import type { Project } from '../../project/project.ts';
import type { Range } from '../../source/range.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { loadWithDefaults } from '../../template/alertmanager/defaults.ts';
import type { TemplateLibrary } from '../../template/alertmanager/render.ts';
import { matchPath } from '../../util/glob-match.ts';
import { scalarRange } from '../../yaml/offsets.ts';

/** A template file: a file of its own, or one inside of an object. */
export interface TemplateFile {
  /** Its path, or the name that it has in the object. */
  readonly path: string;
  readonly text: string;
  /** The file that it stands in. */
  readonly file: SourceFile;
  /** A part of its text in that file. */
  readonly place: (part: Range) => Range;
}

/** The template files of a configuration. */
export interface ConfigTemplates {
  readonly library: TemplateLibrary;
  readonly files: readonly TemplateFile[];
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

function read({ config, file, origin, home }: AlertmanagerDocument, project: Project): ConfigTemplates {
  const files: TemplateFile[] = [];
  const lost: Located<string>[] = [];
  let complete = project.whole && origin === 'file';
  for (const pattern of config.templates) {
    const found = filesOf(pattern.value, file, home, project);
    if (found.length === 0) {
      complete = false;
      if (!pattern.value.startsWith('/') && home === undefined && project.whole) lost.push(pattern);
    }
    for (const one of found) if (!files.includes(one)) files.push(one);
  }
  const texts = files.map(({ path, text }) => ({ name: posix.basename(path), text }));
  return { library: loadWithDefaults(texts, config.version), files, complete, lost };
}

/**
 * The files that a pattern finds: in the object around the configuration, else relative to it; where it is deployed
 * elsewhere, by their names.
 */
function filesOf(
  pattern: string,
  config: SourceFile,
  home: object | undefined,
  project: Project,
): readonly TemplateFile[] {
  const all = project.templates;
  const name = posix.basename(pattern);
  const isNamed = (one: TemplatesDocument): boolean =>
    matchPath(name, one.part === undefined ? one.file.path : one.part.name);
  const beside = home === undefined ? [] : all.filter((one) => one.part?.home === home && isNamed(one));
  if (beside.length > 0) return beside.map(templateFile);
  const relative = posix.join(posix.dirname(config.path), pattern);
  const exact = all.filter(({ part, file }) => part === undefined && matchPath(`./${relative}`, file.path));
  return (exact.length > 0 && !pattern.startsWith('/') ? exact : all.filter(isNamed)).map(templateFile);
}

const known = new WeakMap<TemplatesDocument, TemplateFile>();

function templateFile(document: TemplatesDocument): TemplateFile {
  let found = known.get(document);
  if (found === undefined) known.set(document, (found = asFile(document)));
  return found;
}

function asFile({ file, part }: TemplatesDocument): TemplateFile {
  if (part === undefined) return { path: file.path, text: file.text, file, place: (range) => range };
  const { name: path, scalar } = part;
  const place = ({ start, end }: Range): Range => scalarRange(scalar, file.text, start, end);
  return { path, text: scalar.text, file, place };
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
