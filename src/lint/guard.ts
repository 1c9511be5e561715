import type { Place, Visitor } from '../checks/contract.ts';
import { isRecord } from '../util/is-record.ts';
import { SourceFile } from '../source/source-file.ts';
import type { Range } from '../source/range.ts';

/** The report when a check throws: the visited node, and the error. */
export type CrashSink = (place: Place | undefined, error: unknown) => void;

/** What all functions of a visitor are: a node of an expression comes with its query, all else alone. */
type Visit = (thing: unknown, query?: unknown) => unknown;

/**
 * A visitor whose functions cannot end the run: their errors are reported once, and the check is not called again. The same
 * holds for the function that creates the visitor.
 */
export function guarded(create: () => Visitor, crashed: CrashSink): Visitor {
  let broken = false;
  const fail = (args: readonly unknown[], error: unknown): void => {
    if (!broken) crashed(placeOf(args), error);
    broken = true;
  };
  let visitor: Visitor;
  try {
    visitor = create();
    if (!isRecord(visitor)) throw new TypeError('create() returned no visitor');
  } catch (error) {
    fail([], error);
    return {};
  }
  // Called for every node of every expression: two named arguments cost much less than a list of any.
  const guard =
    (visit: Visit): Visit =>
    (thing, query) => {
      if (broken) return;
      try {
        const returned = visit.call(visitor, thing, query);
        if (returned instanceof Promise) {
          // A later rejection would end the process.
          returned.catch(() => undefined);
          throw new TypeError('a visitor returned a promise, but checks are synchronous');
        }
      } catch (error) {
        fail([thing, query], error);
      }
    };
  const entries = Object.entries(visitor as Record<string, Visit | undefined>);
  return Object.fromEntries(
    entries.flatMap(([kind, visit]) => (visit === undefined ? [] : [[kind, guard(visit)]])),
  );
}

/** The place of the first thing that was visited and has one: a rule, a document, a query. */
function placeOf(things: readonly unknown[]): Place | undefined {
  for (const thing of [...things].reverse()) {
    if (typeof thing !== 'object' || thing === null || !('file' in thing)) continue;
    const { file } = thing;
    if (file instanceof SourceFile) return { file, range: rangeOf(thing) };
  }
  return undefined;
}

function rangeOf(thing: object): Range {
  const named = 'name' in thing ? thing.name : undefined;
  for (const owner of [named, 'node' in thing ? thing.node : undefined, thing]) {
    if (typeof owner !== 'object' || owner === null || !('range' in owner)) continue;
    const { range } = owner;
    if (typeof range === 'object' && range !== null && 'start' in range && 'end' in range)
      return range as Range;
  }
  return { start: 0, end: 0 };
}
