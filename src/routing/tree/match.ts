import { labelValue } from '../labels.ts';
import type { LabelSet } from '../labels.ts';
import { matchesAll } from '../matchers/matcher.ts';
import type { Matcher } from '../matchers/matcher.ts';
import type { Route, RouteTree } from './route.ts';

/**
 * The routes that an alert with these labels ends in, in the order of the tree, which is the order in which
 * amtool prints their receivers. A route is an end where none of its children takes the alert. The root takes
 * every alert, so the list is never empty for a valid tree (a root with matchers, which Alertmanager refuses,
 * may take none).
 */
export function matchRoutes(tree: RouteTree, labels: LabelSet): Route[] {
  const found: Route[] = [];
  if (matchesAll(tree.root.matchers, labels)) collect(tree.root, labels, found);
  return found;
}

/** The names of the receivers that an alert with these labels reaches, as amtool prints them (duplicates stay). */
export function matchReceivers(tree: RouteTree, labels: LabelSet): string[] {
  return matchRoutes(tree, labels).map((route) => route.settings.receiver);
}

/** Adds the ends below a route that takes the alert. */
function collect(route: Route, labels: LabelSet, found: Route[]): void {
  const before = found.length;
  const takes = (child: Route): boolean => {
    if (!matchesAll(child.matchers, labels)) return false;
    collect(child, labels, found);
    return !child.continue;
  };
  if (route.routes.length < INDEX_FROM) route.routes.some(takes);
  else indexOf(route).some(labels, takes);
  if (found.length === before) found.push(route);
}

/** With fewer children than this, trying each is faster than an index. */
const INDEX_FROM = 12;

const indexes = new WeakMap<Route, ChildIndex>();

function indexOf(route: Route): ChildIndex {
  let index = indexes.get(route);
  if (index === undefined) {
    index = new ChildIndex(route.routes);
    indexes.set(route, index);
  }
  return index;
}

/** Children that are distinguished by a matcher on the same label. */
interface Bucket {
  readonly name: string;
  readonly positions: number[];
  /** By value of the label: which of them accept it. Filled as values are seen. */
  readonly accepting: Map<string, readonly number[]>;
}

/** Remembered values per label; beyond, the memory starts afresh. */
const MEMORY = 4096;

/** Finds the children that an alert could match by one matcher of each. */
class ChildIndex {
  readonly #children: readonly Route[];
  readonly #keys: readonly (Matcher | undefined)[];
  readonly #buckets: Bucket[] = [];
  readonly #always: number[] = [];

  constructor(children: readonly Route[]) {
    this.#children = children;
    this.#keys = children.map(
      ({ matchers }) =>
        matchers.find((m) => m.op === '=') ?? matchers.find((m) => m.values !== undefined) ?? matchers[0],
    );
    for (const [i, key] of this.#keys.entries()) {
      if (key === undefined) this.#always.push(i);
      else this.#bucket(key.name).positions.push(i);
    }
  }

  #bucket(name: string): Bucket {
    let bucket = this.#buckets.find((b) => b.name === name);
    if (bucket === undefined) {
      bucket = { name, positions: [], accepting: new Map() };
      this.#buckets.push(bucket);
    }
    return bucket;
  }

  /** Visits the children that could match in their order, until `visit` says true. */
  some(labels: LabelSet, visit: (child: Route) => boolean): void {
    const lists = this.#buckets.map((bucket) => this.#accepting(bucket, labelValue(labels, bucket.name)));
    if (this.#always.length > 0) lists.push(this.#always);
    const at = new Uint32Array(lists.length);
    for (;;) {
      let best = Infinity;
      let from = 0;
      for (let l = 0; l < lists.length; l++) {
        const position = lists[l]![at[l]!];
        if (position !== undefined && position < best) {
          best = position;
          from = l;
        }
      }
      if (best === Infinity) return;
      at[from]! += 1;
      if (visit(this.#children[best]!)) return;
    }
  }

  #accepting(bucket: Bucket, value: string): readonly number[] {
    let positions = bucket.accepting.get(value);
    if (positions === undefined) {
      positions = bucket.positions.filter((i) => this.#keys[i]!.accepts(value));
      if (bucket.accepting.size >= MEMORY) bucket.accepting.clear();
      bucket.accepting.set(value, positions);
    }
    return positions;
  }
}
