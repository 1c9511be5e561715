import { compileDecolorize } from '../../logql/eval/index.ts';
import { isClassicLabelName } from '../../routing/labels.ts';
import { textOf } from '../entry.ts';
import type { Settings } from '../settings.ts';
import type { Stage } from './stage.ts';
import { changing } from './stage.ts';

/** `output`: an extracted value becomes the line. */
export function compileOutput(settings: Settings): () => Stage {
  const source = settings.required('source')?.value;
  return changing((entry) => {
    const value = source === undefined ? undefined : textOf(entry.extracted.get(source));
    if (value !== undefined) entry.line = value;
  });
}

/** `decolorize`: takes ANSI escapes out of the line. */
export function decolorizing(): () => Stage {
  const decolorize = compileDecolorize();
  return changing((entry) => {
    entry.line = decolorize(entry.line);
  });
}

/** `pack`: labels and extracted values go into the line, as JSON beside `_entry`. */
export function compilePack(settings: Settings): () => Stage {
  const names = settings.strings('labels').map(({ value }) => value);
  const restamp = settings.boolean('ingest_timestamp') ?? true;
  return changing((entry, now) => {
    const packed = new Map<string, string>();
    for (const name of [...new Set(names)].sort()) {
      const value = textOf(entry.extracted.get(name));
      if (value !== undefined) packed.set(name, value);
    }
    const members = [...packed, ['_entry', entry.line] as const];
    entry.line = `{${members.map(([name, value]) => `${goString(name)}:${goString(value)}`).join(',')}}`;
    for (const name of packed.keys()) entry.labels.delete(name);
    if (restamp) entry.timestamp = now;
  });
}

/** A JSON string as Go writes it, HTML characters escaped. */
function goString(text: string): string {
  return JSON.stringify(text).replace(
    /[&<>\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The label under which an agent remembers the tenant; it never arrives as a label. */
export const TENANT_LABEL = '__tenant_id__';

/** `tenant`: who the line belongs to. */
export function compileTenant(settings: Settings): () => Stage {
  const [label, source, value] = ['label', 'source', 'value'].map((key) => settings.string(key));
  const given = [label, source, value].filter((one) => one !== undefined && one.value !== '');
  if (given.length !== 1)
    settings.report(given.length === 0 ? 'missing-key' : 'bad-value', {
      message: `${settings.what} needs one of "label", "source" and "value", but has ${given.length === 0 ? 'none of them' : 'several'}`,
      why: 'the agent does not start with this configuration',
      help: 'use "value" for a fixed tenant, "source" for an extracted value, "label" for a label',
      range: given[1]?.range ?? settings.anchor,
    });
  return changing(({ labels, extracted }) => {
    const tenant =
      source !== undefined
        ? textOf(extracted.get(source.value))
        : label !== undefined
          ? labels.get(label.value)
          : value?.value;
    if (tenant !== undefined && tenant !== '') labels.set(TENANT_LABEL, tenant);
  });
}

/** `eventlogmessage` reads "Key: value" lines of a Windows event into extracted values. */
export function compileEventLog(settings: Settings): () => Stage {
  const source = settings.string('source')?.value ?? 'message';
  const dropInvalid = settings.boolean('drop_invalid_labels') ?? false;
  const overwrite = settings.boolean('overwrite_existing') ?? false;
  return () => ({
    push(entry, emit) {
      if (!entry.extracted.has(source)) {
        emit(entry);
        return;
      }
      const text = textOf(entry.extracted.get(source));
      // A value that is not a text: the stage loses the line.
      if (text === undefined) return;
      for (const line of text.split('\r\n')) {
        const colon = line.indexOf(':');
        const written = line.slice(0, Math.max(colon, 0));
        if (colon < 0 || (!isClassicLabelName(written) && dropInvalid)) continue;
        const name = isClassicLabelName(written) ? written : labelNameOf(written);
        const key = entry.extracted.has(name) && !overwrite ? `${name}_extracted` : name;
        entry.extracted.set(key, line.slice(colon + 1).trim());
      }
      emit(entry);
    },
  });
}

/** A name with what a label must not hold replaced (util/strutil's SanitizeFullLabelName). */
export function labelNameOf(name: string): string {
  return name === '' ? '_' : name.replace(/[^a-zA-Z0-9_]/gu, '_').replace(/^\d/, '_');
}
