import type { GrafanaRule } from '../../documents/grafana-alerting/index.ts';
import { decodeRules } from '../../documents/rules/decode.ts';
import type { RuleDocument } from '../../documents/rules/types.ts';
import type { ParsedFile } from '../../documents/types.ts';
import { queryLanguage } from '../../project/datasource-type.ts';
import type { Project } from '../../project/project.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { ScalarNode, YamlNode } from '../../yaml/node.ts';

/**
 * A project whose alerts are those of Grafana's rules, for their way through Grafana's notification policies: their names,
 * labels and annotations, and the labels of the first query as those of the series. What fires and when is Grafana's.
 */
export function grafanaProject(project: Project): Project {
  return project.once(read);
}

function read(project: Project): Project {
  const files = project.files.flatMap((parsed): ParsedFile[] => {
    const documents = parsed.documents.flatMap((document) =>
      document.kind === 'grafana-alerting' ? asRuleDocuments(document.rules, document.file) : [],
    );
    return documents.length === 0 ? [] : [{ ...parsed, documents, issues: [] }];
  });
  return project.withFiles(files);
}

const LANGUAGES = ['promql', 'logql'] as const;

function asRuleDocuments(rules: readonly GrafanaRule[], file: SourceFile): RuleDocument[] {
  return LANGUAGES.flatMap((language) => {
    const own = rules.filter((rule) => (languageOf(rule) ?? 'promql') === language);
    return own.length === 0 ? [] : [decodeRules(asRoot(own), file, () => {}, { language })];
  });
}

function languageOf(rule: GrafanaRule): (typeof LANGUAGES)[number] | undefined {
  const query = rule.queries.find(({ expr }) => expr !== undefined);
  return query?.expr === undefined
    ? undefined
    : queryLanguage(query.expr, query.datasource, { variables: [], inputs: [] });
}

/** The rules as a rule file of Prometheus has them. */
function asRoot(rules: readonly GrafanaRule[]): YamlNode {
  const range = rules[0]?.range ?? { start: 0, end: 0 };
  const group = mapOf(range, { name: scalar('grafana', range), rules: seqOf(range, rules.map(asRule)) });
  return mapOf(range, { groups: seqOf(range, [group]) });
}

function asRule({ title, folder, queries, labels, annotations, range }: GrafanaRule): YamlNode {
  const expr = queries.find((one) => one.expr !== undefined)?.expr;
  const texts = (pairs: GrafanaRule['labels']): YamlNode =>
    mapOf(range, Object.fromEntries(pairs.map(({ name, value }) => [name, value.node])));
  const own = folder === undefined ? [] : [pair('grafana_folder', folder, range)];
  return mapOf(range, {
    alert: title?.node ?? scalar('', range),
    // A query of another data source: nothing is known of its labels.
    expr: scalar(expr?.text ?? 'grafana_query', expr?.range ?? range),
    labels: texts([...own, ...labels]),
    annotations: texts(annotations),
  });
}

function pair(name: string, value: string, range: YamlNode['range']): GrafanaRule['labels'][number] {
  return { name, value: { value, range, node: scalar(value, range) } };
}

function scalar(text: string, range: YamlNode['range']): ScalarNode {
  const offsets = (): Uint32Array => new Uint32Array(text.length + 1).fill(range.start);
  return { kind: 'scalar', range, value: text, text, style: 'plain', offsets };
}

function seqOf(range: YamlNode['range'], items: readonly YamlNode[]): YamlNode {
  return { kind: 'seq', range, items };
}

function mapOf(range: YamlNode['range'], entries: Readonly<Record<string, YamlNode>>): YamlNode {
  return {
    kind: 'map',
    range,
    entries: Object.entries(entries).map(([key, value]) => ({ key: scalar(key, range), value })),
  };
}
