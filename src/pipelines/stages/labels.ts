import { isClassicLabelName, isUtf8LabelName } from '../../routing/labels.ts';
import { textOf } from '../entry.ts';
import type { Entry } from '../entry.ts';
import type { SettingEntry } from '../setting.ts';
import type { Settings } from '../settings.ts';
import { compiledRegexp } from './regexp.ts';
import type { Stage, StageLabel } from './stage.ts';
import { changing } from './stage.ts';

interface LabelSource {
  readonly name: string;
  readonly source: string;
  readonly entry: SettingEntry;
}

/** The names of a stage: Promtail writes them as its keys, Alloy below `values`. */
function named(settings: Settings): readonly SettingEntry[] | undefined {
  if (settings.reading.agent === 'promtail') return settings.named(settings.entries());
  return settings.entry('values') === undefined ? undefined : settings.texts('values');
}

function sources(settings: Settings, optional = false): LabelSource[] {
  const entries = named(settings);
  if (entries === undefined && !optional && !settings.isOpen('values')) settings.missing('values');
  return (entries ?? []).flatMap((entry) => {
    checkName(entry, settings);
    const { value, key } = entry;
    if (value.kind === 'open') settings.reading.open.push(value);
    const source = value.kind === 'scalar' && value.text !== '' ? value.text : key;
    return value.kind === 'open' ? [] : [{ name: key, source, entry }];
  });
}

function checkName({ key, keyRange }: SettingEntry, settings: Settings): void {
  const isName = settings.reading.agent === 'alloy' ? isUtf8LabelName : isClassicLabelName;
  if (isName(key)) return;
  settings.report('bad-value', {
    message: `"${key}" is not a label name`,
    why: `the agent does not start: ${settings.what} accepts letters, digits and "_", but not a digit first`,
    help: `use ${/^\d/.test(key) ? '_' : ''}${key.replace(/\W/g, '_')}`,
    range: keyRange,
  });
}

/** The extracted value that a label takes; undefined if it is absent or not a text. */
const valueOf = (entry: Entry, source: string): string | undefined => textOf(entry.extracted.get(source));

export interface WithLabels {
  readonly create: () => Stage;
  readonly labels: readonly StageLabel[];
}

/** `labels`: extracted values become stream labels. */
export function compileLabels(settings: Settings): WithLabels {
  const list = sources(settings);
  const fromMetadata = settings.string('source_type')?.value === 'structured_metadata';
  const read = (entry: Entry, source: string): string | undefined =>
    fromMetadata ? entry.metadata.find(([name]) => name === source)?.[1] : valueOf(entry, source);
  return {
    labels: list.map(({ name, source, entry }) => ({
      name,
      range: entry.keyRange,
      from: { extracted: source },
    })),
    create: changing((entry) => {
      for (const { name, source } of list) {
        const value = read(entry, source);
        if (value !== undefined) entry.labels.set(name, value);
      }
    }),
  };
}

/** `static_labels`: fixed texts; an empty one sets nothing. */
export function compileStaticLabels(settings: Settings): WithLabels {
  const entries = (named(settings) ?? []).flatMap((entry) => {
    checkName(entry, settings);
    if (entry.value.kind === 'open') settings.reading.open.push(entry.value);
    return entry.value.kind === 'scalar' && entry.value.text !== ''
      ? [{ entry, text: entry.value.text }]
      : [];
  });
  return {
    labels: entries.map(({ entry, text }) => ({ name: entry.key, range: entry.keyRange, from: { text } })),
    create: changing(({ labels }) => {
      for (const { entry, text } of entries) labels.set(entry.key, text);
    }),
  };
}

/** `structured_metadata`: values that are stored beside the line. A label that became metadata is not a label any more. */
export function compileMetadata(settings: Settings): {
  readonly create: () => Stage;
  readonly metadata: readonly string[];
} {
  const isAlloy = settings.reading.agent === 'alloy';
  const regexp = isAlloy ? compiledRegexp(settings, 'regex') : undefined;
  // Alloy accepts the stage without names: it changes nothing.
  const list = sources(settings, isAlloy);
  const isNamed = (name: string): boolean => regexp?.matcher(name).find() === true;
  const create = changing((entry) => {
    const taken = new Set<string>();
    const add = (name: string, value: string): void => {
      entry.metadata = [...entry.metadata.filter(([known]) => known !== name), [name, value]];
    };
    const take = (name: string, source: string): void => {
      const value = valueOf(entry, source);
      if (value === undefined) return;
      add(name, value);
      taken.add(source);
    };
    for (const { name, source } of list) take(name, source);
    for (const name of entry.extracted.keys()) if (isNamed(name)) take(name, name);
    const labels = new Map(entry.labels);
    for (const { name, source } of list)
      // Alloy takes the label even where a value of that name was extracted.
      if (isAlloy || !taken.has(source)) takeLabel(entry, name, source, add);
      // Promtail takes a label away whose value it has stored.
      else if (labels.get(source) === valueOf(entry, source)) entry.labels.delete(source);
    for (const name of labels.keys()) if (isNamed(name)) takeLabel(entry, name, name, add);
  });
  return { create, metadata: list.map(({ name }) => name) };
}

function takeLabel(
  { labels }: Entry,
  name: string,
  source: string,
  add: (name: string, value: string) => void,
): void {
  const value = labels.get(source);
  if (value === undefined) return;
  add(name, value);
  labels.delete(source);
}

/** `labeldrop` (Alloy: `label_drop`). */
export function compileLabelDrop(settings: Settings, names: readonly string[]): (() => Stage) | undefined {
  if (names.length === 0) settings.missing('values');
  return changing(({ labels }) => {
    for (const name of names) labels.delete(name);
  });
}

/** `labelallow` (Alloy: `label_keep`). */
export function compileLabelAllow(settings: Settings, names: readonly string[]): (() => Stage) | undefined {
  if (names.length === 0) settings.missing('values');
  return changing(({ labels }) => {
    for (const name of [...labels.keys()]) if (!names.includes(name)) labels.delete(name);
  });
}

/** Alloy's `structured_metadata_drop`. */
export function compileMetadataDrop(settings: Settings): () => Stage {
  const names = settings.strings('values').map(({ value }) => value);
  if (names.length === 0) settings.missing('values');
  return changing((entry) => {
    entry.metadata = entry.metadata.filter(([name]) => !names.includes(name));
  });
}
