import type { Range } from '../../source/range.ts';
import type { Occurrence } from '../names/occurrence.ts';
import { expressionAt } from '../place.ts';
import type { OpenFile } from '../place.ts';
import { checkText } from './check.ts';
import { alertText, definedText, routeHover } from './delivery.ts';
import { expressionHover } from './expression.ts';
import { metricText } from './metric.ts';

/** What an editor shows for a place, in Markdown. */
export interface Hover {
  readonly range: Range;
  readonly text: string;
}

/**
 * The facts about the thing at a place: for an alert those of `explain`, for a route those of `routes show`, of an
 * expression its labels, values, type and unit.
 */
export function hoverAt(open: OpenFile, offset: number): Hover | undefined {
  const inside = expressionAt(open, offset);
  if (inside !== undefined) {
    const found = expressionHover(inside, open.project);
    if (found !== undefined) return { range: inside.query.source.rangeOf(found.range), text: found.text };
  }
  const here = open.names.at(open.file, offset);
  const text = here === undefined ? undefined : nameText(here, open);
  if (here !== undefined && text !== undefined) return { range: here.range, text };
  return routeHover(open, offset);
}

function nameText(here: Occurrence, open: OpenFile): string | undefined {
  switch (here.kind) {
    case 'alert':
      return alertText(here.name, open.project);
    case 'series':
      return metricText(here.name, open.project);
    case 'check':
      return checkText(here.name, open.checks);
    case 'receiver':
    case 'interval':
    case 'template':
      return definedText(here, open);
    case 'page':
    case 'panel':
      return undefined;
  }
}
