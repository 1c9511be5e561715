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
import { didYouMean } from '../../util/did-you-mean.ts';
import { matchPath } from '../../util/glob-match.ts';
import { scalarRange } from '../../yaml/offsets.ts';

/** A template file: a file of its own, or one inside of an object. */
export interface TemplateFile {
  /** Its path, or the name that it has in the object. */
  readonly path: string;
  readonly text: string;
  /** The file that contains it. */
  readonly file: SourceFile;
  /** A part of its text in that file. */
  readonly place: (part: Range) => Range;
}

/** The template files of a configuration. */
export interface ConfigTemplates {
  readonly library: TemplateLibrary;
  readonly files: readonly TemplateFile[];
  /** Every pattern of `templates` found files in the project: names without a definition there are undefined. */
  readonly complete: boolean;
  /** Patterns that find no file where they look, although another folder of a similar name has one. */
  readonly misplaced: readonly { readonly pattern: Located<string>; readonly file: string }[];
  /** Patterns relative to the configuration that find no file. */
  readonly lost: readonly Located<string>[];
  /** Every word of the files that could be the name of a label or annotation. */
  readonly words: ReadonlySet<string>;
}

/** The words of a template that could be names. */
export function wordsIn(text: string): readonly string[] {
  return text.match(/[A-Za-z_]\w*/g) ?? [];
}

/** Reads the template files of a configuration as far as they are in the project; once per configuration. */
export function configTemplates(document: AlertmanagerDocument, project: Project): ConfigTemplates {
  return project.once(read, document);
}

function read(project: Project, { config, file, origin, home }: AlertmanagerDocument): ConfigTemplates {
  const files: TemplateFile[] = [];
  const lost: Located<string>[] = [];
  const misplaced: { pattern: Located<string>; file: string }[] = [];
  let complete = project.whole && origin === 'file';
  for (const pattern of config.templates) {
    const found = filesOf(pattern.value, file, home, project);
    if (found.length === 0) {
      complete = false;
      if (!pattern.value.startsWith('/') && home === undefined && project.whole) lost.push(pattern);
    }
    const slip = origin === 'file' && home === undefined ? slipOf(pattern.value, file, found) : undefined;
    if (slip !== undefined) misplaced.push({ pattern, file: slip });
    for (const one of found) if (!files.includes(one)) files.push(one);
  }
  const texts = files.map(({ path, text }) => ({ name: posix.basename(path), text }));
  let words: ReadonlySet<string> | undefined;
  return {
    library: loadWithDefaults(texts, config.version),
    files,
    complete,
    misplaced,
    lost,
    get words() {
      return (words ??= new Set(files.flatMap((one) => wordsIn(one.text))));
    },
  };
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
  const asFiles = (found: readonly TemplatesDocument[]): readonly TemplateFile[] =>
    found.map((one) => project.once(templateFile, one));
  if (beside.length > 0) return asFiles(beside);
  const relative = posix.join(posix.dirname(config.path), pattern);
  const exact = all.filter(({ part, file }) => part === undefined && matchPath(`./${relative}`, file.path));
  return asFiles(exact.length > 0 && !pattern.startsWith('/') ? exact : all.filter(isNamed));
}

/**
 * The file that a relative pattern was meant to find, where its folder is written differently (`template/*.tmpl`). A folder
 * of the same name may be mounted beside the configuration.
 */
function slipOf(pattern: string, config: SourceFile, found: readonly TemplateFile[]): string | undefined {
  const [first] = found;
  if (first === undefined || pattern.startsWith('/') || pattern.includes('$')) return undefined;
  const relative = `./${posix.join(posix.dirname(config.path), pattern)}`;
  if (found.some(({ path }) => matchPath(relative, path))) return undefined;
  const folder = posix.basename(posix.dirname(pattern));
  const folders = found.map(({ path }) => posix.basename(posix.dirname(path)));
  return folder !== '.' && !folders.includes(folder) && didYouMean(folder, folders) !== undefined
    ? first.path
    : undefined;
}

function templateFile(_: Project, { file, part }: TemplatesDocument): TemplateFile {
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
