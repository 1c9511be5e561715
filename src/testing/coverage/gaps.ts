import { formatSampleValue } from '../../go/numbers/format-float.ts';
import { countPoints } from './types.ts';
import type { CoverageOwner, Nearness } from './types.ts';

/** An alert with what no test makes happen. */
export interface AlertGaps {
  readonly owner: CoverageOwner;
  /** Each as a clause: `never fires`, `never quiet just under 0.05 (closest: 0.01)`. */
  readonly gaps: readonly string[];
  /** The share of what is proved, from 0 to 1. */
  readonly share: number;
}

/** A value this close to a limit, as a share of it, proves the limit. */
const NEAR = 0.2;

/** The alerts with gaps, the least proved first. */
export function leastProved(owners: readonly CoverageOwner[]): AlertGaps[] {
  return owners
    .filter(({ rule }) => rule?.kind === 'alert')
    .map((owner): AlertGaps => {
      const { covered, total } = countPoints([owner]);
      const sides = owner.nearness.filter(isOrder).length * 2;
      const far = owner.nearness.filter(isOrder).flatMap(farSides);
      const missing = owner.points.filter(({ hits }) => hits === 0).map((point) => point.missing);
      const gaps = owner.points.some(({ kind, hits }) => kind === 'data' && hits === 0)
        ? ['never evaluated with data']
        : [...new Set([...missing, ...far])];
      return { owner, gaps, share: (covered + sides - far.length) / (total + sides) };
    })
    .filter(({ gaps }) => gaps.length > 0)
    .sort((a, b) => a.share - b.share || a.owner.name.localeCompare(b.owner.name));
}

const isOrder = ({ text }: Nearness): boolean => /^[<>]/.test(text);

/** The sides of a limit from which no value came near; a side that was never seen at all is a gap of its own. */
function farSides({ text, limit, nearestTrue, nearestFalse }: Nearness): string[] {
  const above = text.startsWith('>');
  const shown = formatSampleValue(limit);
  const sides = [
    { nearest: nearestFalse, what: `never quiet just ${above ? 'under' : 'over'} ${shown}` },
    { nearest: nearestTrue, what: `never true just ${above ? 'over' : 'under'} ${shown}` },
  ];
  return sides.flatMap(({ nearest, what }) =>
    nearest === undefined || isNear(nearest, limit)
      ? []
      : [`${what} (closest: ${formatSampleValue(Number(nearest.toPrecision(6)))})`],
  );
}

function isNear(value: number, limit: number): boolean {
  const distance = Math.abs(value - limit);
  // One more or less is as near as a count can come.
  return distance <= Math.abs(limit) * NEAR || distance <= 1;
}
