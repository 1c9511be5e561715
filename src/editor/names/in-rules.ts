import { dashboardLink } from '../../analysis/dashboards/index.ts';
import { runbookPage } from '../../analysis/delivery/index.ts';
import type { CatalogueDocument } from '../../documents/catalogue/types.ts';
import type { DashboardDocument } from '../../documents/dashboard/index.ts';
import type { MarkdownDocument } from '../../documents/markdown.ts';
import type { AlertingRule, Rule, RuleDocument } from '../../documents/rules/types.ts';
import type { Project } from '../../project/project.ts';
import { innerRange } from './occurrence.ts';
import type { Occurrence } from './occurrence.ts';

/** The alerts and series that a rule file defines, and the pages and panels that its alerts link to. */
export function namesInRules({ groups }: RuleDocument, project: Project): Occurrence[] {
  return groups.flatMap(({ rules }) =>
    rules.flatMap((rule) => [definition(rule), ...(rule.kind === 'alert' ? linksOf(rule, project) : [])]),
  );
}

function definition(rule: Rule): Occurrence {
  const { file, name, kind, node } = rule;
  return {
    kind: kind === 'alert' ? 'alert' : 'series',
    name: name.value,
    role: 'definition',
    file,
    range: innerRange(name.node, file),
    whole: node.range,
  };
}

function linksOf({ annotations, file }: AlertingRule, project: Project): Occurrence[] {
  return annotations.flatMap(({ value, node }): Occurrence[] => {
    const use = { role: 'use', file, range: innerRange(node, file), fixed: true } as const;
    const url = value.trim();
    const page = runbookPage(project, url);
    if (page !== undefined) return [{ ...use, kind: 'page', name: page.file.path }];
    const target = dashboardLink(url);
    return target === undefined ? [] : [{ ...use, kind: 'panel', name: panelName(target) }];
  });
}

const panelName = ({ uid, panel }: { readonly uid: string; readonly panel?: string | undefined }): string =>
  panel === undefined ? uid : `${uid}#${panel}`;

/** A page itself, and the alerts that its line "Alerts:" names. */
export function namesInPage({ file, headings, alertNames = [] }: MarkdownDocument): Occurrence[] {
  const range = headings[0]?.range ?? { start: 0, end: Math.max(0, file.text.indexOf('\n')) };
  return [
    { kind: 'page', name: file.path, role: 'definition', file, range, fixed: true },
    ...alertNames.map(({ text, range: at }): Occurrence => ({
      kind: 'alert',
      name: text,
      role: 'use',
      file,
      range: at,
    })),
  ];
}

/** A dashboard and its panels. */
export function namesInDashboard({ file, uid, uidRange, panels }: DashboardDocument): Occurrence[] {
  if (uid === undefined || uidRange === undefined) return [];
  const own = { kind: 'panel', role: 'definition', file, fixed: true } as const;
  return [
    { ...own, name: uid, range: uidRange },
    ...panels.flatMap(({ id, idRange, range }) =>
      id === undefined
        ? []
        : [{ ...own, name: panelName({ uid, panel: String(id) }), range: idRange, whole: range }],
    ),
  ];
}

const PARTS = { histogram: ['_bucket', '_sum', '_count'], summary: ['_sum', '_count'] } as const;

/** The metrics of a catalogue with the series that each has. */
export function namesInCatalogue({ file, metrics }: CatalogueDocument): Occurrence[] {
  return metrics.flatMap(({ name, type, range }) => {
    const parts = type === 'histogram' || type === 'summary' ? PARTS[type] : [];
    return ['', ...parts].map((part): Occurrence => ({
      kind: 'series',
      name: name + part,
      role: 'definition',
      file,
      range,
      fixed: true,
    }));
  });
}
