import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { effectiveLabels } from '../../analysis/delivery/index.ts';
import { staticMs } from '../../analysis/expression/index.ts';
import type { Rule } from '../../documents/rules/types.ts';
import type { Project } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import type { VectorSelector } from '../../promql/syntax/ast.ts';
import { defineCheck } from '../contract.ts';
import { record, ruleFile } from '../support/example-rules.ts';
import { ruleOf } from '../support/rule-of.ts';

const HOUR = (labels?: Record<string, string>): string =>
  record('code:requests:increase1h', 'sum by (code) (increase(requests_total[1h]))', labels);
const MONTH = (labels?: Record<string, string>): string =>
  record('code:requests:increase30d', 'avg_over_time(code:requests:increase1h[30d]) * 24 * 30', labels);
const TEAM = { team: 'shop' };

export default defineCheck({
  meta: {
    id: 'records/label-history',
    summary: 'ranges over recorded series whose static labels a branch changes (with --since)',
    why: 'A label that is added to a record makes new series. For the length of each range the old and the new ones are there together: a rule that adds the same label to both fails with "same labelset", sums count twice, joins are no longer unique.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'A label added to both rules',
          before: { 'rules.yml': ruleFile(HOUR(), MONTH()) },
          files: ruleFile(HOUR(TEAM), MONTH(TEAM)),
          at: ['code:requests:increase1h[30d]'],
        },
      ],
      right: [
        { title: 'Nobody asks what changed', files: ruleFile(HOUR(TEAM), MONTH(TEAM)) },
        {
          title: 'The same labels as before',
          before: { 'rules.yml': ruleFile(HOUR(TEAM), MONTH()) },
          files: ruleFile(HOUR(TEAM), MONTH(TEAM)),
        },
        {
          title: 'Only the newest value is read',
          before: {
            'rules.yml': ruleFile(HOUR(), record('requests:increase1h', 'sum(code:requests:increase1h)')),
          },
          files: ruleFile(HOUR(TEAM), record('requests:increase1h', 'sum(code:requests:increase1h)')),
        },
        {
          title: 'Only the series with the new label are read',
          before: { 'rules.yml': ruleFile(HOUR()) },
          files: ruleFile(
            HOUR(TEAM),
            record('code:requests:avg30d', 'avg_over_time(code:requests:increase1h{team="shop"}[30d])'),
          ),
        },
      ],
    },
  },
  messages: {
    changed: (data: { name: string; labels: string; range: string }) => ({
      message: `${data.labels} of "${data.name}" changes on this branch, and this range of ${data.range} holds the series with the old labels and those with the new ones`,
      why: 'for that long each series exists twice: a sum counts it twice, a join is not unique, and a rule that sets the label fails',
      help: 'select the new label here, keep the label out of the recording rule, or record under a new name',
    }),
  },
  create: (context) => {
    const changed = context.project.once(changedLabels);
    return {
      MatrixSelector(node, query) {
        const name = selectedName(node.selector);
        const change = name === undefined ? undefined : changed.get(name);
        const range = staticMs(node.range);
        if (ruleOf(query) === undefined || name === undefined || change === undefined || range === undefined)
          return;
        if (range < SHORT_MS || isPinned(node.selector, change.labels)) return;
        const { labels, place } = change;
        context.report(
          'changed',
          query.place(node),
          { name, labels: labelsText(labels), range: formatDurationMs(range) },
          { related: [{ ...place, message: `"${name}" is recorded here` }] },
        );
      },
    };
  },
});

/** A range this short passes before anybody looks. */
const SHORT_MS = 15 * 60_000;

interface Change {
  readonly labels: readonly string[];
  readonly place: { readonly file: Rule['file']; readonly range: Rule['name']['range'] };
}

/** The recorded series whose static labels a branch adds, changes or takes away. */
const changedLabels = (project: Project): ReadonlyMap<string, Change> => {
  const changed = new Map<string, Change>();
  for (const rule of project.records) {
    const name = rule.name.value;
    const earlier = project.earlier?.series.recorders(name) ?? [];
    const now = project.series.recorders(name);
    const [old] = earlier;
    if (old === undefined || earlier.length > 1 || now.length > 1) continue;
    const labels = differing(old, rule);
    if (labels.length > 0) changed.set(name, { labels, place: { file: rule.file, range: rule.name.range } });
  }
  return changed;
};

function differing(old: Rule, now: Rule): string[] {
  const [before, after] = [effectiveLabels(old), effectiveLabels(now)];
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => (before.get(name)?.value ?? '') !== (after.get(name)?.value ?? ''));
}

/** Whether a selector takes the series of one side only. */
function isPinned({ matchers }: VectorSelector, labels: readonly string[]): boolean {
  return matchers.some(({ name, op }) => labels.includes(name) && (op === '=' || op === '=~'));
}

function labelsText(labels: readonly string[]): string {
  const names = labels.map((label) => `"${label}"`).join(', ');
  return labels.length > 1 ? `the labels ${names}` : `the label ${names}`;
}
