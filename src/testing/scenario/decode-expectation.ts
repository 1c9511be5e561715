import { Fields } from '../../documents/fields.ts';
import type { Located } from '../../documents/fields.ts';
import type { Range } from '../../source/range.ts';
import { child } from '../../yaml/node.ts';
import type { YamlNode } from '../../yaml/node.ts';
import type { TestIssueSink } from '../../documents/test-issue.ts';
import { oneOf } from './one-of.ts';
import { decodeMessage, decodeNotifications } from '../notifications/decode.ts';
import { decodeLines } from './decode-lines.ts';
import { decodeAlertPattern, decodeSamples, fieldPatterns } from './decode-pattern.ts';
import type { Expectation } from './types.ts';
import type { FieldPattern } from './field-pattern.ts';

const KEYS = ['at', 'state', 'first', 'alerts', 'labels', 'expr', 'samples', 'lines', 'range', 'query'];
const STATES = ['pending', 'firing', 'inactive', 'resolved'] as const;
const FIRST_STATES = ['pending', 'firing', 'resolved'] as const;

interface Base {
  readonly at: Located<number>;
  readonly range: Range;
}

/**
 * Decodes one entry under `expect`; an entry that asks for a state and for alerts gives two expectations.
 *
 * @param hasQuery the file names the query that it is about, so that samples and lines need none
 */
export function decodeExpectation(node: YamlNode, issues: TestIssueSink, hasQuery = false): Expectation[] {
  if (child(node, 'notifications') !== undefined) return decodeNotifications(node, issues);
  if (child(node, 'message') !== undefined) return decodeMessage(node, issues);
  const fields = Fields.of(node, 'an expectation', KEYS, issues);
  if (fields === undefined) return [];
  const at = fields.duration('at');
  if (at === undefined) {
    if (!fields.has('at')) {
      issues({
        code: 'missing-key',
        message: 'this expectation has no time ("at")',
        help: 'add "at: 5m", the time since the start of the input',
        range: fields.anchor,
      });
    }
    return [];
  }
  reportConflicts(fields, hasQuery, issues);
  const base: Base = { at, range: fields.node.range };
  if (fields.has('lines')) return decodeLines(fields, base, issues);
  if (['expr', 'query', 'samples'].some((key) => fields.has(key)))
    return exprExpectation(fields, base, issues);
  const labels = fieldPatterns(fields, 'labels', issues);
  const result = [
    ...stateExpectation(fields, base, labels, issues),
    ...alertsExpectation(fields, base, issues),
  ];
  if (result.length === 0 && !['state', 'first', 'alerts'].some((key) => fields.has(key))) {
    issues({
      code: 'empty-expectation',
      message: `this expectation has nothing to check at ${at.node.text}`,
      help: 'add "state", "first", "alerts", "notifications", "message", or "expr" with "samples" or "lines"',
      range: fields.node.range,
    });
  }
  return result;
}

function stateExpectation(
  fields: Fields,
  base: Base,
  labels: readonly FieldPattern[],
  issues: TestIssueSink,
): Expectation[] {
  const result: Expectation[] = [];
  const state = oneOf(fields, 'state', STATES, issues);
  if (state !== undefined) result.push({ kind: 'state', ...base, state, labels });
  const first = oneOf(fields, 'first', FIRST_STATES, issues);
  if (first !== undefined) result.push({ kind: 'first', ...base, state: first, labels });
  return result;
}

function alertsExpectation(fields: Fields, base: Base, issues: TestIssueSink): Expectation[] {
  const entry = fields.entry('alerts');
  if (entry === undefined) return [];
  const list = fields.seq('alerts');
  if (list === undefined) {
    if (fields.raw('alerts') === undefined) {
      issues({
        code: 'empty-expectation',
        message: '"alerts" is empty',
        help: 'list the firing alerts, or use "alerts: []" to expect none',
        range: entry.key.range,
      });
    }
    return [];
  }
  const alerts = list.items.flatMap((item) => decodeAlertPattern(item, issues) ?? []);
  return [{ kind: 'alerts', ...base, alerts, keyRange: entry.key.range }];
}

function exprExpectation(fields: Fields, base: Base, issues: TestIssueSink): Expectation[] {
  const expr = fields.string('expr');
  if (!fields.has('samples')) {
    issues({
      code: 'missing-key',
      message: '"expr" has no "samples" or "lines" to compare with',
      help: 'add "samples: [{ labels: { ... }, value: 1 }]", or "samples: []" for an empty result; for a log query "lines: [...]"',
      range: fields.entry('expr')?.key.range ?? fields.anchor,
    });
    return [];
  }
  const samples = decodeSamples(fields, issues);
  return fields.has('expr') && expr === undefined
    ? []
    : [{ kind: 'expr', ...base, expr, query: fields.string('query'), samples }];
}

/** Keys that would be passed over in silence beside others. */
function reportConflicts(fields: Fields, hasQuery: boolean, issues: TestIssueSink): void {
  const clash = (key: string, message: string, help: string): void => {
    issues({ code: 'conflicting-keys', message, help, range: fields.entry(key)?.key.range ?? fields.anchor });
  };
  if (fields.has('expr')) {
    for (const key of ['state', 'first', 'alerts', 'labels']) {
      if (fields.has(key))
        clash(key, `"${key}" cannot be combined with "expr"`, 'split it into two expectations');
    }
  }
  const answer = ['samples', 'lines'].find((key) => fields.has(key));
  if (answer !== undefined && !hasQuery && !fields.has('expr') && !fields.has('query'))
    clash(answer, `"${answer}" needs "expr"`, `add the expression, or remove "${answer}"`);
  if (fields.has('samples') && fields.has('lines'))
    clash(
      'lines',
      'a query returns "samples" or "lines", not both',
      'remove the one that this query does not return',
    );
  if (fields.has('state') && fields.has('first')) {
    clash('first', '"first" and "state" cannot be combined', '"first: firing" already includes the state');
  }
  if (fields.has('labels') && !fields.has('expr') && !fields.has('state') && !fields.has('first')) {
    clash(
      'labels',
      '"labels" here restricts "state" or "first", but neither is set',
      'move it to "alerts", or add "state: firing"',
    );
  }
}
