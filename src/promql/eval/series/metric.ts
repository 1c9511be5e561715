import { Labels, METRIC_NAME } from '../labels/labels.ts';
import type { Cursor } from './cursor.ts';
import { SeriesSyntaxError } from './errors.ts';
import { readQuotedString } from './quoted-string.ts';

/** Words of PromQL's grammar that cannot be a metric's name there (in any case). */
const RESERVED = new Set(['atan2', 'bool', 'group_left', 'group_right', 'ignoring', 'inf', 'nan', 'on']);

/**
 * Reads `name{label="value", ...}`, name or braces being optional but not both, with quoted (UTF-8) names. As in
 * Prometheus no space may be between name and brace.
 */
export function readMetric(cursor: Cursor): Labels {
  const start = cursor.position;
  const name = cursor.take(/[a-zA-Z_:][a-zA-Z0-9_:]*/y);
  if (RESERVED.has(name.toLowerCase())) {
    const message = `"${name}" is a word of PromQL: write the name as {__name__="${name}"}`;
    throw new SeriesSyntaxError('bad-metric', message, cursor.rangeFrom(start));
  }
  if (name === '' && cursor.next !== '{') {
    cursor.fail('bad-metric', `a series starts with a metric name or "{", got ${cursor.found()}`);
  }
  const pairs = cursor.next === '{' ? readLabelSet(cursor) : [];
  return Labels.of(name === '' ? pairs : [...pairs, [METRIC_NAME, name]]);
}

function readLabelSet(cursor: Cursor): [string, string][] {
  const pairs = new Map<string, string>();
  cursor.accept('{');
  for (;;) {
    skipBlanksAndComments(cursor);
    if (cursor.accept('}')) return [...pairs];
    const start = cursor.position;
    const [name, value] = readLabel(cursor);
    if (pairs.has(name)) {
      throw new SeriesSyntaxError(
        'duplicate-label',
        `label "${name}" is given twice`,
        cursor.rangeFrom(start),
      );
    }
    pairs.set(name, value);
    skipBlanksAndComments(cursor);
    if (!cursor.accept(',') && cursor.next !== '}') {
      cursor.fail('bad-labels', `expected "," or "}" after a label, got ${cursor.found()}`);
    }
  }
}

function readLabel(cursor: Cursor): [string, string] {
  const quoted = /["'`]/.test(cursor.next);
  const name = quoted ? readQuotedString(cursor) : cursor.take(/[a-zA-Z_][a-zA-Z0-9_]*/y);
  if (name === '' && !quoted)
    cursor.fail('bad-labels', `expected a label name or "}", got ${cursor.found()}`);
  skipBlanksAndComments(cursor);
  if (!cursor.accept('=')) {
    if (quoted) return [METRIC_NAME, name];
    cursor.fail('bad-labels', `expected "=" after label "${name}", got ${cursor.found()}`);
  }
  skipBlanksAndComments(cursor);
  if (!/["'`]/.test(cursor.next)) {
    cursor.fail('bad-labels', `the value of label "${name}" must be a quoted string, got ${cursor.found()}`);
  }
  return [name, readQuotedString(cursor)];
}

function skipBlanksAndComments(cursor: Cursor): void {
  while (cursor.skipSpaces() || cursor.take(/#[^\r\n]*/y) !== '');
}
