import type { AlertingRule } from '../../documents/rules/types.ts';
import { onSameServer } from '../../project/same-server.ts';
import type { Project } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { defineCheck } from '../contract.ts';
import { covers, exprKey, ruleAst, selectorsOf } from '../../analysis/expression/index.ts';
import { effectiveLabels, identityKey } from '../../analysis/delivery/index.ts';
import { deadPart } from '../support/dead-part.ts';
import { alert, ruleFile } from '../support/example-rules.ts';

const of = (name: string, expr: string, severity: string, hold = '5m'): string =>
  alert(expr, { name, for: hold, labels: { severity } });

/** More alerts of one metric are compared only where they differ in numbers alone: else it takes their square. */
const FEW = 200;

interface Candidate {
  readonly rule: AlertingRule;
  readonly ast: Expr;
  readonly severity: string;
  readonly names: ReadonlySet<string>;
  /** All but the numbers. */
  readonly shape: string;
}

export default defineCheck({
  meta: {
    id: 'alerts/implied',
    summary: 'alerts that fire only while another alert with the same severity fires',
    why: 'When the stricter alert fires, the looser one already does: the stricter one only causes a second notification.',
    severity: 'info',
    preset: 'strict',
    examples: {
      wrong: [
        {
          title: 'A higher threshold',
          files: ruleFile(of('Slow', 'latency > 1', 'warning'), of('VerySlow', 'latency > 5', 'warning')),
          at: ['VerySlow'],
        },
        {
          title: 'Some of the series',
          files: ruleFile(of('Down', 'up == 0', 'warning'), of('ShopDown', 'up{job="shop"} == 0', 'warning')),
          at: ['ShopDown'],
        },
        {
          title: 'An additional condition',
          files: ruleFile(
            of('Slow', 'latency > 1', 'warning'),
            of('SlowAndUsed', 'latency > 1 and on (job) requests > 5', 'warning'),
          ),
          at: ['SlowAndUsed'],
        },
      ],
      right: [
        { files: ruleFile(of('Slow', 'latency > 1', 'warning'), of('VerySlow', 'latency > 5', 'critical')) },
        {
          title: 'The stricter one fires sooner',
          files: ruleFile(
            of('Slow', 'latency > 1', 'warning', '30m'),
            of('VerySlow', 'latency > 5', 'warning'),
          ),
        },
        {
          title: 'A sum of fewer series is another value',
          files: ruleFile(
            of('Errors', 'sum(errors) > 5', 'warning'),
            of('ShopErrors', 'sum(errors{job="shop"}) > 5', 'warning'),
          ),
        },
      ],
    },
  },
  messages: {
    implied: (data: { alert: string; other: string; severity: string }) => ({
      message: `whenever the alert "${data.alert}" fires, "${data.other}" fires too, with the same severity "${data.severity}"`,
      why: 'its condition is stricter and it does not fire earlier, so it only causes a second notification',
      help: 'give it a higher severity (and let it inhibit the other), or remove it',
    }),
  },
  create: (context) => ({
    Project(project) {
      const candidates = project.alerts.flatMap((rule) => candidateOf(rule, project));
      const order = new Map(candidates.map((candidate, index) => [candidate, index]));
      const byName = new Map<string, Candidate[]>();
      for (const candidate of candidates) {
        for (const name of candidate.names) {
          const key = `${candidate.severity} ${name}`;
          const list = byName.get(key);
          if (list === undefined) byName.set(key, [candidate]);
          else list.push(candidate);
        }
      }
      const others = function* (strict: Candidate): Generator<Candidate> {
        for (const name of strict.names) {
          const list = byName.get(`${strict.severity} ${name}`) ?? [];
          yield* list.length > FEW ? list.filter(({ shape }) => shape === strict.shape) : list;
        }
      };
      for (const strict of candidates) {
        for (const loose of others(strict)) {
          if (!implies(strict, loose) || !onSameServer(strict.rule, loose.rule, project)) continue;
          // Of two that imply each other the later one is too many.
          if (implies(loose, strict) && order.get(loose)! > order.get(strict)!) continue;
          context.report(
            'implied',
            { file: strict.rule.file, range: strict.rule.name.range },
            {
              alert: strict.rule.name.value,
              other: loose.rule.name.value,
              severity: strict.severity,
            },
            {
              related: [{ file: loose.rule.file, range: loose.rule.name.range, message: 'the other alert' }],
            },
          );
          break;
        }
      }
    },
  }),
});

/** An alert that never fires implies nothing: alerts/never-fires is about it. */
function candidateOf(rule: AlertingRule, project: Project): Candidate[] {
  const ast = ruleAst(rule);
  if (ast === undefined || deadPart(ast, project) !== undefined) return [];
  const names = new Set(selectorsOf(ast).map((selector) => selectedName(selector) ?? ''));
  const severity = effectiveLabels(rule).get('severity')?.value ?? '';
  return [{ rule, ast, severity, names, shape: exprKey(ast, { numbers: 'ignore' }) }];
}

/** Two alerts of one name and the same labels are one alert: that is what alerts/duplicate is about. */
function implies(strict: Candidate, loose: Candidate): boolean {
  return (
    strict !== loose &&
    (loose.rule.for?.value ?? 0) <= (strict.rule.for?.value ?? 0) &&
    identityKey(strict.rule) !== identityKey(loose.rule) &&
    covers(loose.ast, strict.ast)
  );
}
