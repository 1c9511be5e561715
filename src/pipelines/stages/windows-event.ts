import { isClassicLabelName } from '../../routing/labels.ts';
import { textOf } from '../entry.ts';
import type { Extracted } from '../entry.ts';
import type { Settings } from '../settings.ts';
import { labelNameOf } from './lines.ts';
import type { Stage } from './stage.ts';

interface Naming {
  readonly dropInvalid: boolean;
  readonly overwrite: boolean;
}

/**
 * Alloy's `windowsevent`: the sections of a message of Windows become extracted values. The first is the Description;
 * the values of the others have the title of their section before their name.
 */
export function compileWindowsEvent(settings: Settings): () => Stage {
  const source = settings.string('source')?.value ?? 'message';
  const naming: Naming = {
    dropInvalid: settings.boolean('drop_invalid_labels') ?? false,
    overwrite: settings.boolean('overwrite_existing') ?? false,
  };
  return () => ({
    push(entry, emit) {
      const { extracted } = entry;
      const text = extracted.has(source) ? textOf(extracted.get(source)) : '';
      // A value that is not a text: the stage loses the line.
      if (text === undefined) return;
      if (extracted.has(source)) readMessage(text, extracted, naming);
      emit(entry);
    },
  });
}

function readMessage(text: string, extracted: Map<string, Extracted>, naming: Naming): void {
  const [description = '', ...sections] = text.split('\r\n\r\n');
  put(extracted, 'Description', description, naming);
  for (const section of sections) readSection(section.split('\r\n'), extracted, naming);
}

function readSection(lines: readonly string[], extracted: Map<string, Extracted>, naming: Naming): void {
  let title = '';
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const name = line.slice(0, colon);
    let value = line.slice(colon + 1);
    if (value === '') {
      if (i === 0) title = name;
      continue;
    }
    // A line without a name goes on with the value before it.
    for (
      let next = lines[i + 1];
      next !== undefined && next !== '' && !next.includes(':');
      next = lines[i + 1]
    ) {
      value += `,${next}`;
      i++;
    }
    put(extracted, title === '' ? name : `${title}_${name}`, value, naming);
  }
}

function put(extracted: Map<string, Extracted>, written: string, value: string, naming: Naming): void {
  const plain = written.replace(/[\t\r\n ]/g, '');
  if (!isClassicLabelName(plain) && naming.dropInvalid) return;
  const name = isClassicLabelName(plain) ? plain : labelNameOf(plain);
  const key = extracted.has(name) && !naming.overwrite ? `${name}_extracted` : name;
  extracted.set(key, value.replace(/[\t\r\n]/g, '').trim());
}
