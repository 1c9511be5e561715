import { parseGoDuration } from '../go/durations/go-duration.ts';
import type { Range } from '../source/range.ts';
import { didYouMean, didYouMeanText } from '../util/did-you-mean.ts';
import { AGENT_NAMES } from './issue.ts';
import type { Agent, PipelineIssue, PipelineSink } from './issue.ts';
import { describeSetting } from './setting.ts';
import type { OpenSetting, ScalarSetting, Setting, SettingEntry } from './setting.ts';

/** Where a configuration is read from, and where what is found goes. */
export interface Reading {
  readonly agent: Agent;
  readonly issues: PipelineSink;
  /** Collects the values that only the running agent knows. */
  readonly open: OpenSetting[];
}

export interface Placed<T> {
  readonly value: T;
  readonly range: Range;
}

/** Reads the arguments of a stage or a rule. Faults become issues; what can be read is returned. */
export class Settings {
  readonly reading: Reading;
  readonly what: string;
  /** What to point at when an argument is missing. */
  readonly anchor: Range;
  readonly #lenient: boolean;
  readonly #entries: ReadonlyMap<string, SettingEntry>;

  /**
   * @param setting a map; anything else is read as an empty one, and reported unless it is empty
   * @param lenient numbers and booleans are read as texts, too
   */
  constructor(setting: Setting, what: string, anchor: Range, reading: Reading, lenient = false) {
    this.#lenient = lenient;
    this.what = what;
    this.anchor = anchor;
    this.reading = reading;
    const entries = setting.kind === 'map' ? setting.entries : [];
    this.#entries = new Map(entries.map((entry) => [entry.key, entry]));
    if (setting.kind === 'open') reading.open.push(setting);
    else if (setting.kind !== 'map' && !(setting.kind === 'scalar' && setting.value === null))
      this.#wrongType(what, setting, 'a map of its arguments');
  }

