import type { RE2JS } from 're2js';
import { anchored } from '../storage/regexp.ts';
import { expandTemplate } from './expand-template.ts';

/** The regular expression and the template of one label_replace, with the answers given so far. */
export class LabelReplacer {
  readonly #regexp: RE2JS;
  readonly #template: string;
  readonly #known = new Map<string, string | undefined>();

  /** @throws RE2JSException for a pattern that Go rejects */
  constructor(pattern: string, template: string, version: 2 | 3) {
    this.#regexp = anchored(pattern, version);
    this.#template = template;
  }

  /**
   * What the template makes of a value; undefined where the pattern does not match. `checkLength` hears how long
   * the groups in the result are before it is put together.
   */
  replace(value: string, checkLength: (length: number) => void): string | undefined {
    if (this.#known.has(value)) return this.#known.get(value);
    const result = this.#expand(value, checkLength);
    if (this.#known.size >= KNOWN_VALUES) this.#known.clear();
    this.#known.set(value, result);
    return result;
  }

  #expand(value: string, checkLength: (length: number) => void): string | undefined {
    const matcher = this.#regexp.matcher(value);
    if (!matcher.find()) return undefined;
    const named = this.#regexp.namedGroups();
    let length = 0;
    return expandTemplate(this.#template, (reference) => {
      const byName = Object.hasOwn(named, reference) ? named[reference]! : -1;
      const index = typeof reference === 'number' ? reference : byName;
      // Groups that do not exist, like those that did not match, are empty.
      if (index < 0 || index > matcher.groupCount()) return '';
      const text = matcher.group(index) ?? '';
      length += text.length;
      checkLength(length);
      return text;
    });
  }
}

const KNOWN_VALUES = 10_000;
