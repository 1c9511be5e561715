import type { Expr, VectorSelector } from '../../promql/syntax/ast.ts';
import { parseExpr } from '../../promql/syntax/parse.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { selectedName } from '../../project/series-graph.ts';
import type { Project } from '../../project/project.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { defineCheck } from '../contract.ts';
import type { Place } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { scenariosOf } from '../support/scenario-nodes.ts';
import { child } from '../../yaml/node.ts';
import { textOf } from '../../yaml/values.ts';
import type { ScenarioNodes } from '../support/scenario-nodes.ts';

const files = (series: string): Record<string, string> => ({
  'rules.yml': ruleFile(alert('max by (domain) (cache_bytes) > 5', { name: 'CacheFull', for: '5m' })),
  'metrics.yml': 'metrics:\n  cache_bytes: { type: gauge, labels: { domain: { values: [task, event] } } }\n',
  'CacheFull.yml': `alert: CacheFull
scenarios:
  - name: five is not over five
    series:
      ${series}: 5x60
    expect: [{ at: 10m, state: inactive }]
`,
});

export default defineCheck({
  meta: {
    id: 'tests/scenario-series',
    summary: 'series in scenarios that no rule uses, or that the catalogue does not list',
    why: 'With a misspelt series the alert has no data, and "inactive" is true for any rule.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'A metric that no rule uses',
          files: files('cache_byte{domain="task"}'),
          at: ['cache_byte'],
        },
        {
          title: 'A label that the metric does not have',
          files: files('cache_bytes{dom="task"}'),
          at: ['dom'],
        },
        { title: 'A value that the label never has', files: files('cache_bytes{domain="tsk"}'), at: ['tsk'] },
      ],
      right: [{ files: files('cache_bytes{domain="task"}') }],
    },
  },
  messages: {
    metric: (data: { metric: string; similar: string }) => ({
      message: `no rule and no expectation uses the series "${data.metric}"${data.similar}`,
      why: 'the series has no effect, so the scenario proves less than it seems to',
      help: 'write the name as in the rule, or remove the series',
    }),
    label: (data: { metric: string; label: string; similar: string }) => ({
      message: `the catalogue lists no label "${data.label}" of ${data.metric}${data.similar}`,
      why: 'such a series exists only in this test',
      help: 'write the label as in the catalogue',
    }),
    value: (data: { label: string; value: string; similar: string }) => ({
      message: `the label "${data.label}" never has the value "${data.value}"${data.similar}`,
      why: 'such a series exists only in this test',
      help: 'use a value of the catalogue',
    }),
  },
  create(context) {
    const checkMetric = ({ selector, place }: Series, read: ReadonlySet<string>): void => {
      const metric = selectedName(selector);
      if (metric === undefined || read.has(metric) || read.has(ANY)) return;
      context.report('metric', place(metric), { metric, similar: didYouMeanText(metric, read) });
    };
    // A list in braces ({{task,event}}) stands for several series.
    const checkLabels = ({ selector, place }: Series, { catalogue }: Project): void => {
      const metric = selectedName(selector) ?? '';
      const known = catalogue.series(metric)?.labels;
      if (known === undefined) return;
      for (const { name: label, value } of selector.matchers) {
        if (label === '__name__' || TARGET_LABELS.has(label)) continue;
        const values = known.get(label)?.values;
        if (!known.has(label)) {
          context.report('label', place(label), {
            metric,
            label,
            similar: didYouMeanText(label, known.keys()),
          });
        } else if (values !== undefined && !value.includes('{{') && !values.includes(value)) {
          context.report('value', place(value), { label, value, similar: didYouMeanText(value, values) });
        }
      }
    };
    return {
      Project(project) {
        const documents = project.tests.filter(({ kind }) => kind === 'scenarios');
        if (!project.whole || documents.length === 0) return;
        const read = readByRules(project);
        for (const scenario of documents.flatMap(scenariosOf)) {
          const names = new Set([...read, ...readByExpectations(scenario)]);
          for (const series of seriesOf(scenario)) {
            if (names.size > 0) checkMetric(series, names);
            checkLabels(series, project);
          }
        }
      },
    };
  },
});

/** Stands for a selector without a name: it may read any metric. */
const ANY = '';

/** Every scrape adds these, whatever the catalogue says. */
const TARGET_LABELS: ReadonlySet<string> = new Set(['job', 'instance']);

/** A series of a scenario's input, and where a part of its text is. */
interface Series {
  readonly selector: VectorSelector;
  readonly place: (part: string) => Place;
}

function seriesOf({ series, file }: ScenarioNodes): Series[] {
  return series.flatMap(({ key }) => {
    const selector = parseExpr(key.text).expr;
    if (selector?.kind !== 'VectorSelector') return [];
    const written = file.text.slice(key.range.start, key.range.end);
    const place = (part: string): Place => {
      const at = written.search(new RegExp(`(?<![\\w:])${part.replace(/[^\w:]/g, '\\$&')}(?![\\w:])`));
      const start = key.range.start + at;
      return { file, range: at < 0 || part === '' ? key.range : { start, end: start + part.length } };
    };
    return [{ selector, place }];
  });
}

/** The metrics that rules read; a rule that selects by a pattern of names reads anything, and nothing can be said. */
function readByRules(project: Project): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { language, ast, owner } of project.queries)
    if (language === 'promql' && owner.kind === 'rule' && ast !== undefined) addNames(ast, names);
  return names;
}

function readByExpectations({ expectations }: ScenarioNodes): ReadonlySet<string> {
  const names = new Set<string>();
  for (const expectation of expectations) {
    const { expr } = parseExpr(textOf(child(expectation, 'expr')) ?? '');
    if (expr !== undefined) addNames(expr, names);
  }
  return names;
}

function addNames(expr: Expr, names: Set<string>): void {
  walkExpr(expr, (node) => {
    if (node.kind === 'VectorSelector') names.add(selectedName(node) ?? ANY);
  });
}
