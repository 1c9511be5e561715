import type { LabelName } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { goQuote } from '../../go/strings/quote.ts';
import { canBeGroupingLabel } from './token.ts';
import { unquote } from './unquote.ts';

const OPENING = { context: 'grouping opts', expected: '"("' };
const LABEL = { context: 'grouping opts', expected: 'label' };
const CLOSING = { context: 'grouping opts', expected: '"," or ")"' };

/** Parses `(a, b, "c.d",)` after by, without, on, ignoring or group_*. */
export function parseGroupingLabels(cursor: Cursor): readonly LabelName[] {
  cursor.expect('(', OPENING);
  const labels: LabelName[] = [];
  while (cursor.peek() !== ')') {
    labels.push(parseLabel(cursor));
    if (cursor.peek() !== ')') cursor.expect(',', CLOSING);
  }
  cursor.take();
  return labels;
}

function parseLabel(cursor: Cursor): LabelName {
  const { version } = cursor;
  const kind = cursor.peek();
  if (kind === 'string' && version === 3) {
    const { start, end } = cursor.take();
    const name = unquote(cursor.text.slice(start, end));
    if (name === '') {
      cursor.report(
        'invalid-label-name',
        { start, end },
        `invalid label name for grouping: ${goQuote(name)}`,
      );
    }
    return { name, start, end };
  }
  const allowed = canBeGroupingLabel(kind) && (version === 3 || kind !== 'metric identifier');
  if (!allowed) cursor.unexpected(LABEL);
  const { start, end } = cursor.take();
  return { name: cursor.text.slice(start, end), start, end };
}
