import type { Matcher } from '../matchers/matcher.ts';
import { answerAll } from './label-state.ts';
import type { LabelState } from './label-state.ts';
import type { Route, RouteTree } from './route.ts';
import { append } from '../../util/append.ts';

/** One of the ways that an alert may take: the routes that it ends in, and what is then known of its labels. */
export interface Outcome {
  /** In the order of the tree, as `matchRoutes` gives them. */
  readonly ends: readonly Route[];
  readonly state: LabelState;
}

/** More ways than this are not distinguished. */
const MOST = 64;

/**
 * Every way that an alert may take, of which some labels are not known: each with the assumptions that lead there.
 * The assumptions of two ways exclude each other, and together they cover all alerts of the state. An alert whose
 * labels are all known has one.
 *
 * @returns undefined where there are more than `most` ways
 */
export function outcomes(tree: RouteTree, state: LabelState, most = MOST): readonly Outcome[] | undefined {
  try {
    return visit(tree.root, state, most);
  } catch (error) {
    if (error instanceof TooMany) return undefined;
    throw error;
  }
}

class TooMany extends Error {}

function visit(route: Route, state: LabelState, most: number): Outcome[] {
  const done: Outcome[] = [];
  let open: Outcome[] = [{ ends: [], state }];
  for (const child of route.routes) {
    const next: Outcome[] = [];
    for (const branch of open) {
      const { accepted, refused } = split(child.matchers, branch.state);
      const below = accepted === undefined ? [] : visit(child, accepted, most);
      const passed = below.map((one) => ({ ends: [...branch.ends, ...one.ends], state: one.state }));
      append(child.continue ? next : done, passed);
      append(
        next,
        refused.map((one) => ({ ends: branch.ends, state: one })),
      );
    }
    if (done.length + next.length > most) throw new TooMany();
    open = next;
    if (open.length === 0) break;
  }
  return [...done, ...open].map((one) => (one.ends.length > 0 ? one : { ends: [route], state: one.state }));
}

/** The state in which all matchers accept, and those in which one does not; they exclude each other. */
function split(
  matchers: readonly Matcher[],
  state: LabelState,
): { readonly accepted: LabelState | undefined; readonly refused: readonly LabelState[] } {
  if (answerAll(matchers, state) === 'no') return { accepted: undefined, refused: [state] };
  const refused: LabelState[] = [];
  let current: LabelState = state;
  for (const matcher of matchers) {
    const answer = current.answer(matcher);
    if (answer === 'yes') continue;
    // An assumption about one matcher may settle the next, on the same label.
    if (answer === 'no') return { accepted: undefined, refused: [...refused, current] };
    const without = current.assume(matcher, false);
    if (without !== undefined) refused.push(without);
    const assumed = current.assume(matcher, true);
    if (assumed === undefined) return { accepted: undefined, refused };
    current = assumed;
  }
  return { accepted: current, refused };
}
