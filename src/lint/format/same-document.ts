import { parseEmbedded } from '../../yaml/embedded.ts';
import type { ScalarNode, YamlNode } from '../../yaml/node.ts';
import { parseYaml } from '../../yaml/parse.ts';
import type { YamlParseResult } from '../../yaml/parse.ts';
import type { YamlDocument } from '../../yaml/node.ts';

/**
 * Did only some scalars of a YAML text change, to what they should be?
 *
 * @param wanted the new texts (white space around them does not count) by where their scalars start in `before`
 */
export function changedOnly(before: string, after: string, wanted: ReadonlyMap<number, string>): boolean {
  return new Comparison(before, after, wanted).same();
}

class Comparison {
  readonly #before: string;
  readonly #after: string;
  readonly #wanted: ReadonlyMap<number, string>;
  readonly #starts: readonly number[];

  constructor(before: string, after: string, wanted: ReadonlyMap<number, string>) {
    this.#before = before;
    this.#after = after;
    this.#wanted = wanted;
    this.#starts = [...wanted.keys()].sort((a, b) => a - b);
  }

  same(): boolean {
    return this.#sameResults(parseYaml(this.#before), parseYaml(this.#after));
  }

  #sameResults(a: YamlParseResult, b: YamlParseResult): boolean {
    if (a.issues.length !== b.issues.length) return false;
    return all(a.documents, b.documents, (one: YamlDocument, other: YamlDocument) => {
      if (one.root === undefined || other.root === undefined) return one.root === other.root;
      return this.#sameNodes(one.root, other.root);
    });
  }

  #sameNodes(a: YamlNode, b: YamlNode): boolean {
    if (a.kind === 'scalar') return b.kind === 'scalar' && this.#sameScalars(a, b);
    if (a.kind === 'seq') return b.kind === 'seq' && all(a.items, b.items, (x, y) => this.#sameNodes(x, y));
    return (
      b.kind === 'map' &&
      all(
        a.entries,
        b.entries,
        (x, y) => this.#sameScalars(x.key, y.key) && this.#sameNodes(x.value, y.value),
      )
    );
  }

  #sameScalars(a: ScalarNode, b: ScalarNode): boolean {
    const wanted = this.#wanted.get(a.range.start);
    if (wanted !== undefined) return b.text.trim() === wanted.trim();
    if (this.#holdsEdit(a) && a.offsets === undefined)
      return this.#sameResults(parseEmbedded(a, this.#before), parseEmbedded(b, this.#after));
    return a.text === b.text && typeof a.value === typeof b.value && a.tag === b.tag;
  }

  #holdsEdit({ range }: ScalarNode): boolean {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle]! < range.start) low = middle + 1;
      else high = middle;
    }
    const next = this.#starts[low];
    return next !== undefined && next < range.end;
  }
}

function all<T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): boolean {
  return a.length === b.length && a.every((item, index) => same(item, b[index]!));
}
