import { Fields } from '../../documents/fields.ts';
import type { Located } from '../../documents/fields.ts';
import type { Range } from '../../source/range.ts';
import { describeType } from '../../yaml/node.ts';
import type { YamlNode } from '../../yaml/node.ts';
import type { TestIssueSink } from '../../documents/test-issue.ts';
import { fieldPatterns } from './decode-pattern.ts';
import { parsePattern } from './pattern.ts';
import type { TextPattern } from './pattern.ts';
import type { LinePattern, LinesExpectation } from './types.ts';

interface Base {
  readonly at: Located<number>;
  readonly range: Range;
}

/** Decodes `lines` of an expectation: a list of lines, or how many there are. */
export function decodeLines(fields: Fields, base: Base, issues: TestIssueSink): LinesExpectation[] {
  const entry = fields.entry('lines')!;
  const expr = fields.string('expr');
  if (fields.has('expr') && expr === undefined) return [];
  const lines = linesOf(entry.value, issues);
  if (lines === undefined) return [];
  const rangeMs = fields.duration('range')?.value;
  return [
    {
      kind: 'lines',
      ...base,
      expr,
      query: fields.string('query'),
      rangeMs,
      lines,
      keyRange: entry.key.range,
    },
  ];
}

function linesOf(node: YamlNode, issues: TestIssueSink): LinesExpectation['lines'] | undefined {
  if (node.kind === 'seq') return node.items.flatMap((item) => linePattern(item, issues) ?? []);
  const count = node.kind === 'scalar' && /^\d+$/.test(node.text) ? Number(node.text) : undefined;
  if (count !== undefined) return count;
  issues({
    code: 'wrong-type',
    message: `"lines" must be a list of lines or a number, but this is ${describeType(node)}`,
    help: 'list the lines that the query returns, oldest first, or their number: "lines: 3"; "lines: []" for an empty result',
    range: node.range,
  });
  return undefined;
}

/** A text, a regular expression between slashes, or a map with `line` and `labels`. */
function linePattern(node: YamlNode, issues: TestIssueSink): LinePattern | undefined {
  if (node.kind === 'scalar')
    return { range: node.range, text: textPattern(node.text, node, issues), labels: [] };
  const fields = Fields.of(node, 'an expected line', ['line', 'labels'], issues);
  if (fields === undefined) return undefined;
  const line = fields.string('line');
  const text = line === undefined ? undefined : textPattern(line.value, line.node, issues);
  return { range: node.range, text, labels: fieldPatterns(fields, 'labels', issues) };
}

function textPattern(text: string, node: YamlNode, issues: TestIssueSink): TextPattern | undefined {
  const pattern = parsePattern(text);
  if (pattern.kind !== 'invalid') return pattern;
  issues({
    code: 'bad-pattern',
    message: `${text} is not a regular expression: ${pattern.reason}`,
    help: 'use RE2 syntax, as in LogQL; text without slashes is compared literally',
    range: node.range,
  });
  return undefined;
}