  /** Reports every argument that is not in the list. Promtail ignores what a stage does not know; Alloy does not start. */
  allow(known: readonly string[]): void {
    for (const { key, keyRange } of this.#entries.values()) {
      if (known.includes(key)) continue;
      const meant = didYouMean(key, known);
      const { agent, issues } = this.reading;
      const ignored = agent === 'promtail';
      issues({
        code: 'unknown-key',
        message: `${this.what} has no argument "${key}"${didYouMeanText(key, known)}`,
        why: ignored
          ? 'Promtail silently ignores it, so the setting has no effect'
          : 'Alloy rejects the whole configuration',
        help: known.length === 0 ? 'it has no arguments' : `its arguments are ${known.join(', ')}`,
        range: keyRange,
        ...(ignored ? { severity: 'warning' } : {}),
        ...(meant === undefined || this.#entries.has(meant) ? {} : { fix: renamed(keyRange, meant) }),
      });
    }
  }

  entries(): readonly SettingEntry[] {
    return [...this.#entries.values()];
  }

  entry(key: string): SettingEntry | undefined {
    return this.#entries.get(key);
  }

  /** The value of an argument; undefined where it is absent, empty, or known to the running agent only. */
  raw(key: string): Exclude<Setting, OpenSetting> | undefined {
    const value = this.#entries.get(key)?.value;
    if (value?.kind === 'open') {
      this.reading.open.push(value);
      return undefined;
    }
    return value?.kind === 'scalar' && value.value === null ? undefined : value;
  }

  string(key: string): Placed<string> | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    if (!this.isText(value, `"${key}" of ${this.what}`)) return undefined;
    return { value: value.text, range: value.range };
  }

  /** Is it a text as the agent reads it? Anything else is reported. */
  isText(value: Setting, where: string): value is ScalarSetting {
    // Alloy turns numbers into texts.
    const isNumber = value.kind === 'scalar' && typeof value.value === 'number';
    if (value.kind === 'scalar' && (this.#lenient || typeof value.value === 'string')) return true;
    if (isNumber && this.reading.agent === 'alloy') return true;
    const word = value.kind === 'scalar' && typeof value.value === 'boolean' && value.text.length < 4;
    this.#wrongType(where, value, 'a string', word ? `put it in quotes: "${value.text}"` : undefined);
    return false;
  }

  /** The names and texts of a map: where a text is absent, the name. */
  texts(key: string): SettingEntry[] {
    const value = this.raw(key);
    if (value === undefined) return [];
    if (value.kind === 'map') return this.named(value.entries);
    this.#wrongType(`"${key}" of ${this.what}`, value, 'a map of names to texts');
    return [];
  }

  /** Those entries of a map that are names with texts or with nothing. */
  named(entries: readonly SettingEntry[]): SettingEntry[] {
    return entries.filter(({ key, keyRange, keyValue, value }) => {
      const name: Setting = { kind: 'scalar', value: keyValue, text: key, range: keyRange };
      if (!this.isText(name, `the name "${key}" in ${this.what}`)) return false;
      const absent = value.kind === 'open' || (value.kind === 'scalar' && value.value === null);
      return absent || this.isText(value, `"${key}" of ${this.what}`);
    });
  }

  /** A string that must be there. */
  required(key: string): Placed<string> | undefined {
    if (this.isOpen(key)) return undefined;
    const found = this.string(key);
    const entry = this.#entries.get(key);
    if (found !== undefined && found.value !== '') return found;
    const isEmpty = entry?.value.kind === 'scalar' && (entry.value.value === null || entry.value.text === '');
    if (entry !== undefined && !isEmpty) return undefined;
    this.missing(key);
    return undefined;
  }

  missing(key: string): void {
    const agent = AGENT_NAMES[this.reading.agent];
    this.report('missing-key', {
      message: `${this.what} has no "${key}"`,
      why: `${agent} does not start with this configuration`,
      help: `rename to "${key}"`,
      range: this.#entries.get(key)?.keyRange ?? this.anchor,
    });
  }

  number(key: string): Placed<number> | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    const number = value.kind === 'scalar' && value.text.trim() !== '' ? Number(value.text) : NaN;
    if (!Number.isNaN(number)) return { value: number, range: value.range };
    this.#wrongType(`"${key}" of ${this.what}`, value, 'a number');
    return undefined;
  }

  boolean(key: string): boolean | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    const text = value.kind === 'scalar' ? value.text : '';
    if (/^(?:true|false)$/i.test(text)) return /^true$/i.test(text);
    this.#wrongType(`"${key}" of ${this.what}`, value, 'true or false');
    return undefined;
  }

  strings(key: string): Placed<string>[] {
    const value = this.raw(key);
    if (value === undefined) return [];
    if (value.kind === 'list') return textsOf(value.items, this.reading);
    this.#wrongType(`"${key}" of ${this.what}`, value, 'a list of strings');
    return [];
  }

  /** A Go duration, in nanoseconds. */
  duration(key: string): bigint | undefined {
    const text = this.string(key);
    if (text === undefined) return undefined;
    const read = parseGoDuration(text.value);
    if ('nanos' in read) return read.nanos;
    this.report('bad-duration', {
      message: `"${key}" of ${this.what} is "${text.value}", which is not a duration: ${read.error}`,
      help: 'use numbers with the units ns, us, ms, s, m, h: 1m30s (d and w are not supported)',
      range: text.range,
    });
    return undefined;
  }

  /** A size in bytes. */
  bytes(key: string): number | undefined {
    const text = this.string(key);
    if (text === undefined) return undefined;
    const size = sizeOf(text.value, this.reading.agent);
    if (size !== undefined) return size;
    this.report('bad-value', {
      message: `"${key}" of ${this.what} is "${text.value}", which is not a size`,
      help: 'use a whole number with a unit: 8KB, 1MB',
      range: text.range,
    });
    return undefined;
  }

  /** Is the argument a value that only the running agent knows? */
  isOpen(key: string): boolean {
    return this.#entries.get(key)?.value.kind === 'open';
  }

  report(code: PipelineIssue['code'], issue: Omit<PipelineIssue, 'code'>): void {
    this.reading.issues({ code, ...issue });
  }

  #wrongType(where: string, value: Setting, wanted: string, help = `write ${wanted}`): void {
    this.report('wrong-type', {
      message: `${where} must be ${wanted}, but this is ${describeSetting(value)}`,
      why: `${AGENT_NAMES[this.reading.agent]} does not start with this configuration`,
      help,
      range: value.range,
    });
  }
}

const POWERS = 'kmgtpe';

/** Bytes; a K is 1024 for both agents. Promtail reads whole numbers in any case, Alloy fractions, units with a B. */
function sizeOf(text: string, agent: Agent): number | undefined {
  const pattern = agent === 'promtail' ? /^(\d+)\s*(?:([kmgtpe])?b?)$/i : /^([\d.]+)(?:([KMGTPE])i?)?B$/;
  const match = pattern.exec(text);
  const number = Number(match?.[1] ?? NaN);
  if (match === null || Number.isNaN(number)) return text === '0' ? 0 : undefined;
  return Math.trunc(number * 1024 ** (POWERS.indexOf((match[2] ?? ' ').toLowerCase()) + 1));
}

function renamed(range: Range, name: string): PipelineIssue['fix'] {
  return { description: `write "${name}"`, safe: false, edits: [{ range, text: name }] };
}

function textsOf(items: readonly Setting[], reading: Reading): Placed<string>[] {
  return items.flatMap((item) => {
    if (item.kind === 'open') reading.open.push(item);
    return item.kind === 'scalar' ? [{ value: item.text, range: item.range }] : [];
  });
}
