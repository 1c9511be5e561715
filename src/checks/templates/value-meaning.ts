import { selectedName } from '../../project/series-graph.ts';
import { unwrap } from '../../promql/infer/index.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { branchesOf, constant, ruleAst, selectorsOf, thresholdOf } from '../../analysis/expression/index.ts';
import { analyzeAlertTemplate } from '../../template/analysis.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';

const summary = (text: string): { annotations: Record<string, string> } => ({
  annotations: { summary: text },
});
const FREE = 'node_filesystem_avail_bytes / node_filesystem_size_bytes';

export default defineCheck({
  meta: {
    id: 'templates/value-meaning',
    summary: 'texts that call the free share of a resource used, or the used share free',
    why: 'A disk with 4 % left is reported as "4% full": whoever is paged sees no reason to hurry.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: ruleFile(
            alert(`${FREE} < 0.1`, summary('The disk is {{ $value | humanizePercentage }} full')),
          ),
          at: ['full'],
        },
        {
          files: ruleFile(alert(`100 * ${FREE} < 10`, summary('Disk usage: {{ printf "%.1f" $value }}%'))),
          at: ['usage'],
        },
        {
          files: ruleFile(
            alert(`(1 - ${FREE}) > 0.9`, summary('Only {{ $value | humanizePercentage }} left')),
          ),
          at: ['left'],
        },
      ],
      right: [
        { files: ruleFile(alert(`${FREE} < 0.1`, summary('{{ $value | humanizePercentage }} left'))) },
        { files: ruleFile(alert(`(1 - ${FREE}) > 0.9`, summary('{{ $value | humanizePercentage }} full'))) },
        {
          title: 'The usage is named, and another value shown',
          files: ruleFile(
            alert(`${FREE} < 0.1`, summary('Disk usage is high, {{ $value | humanizePercentage }} free')),
          ),
        },
      ],
    },
  },
  messages: {
    opposite: (data: { word: string; is: string; name: string }) => ({
      message: `the text calls the value "${data.word}", but it is the ${data.is} share ("${data.name}")`,
      why: 'the notification says the opposite of what is the case',
      help:
        data.is === 'free'
          ? 'write what is left, or show "1 - ..." of the value in the expression'
          : 'write what is used, or show "1 - ..." of the value in the expression',
    }),
  },
  create: (context) => ({
    AlertingRule(rule) {
      const ast = ruleAst(rule);
      const [branch, ...others] = ast === undefined ? [] : branchesOf(ast);
      const threshold =
        branch === undefined || others.length > 0 ? undefined : thresholdOf(firstSide(branch));
      const meaning = threshold === undefined ? undefined : meaningOf(threshold.value);
      if (meaning === undefined) return;
      for (const { value: text, node } of rule.annotations) {
        const found = oppositeWord(text, meaning.is);
        if (found === undefined) continue;
        const range = scalarRange(node, rule.file.text, found.start, found.end);
        context.report('opposite', { file: rule.file, range }, { word: found.word, ...meaning });
        return;
      }
    },
  }),
});

type Share = 'free' | 'used';

function firstSide(expr: Expr): Expr {
  const node = unwrap(expr);
  return node.kind === 'BinaryExpr' && (node.op === 'and' || node.op === 'unless')
    ? firstSide(node.lhs)
    : node;
}

const NAMED_FREE = /(?:^|_)(?:avail|available|free|remaining)(?:_|$)/i;
const NAMED_USED = /(?:^|_)used(?:_|$)/i;
const OPPOSITE = { free: 'used', used: 'free' } as const;

/** Which share of a whole a value is, by the names of what is divided. */
function meaningOf(expr: Expr): { readonly is: Share; readonly name: string } | undefined {
  const node = unwrap(expr);
  if (node.kind === 'AggregateExpr') return meaningOf(node.expr);
  if (node.kind !== 'BinaryExpr') return undefined;
  const [left, right] = [constant(node.lhs), constant(node.rhs)];
  if (node.op === '*') {
    if (right !== undefined) return meaningOf(node.lhs);
    return left === undefined ? undefined : meaningOf(node.rhs);
  }
  if (node.op === '-' && (left === 1 || left === 100)) {
    const inner = meaningOf(node.rhs);
    return inner === undefined ? undefined : { ...inner, is: OPPOSITE[inner.is] };
  }
  if (node.op !== '/' || right !== undefined) return undefined;
  return shareOf(node.lhs);
}

/** The numerator of a share: one metric that is named so, times a number, or the whole less that. */
function shareOf(expr: Expr): { readonly is: Share; readonly name: string } | undefined {
  const node = unwrap(expr);
  if (node.kind === 'AggregateExpr') return shareOf(node.expr);
  if (node.kind === 'BinaryExpr' && node.op === '*')
    return constant(node.rhs) === undefined ? shareOf(node.rhs) : shareOf(node.lhs);
  if (node.kind === 'BinaryExpr' && node.op === '-' && selectorsOf(node.rhs).length === 1) {
    const inner = shareOf(node.rhs);
    return inner === undefined ? undefined : { ...inner, is: OPPOSITE[inner.is] };
  }
  const name = node.kind === 'VectorSelector' ? selectedName(node) : undefined;
  if (name === undefined) return undefined;
  if (NAMED_FREE.test(name)) return { is: 'free', name };
  return NAMED_USED.test(name) ? { is: 'used', name } : undefined;
}

const AFTER: Readonly<Record<Share, RegExp>> = {
  used: /^\s?%?\)?\s?(full|used|in use|utili[sz]ed)\b/i,
  free: /^\s?%?\)?\s?(?:(?:disk|memory|space|of it|is|are)\s){0,2}(free|left|available|remaining)\b/i,
};
const BEFORE: Readonly<Record<Share, RegExp>> = {
  used: /\b(usage|utili[sz]ation|used)(?:\s(?:is|at|of|currently)|:){1,2}\s?\(?$/i,
  free: /\b(free|left|available|remaining)(?:\s(?:space|memory|is|at)|:){1,2}\s?\(?$/i,
};

/** A word right beside the value that says the other share. */
function oppositeWord(text: string, is: Share): { word: string; start: number; end: number } | undefined {
  const other = OPPOSITE[is];
  for (const { start, end } of analyzeAlertTemplate(text).values) {
    const close = text.indexOf('}}', end);
    const open = text.lastIndexOf('{{', start);
    if (close < 0 || open < 0 || /\b(?:if|with|query|range)\b/.test(text.slice(open, close))) continue;
    const after = AFTER[other].exec(text.slice(close + 2));
    if (after !== null) {
      const from = close + 2 + after[0].length - after[1]!.length;
      return { word: after[1]!, start: from, end: from + after[1]!.length };
    }
    const before = BEFORE[other].exec(text.slice(Math.max(0, open - 60), open));
    // The text after the value counts more: "Disk usage is high: 4% free".
    if (before === null || AFTER[is].test(text.slice(close + 2))) continue;
    const from = Math.max(0, open - 60) + before.index;
    return { word: before[1]!, start: from, end: from + before[1]!.length };
  }
  return undefined;
}
