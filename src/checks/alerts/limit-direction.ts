import { branchesOf, ruleAst, thresholdOf } from '../../analysis/expression/index.ts';
import type { Threshold } from '../../analysis/expression/index.ts';
import type { AlertingRule } from '../../documents/rules/types.ts';
import { formatSampleValue } from '../../go/numbers/format-float.ts';
import type { ScalarNode } from '../../yaml/node.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { withoutActions } from '../support/plain-text.ts';

const summary = (text: string) => ({ annotations: { summary: text } });

export default defineCheck({
  meta: {
    id: 'alerts/limit-direction',
    summary: 'texts that say "above" where the alert fires below the limit, or the reverse',
    why: 'Either the operator is wrong, so that the alert fires while all is well and is silent in an incident, or the text says the opposite of what happened.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: ruleFile(
            alert('shop_snapshots < 10', summary('{{ $labels.till }} has more than 10 snapshots')),
          ),
          at: ['more than 10'],
        },
        {
          title: 'A percentage of a share',
          files: ruleFile(alert('shop_disk_used / shop_disk_size > 0.1', summary('Usage is below 10%'))),
          at: ['below 10'],
        },
      ],
      right: [
        { files: ruleFile(alert('shop_snapshots > 10', summary('more than 10 snapshots'))) },
        {
          title: 'How long it has been so',
          files: ruleFile(alert('shop_nodes < 5', summary('too few nodes for more than 5 minutes'))),
        },
        {
          title: 'Both sides are named',
          files: ruleFile(alert('shop_free < 10', summary('below 10, must be above 10'))),
        },
        {
          title: 'The rest of the whole',
          files: ruleFile(alert('shop_free_percent < 10', summary('more than 90% are used'))),
        },
        {
          title: 'A demand',
          files: ruleFile(alert('shop_replicas < 2', summary('there should be more than 2 replicas'))),
        },
      ],
    },
  },
  messages: {
    opposite: (data: { said: string; op: string; limit: string }) => ({
      message: `the text says "${data.said}", but the alert fires while the value is ${data.op} ${data.limit}`,
      why: 'the operator or the text is the wrong way round',
      help: 'correct the operator, or the text',
    }),
  },
  create: (context) => ({
    AlertingRule(rule) {
      const ast = ruleAst(rule);
      const [branch, ...others] = ast === undefined ? [] : branchesOf(ast);
      const threshold = branch === undefined || others.length > 0 ? undefined : thresholdOf(branch);
      const side = threshold === undefined ? undefined : sideOf(threshold);
      if (threshold === undefined || side === undefined) return;
      const said = rule.annotations.flatMap(({ value, node }) => limitsIn(value, node, threshold.limit));
      const [first] = said;
      if (first === undefined || said.some((one) => one.side === side)) return;
      context.report('opposite', placeOf(rule, first), {
        said: first.text,
        op: threshold.op,
        limit: formatSampleValue(threshold.limit),
      });
    },
  }),
});

type Side = 'above' | 'below';

function sideOf({ op, limit }: Threshold): Side | undefined {
  // Of 0 and 1 texts speak in other ways: "more than 0 healthy" and "less than one".
  if (Math.abs(limit) === 0 || limit === 1) return undefined;
  if (op === '>' || op === '>=') return 'above';
  return op === '<' || op === '<=' ? 'below' : undefined;
}

interface Said {
  readonly side: Side;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly node: ScalarNode;
}

const LIMIT =
  /\b(?:(more than|greater than|higher than|larger than|above|exceeds|exceeded|exceeding)|(less than|lower than|fewer than|smaller than|below)) (\d+(?:\.\d+)?)(?![\d.]*\d)( ?%)?/gi;
/** Behind a number: it may say how long, or how old. */
const TIME = /^ ?(?:m|s|h|d|ms|min|mins|minutes?|seconds?|secs?|hours?|days?|weeks?|consecutive)\b/i;
/** Before it: what should be so, or what is denied. */
const OTHERWISE =
  /\b(?:should|must|need|needs|require[sd]?|expect(?:ed|s)?|not|no|at|for|until|unless|if|keep|want)\b[^.;,]{0,40}$/i;

/** The limits of an annotation that are the threshold, also as a percentage. */
function limitsIn(value: string, node: ScalarNode, limit: number): Said[] {
  const text = withoutActions(value);
  return [...text.matchAll(LIMIT)].flatMap((match): Said[] => {
    const [whole, above, , digits, percent] = match;
    const number = Number(digits);
    const same = number === limit || (percent !== undefined && isSame(number, limit * 100));
    const end = match.index + whole.length;
    if (!same || TIME.test(text.slice(end)) || OTHERWISE.test(text.slice(0, match.index))) return [];
    const said = percent === undefined ? whole : whole.slice(0, -percent.length);
    const place = { start: match.index, end: match.index + said.length };
    return [{ side: above === undefined ? 'below' : 'above', text: said, ...place, node }];
  });
}

function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-9;
}

function placeOf(rule: AlertingRule, { node, start, end }: Said) {
  return { file: rule.file, range: scalarRange(node, rule.file.text, start, end) };
}
