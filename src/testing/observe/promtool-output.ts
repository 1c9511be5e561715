import type { LabelSet } from '../../routing/labels.ts';
import { goUnquote } from '../../go/strings/unquote.ts';
import type { ObservedSample } from './types.ts';

/** Labels and annotations of a firing alert in promtool's output. */
export interface PrintedAlert {
  readonly labels: LabelSet;
  readonly annotations: LabelSet;
}

/** One thing that promtool says went wrong in a test. */
export type Block =
  | {
      readonly kind: 'alerts';
      readonly subject: string;
      readonly time: string;
      readonly got: readonly PrintedAlert[];
      readonly text: string;
    }
  | {
      readonly kind: 'expr';
      readonly subject: string;
      readonly time: string;
      readonly got: readonly ObservedSample[];
      readonly text: string;
    }
  | {
      readonly kind: 'expr-error';
      readonly subject: string;
      readonly time: string;
      readonly message: string;
      readonly text: string;
    }
  /** A rule that failed to evaluate, a file that does not load, ... */
  | { readonly kind: 'other'; readonly text: string };

const ALERT_HEAD = /^ {4}alertname: (.*), time: (\S+), $/;
const EXPR_HEAD = /^ {4}expr: ("(?:[^"\\]|\\.)*"), time: ([^,]+),(?: err: (.*))?$/;
const RULE_HEAD = /^ {4}rule: /;
const NAME_HEAD = /^ {4}name: .*,$/;

/** Reads what promtool (2.42 to 3.x) writes to stderr for one file, below its "FAILED:" line. */
export function parseOutput(section: string): Block[] {
  const groups = splitBlocks(section.split('\n'));
  return groups.map(parseBlock);
}

/** A block starts at a header line that is indented by four; what follows it is indented deeper. */
function splitBlocks(lines: readonly string[]): string[][] {
  const groups: string[][] = [];
  let named: string[] = [];
  for (const line of lines) {
    const current = groups.at(-1);
    if (NAME_HEAD.test(line)) {
      named = [line];
    } else if (
      ALERT_HEAD.test(line) ||
      EXPR_HEAD.test(line) ||
      RULE_HEAD.test(line) ||
      current === undefined
    ) {
      if (line === '') continue;
      groups.push([...named, line]);
      named = [];
    } else if (isForeign(line, current)) {
      groups.push([line]);
    } else {
      current.push(line);
    }
  }
  return groups;
}

/** A line without the indentation of a block's body ends the comparison. */
function isForeign(line: string, current: readonly string[]): boolean {
  const head = current.find((text) => !NAME_HEAD.test(text)) ?? '';
  const comparison = ALERT_HEAD.test(head) || (EXPR_HEAD.test(head) && !head.includes(', err: '));
  return comparison && line !== '' && !line.startsWith('        ');
}

function parseBlock(lines: readonly string[]): Block {
  const text = lines.join('\n').trimEnd();
  const body = lines.filter((line) => !NAME_HEAD.test(line));
  const head = body[0] ?? '';
  const alert = ALERT_HEAD.exec(head);
  if (alert !== null) {
    return {
      kind: 'alerts',
      subject: alert[1] ?? '',
      time: alert[2] ?? '',
      got: printedAlerts(body.slice(1)),
      text,
    };
  }
  const expr = EXPR_HEAD.exec(head);
  if (expr === null) return { kind: 'other', text };
  const subject = goUnquote(expr[1] ?? '""') ?? '';
  const time = expr[2] ?? '';
  if (expr[3] !== undefined) {
    const message = [expr[3], ...body.slice(1)].join('\n').trimEnd();
    return { kind: 'expr-error', subject, time, message, text };
  }
  const got = body.find((line) => line.startsWith('        got: ')) ?? '';
  return { kind: 'expr', subject, time, got: printedSamples(got.slice('        got: '.length)), text };
}

function printedAlerts(body: readonly string[]): PrintedAlert[] {
  const start = body.findIndex((line) => /^\s+got:\[/.test(line));
  const alerts: PrintedAlert[] = [];
  let labels: LabelSet = new Map();
  for (const line of body.slice(start)) {
    const match = /^\s+(Labels|Annotations):(\{.*)$/.exec(line);
    if (match === null) continue;
    const [set] = readLabels(match[2] ?? '{}', 0);
    if (match[1] === 'Labels') labels = set;
    else alerts.push({ labels, annotations: set });
  }
  return alerts;
}

/** `{a="b"} 1E+00, {c="d"} {{count:1}}`, or `nil`. */
function printedSamples(text: string): ObservedSample[] {
  const samples: ObservedSample[] = [];
  let at = 0;
  while (text[at] === '{') {
    const [labels, end] = readLabels(text, at);
    const rest = /^ (\{\{.*?\}\}|[^,]+)(?:, )?/.exec(text.slice(end));
    if (rest === null) break;
    const value = rest[1] ?? '';
    samples.push(
      value.startsWith('{{')
        ? { labels, value: Number.NaN, histogram: value }
        : { labels, value: goNumber(value) },
    );
    at = end + rest[0].length;
  }
  return samples;
}

function goNumber(text: string): number {
  if (/Inf$/.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(text);
}

/** Reads `{a="b", "c.d"="e"}` and returns the labels and where they end. */
function readLabels(text: string, start: number): [LabelSet, number] {
  const labels = new Map<string, string>();
  const pair = /(?:"((?:[^"\\]|\\.)*)"|([^="{},\s]+))="((?:[^"\\]|\\.)*)"(?:, ?)?/y;
  pair.lastIndex = start + 1;
  for (;;) {
    const before = pair.lastIndex;
    const match = pair.exec(text);
    if (match === null) return [labels, before + 1];
    const name = match[1] === undefined ? (match[2] ?? '') : (goUnquote(`"${match[1]}"`) ?? match[1]);
    labels.set(name, goUnquote(`"${match[3] ?? ''}"`) ?? match[3] ?? '');
  }
}
