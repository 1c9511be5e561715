import type { LabelName, VectorMatching } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { literalValue } from './parse-duration.ts';
import { parseGroupingLabels } from './parse-labels.ts';

/** The modifiers between a binary operator and its right side. */
export interface BinaryModifiers {
  readonly bool: boolean;
  /** One-to-one where nothing is written; the range is empty then. */
  readonly matching: VectorMatching;
}

/** Parses `bool`, on / ignoring, group_left / group_right and the fill modifiers, all optional, in this order. */
export function parseBinaryModifiers(cursor: Cursor): BinaryModifiers {
  const bool = cursor.accept('bool') !== undefined;
  const { start } = cursor.token;
  const before = cursor.lastEnd;
  const on = parseOn(cursor);
  const group = on === undefined ? undefined : parseGroup(cursor);
  const fill = parseFill(cursor);
  const written = on !== undefined || fill !== undefined;
  return {
    bool,
    matching: {
      cardinality: group?.cardinality ?? 'one-to-one',
      keyword: on?.keyword,
      labels: on?.labels ?? [],
      include: group?.include ?? [],
      fillLeft: fill?.fillLeft,
      fillRight: fill?.fillRight,
      start: written ? start : before,
      end: written ? cursor.lastEnd : before,
    },
  };
}

interface On {
  readonly keyword: 'on' | 'ignoring';
  readonly labels: readonly LabelName[];
}

function parseOn(cursor: Cursor): On | undefined {
  const kind = cursor.peek();
  if (kind !== 'on' && kind !== 'ignoring') return undefined;
  cursor.take();
  return { keyword: kind, labels: parseGroupingLabels(cursor) };
}

function parseGroup(cursor: Cursor): Pick<VectorMatching, 'cardinality' | 'include'> | undefined {
  const kind = cursor.peek();
  if (kind !== 'group_left' && kind !== 'group_right') return undefined;
  cursor.take();
  const include = cursor.peek() === '(' ? parseGroupingLabels(cursor) : [];
  return { cardinality: kind === 'group_left' ? 'many-to-one' : 'one-to-many', include };
}

function parseFill(cursor: Cursor): Pick<VectorMatching, 'fillLeft' | 'fillRight'> | undefined {
  const kind = cursor.peek();
  if (kind === 'fill') {
    const value = parseFillValue(cursor);
    return { fillLeft: value, fillRight: value };
  }
  if (kind === 'fill_left') {
    const fillLeft = parseFillValue(cursor);
    return cursor.peek() === 'fill_right' ? { fillLeft, fillRight: parseFillValue(cursor) } : { fillLeft };
  }
  if (kind === 'fill_right') {
    const fillRight = parseFillValue(cursor);
    return cursor.peek() === 'fill_left' ? { fillLeft: parseFillValue(cursor), fillRight } : { fillRight };
  }
  return undefined;
}

function parseFillValue(cursor: Cursor): number {
  cursor.take();
  cursor.expect('(');
  const sign = cursor.accept('-') ?? cursor.accept('+');
  if (cursor.peek() !== 'number' && cursor.peek() !== 'duration') cursor.unexpected();
  const value = literalValue(cursor, cursor.take());
  cursor.expect(')');
  return sign?.kind === '-' ? -value : value;
}
