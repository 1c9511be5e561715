import type { Language } from '../../documents/expression.ts';
import type { RuleGroup } from '../../documents/rules/types.ts';
import { printLogql } from '../../logql/print/index.ts';
import { parseLogql } from '../../logql/syntax/parse.ts';
import type { Project } from '../../project/project.ts';
import { printExpr } from '../../promql/print/print.ts';
import { parseExpr } from '../../promql/syntax/parse.ts';

/** A rule as files and servers both have it. */
export interface PlainRule {
  readonly kind: 'alert' | 'record';
  readonly name: string;
  /** As its language prints it, so that white space and brackets make no difference. */
  readonly expr: string;
  /** Milliseconds. */
  readonly forMs: number;
  readonly keepMs: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Why the server fails to evaluate it. */
  readonly error?: string | undefined;
}

export interface PlainGroup {
  readonly name: string;
  /** The file, or the namespace of a ruler. */
  readonly source: string;
  /** Milliseconds; undefined: whatever the server has. */
  readonly intervalMs: number | undefined;
  readonly rules: readonly PlainRule[];
}

/** The groups of a project in one language. */
export function groupsOf(project: Project, language: Language): readonly PlainGroup[] {
  return project.ruleDocuments
    .filter((document) => document.language === language && project.isReported(document.file))
    .flatMap(({ groups }) => groups)
    .map((group) => plainGroup(group, language, project));
}

function plainGroup(group: RuleGroup, language: Language, project: Project): PlainGroup {
  const shared = Object.fromEntries(group.labels.map(({ name, value }) => [name, value]));
  return {
    name: group.name?.value ?? '',
    source: group.file.path,
    intervalMs: project.server.evaluationInterval(group)?.value,
    rules: group.rules.map((rule) => ({
      kind: rule.kind,
      name: rule.name.value,
      expr: printedExpr(rule.expr.text, language),
      forMs: rule.kind === 'alert' ? (rule.for?.value ?? 0) : 0,
      keepMs: rule.kind === 'alert' ? (rule.keepFiringFor?.value ?? 0) : 0,
      labels: { ...shared, ...Object.fromEntries(rule.labels.map(({ name, value }) => [name, value])) },
      annotations:
        rule.kind === 'alert'
          ? Object.fromEntries(rule.annotations.map(({ name, value }) => [name, value]))
          : {},
    })),
  };
}

/** An expression as its language prints it; as it is written where it does not parse. */
export function printedExpr(text: string, language: Language): string {
  if (language === 'promql') {
    const { expr, errors } = parseExpr(text);
    return expr === undefined || errors.length > 0 ? text.trim() : printExpr(expr);
  }
  const { expr, errors } = parseLogql(text);
  return expr === undefined || errors.length > 0 ? text.trim() : printLogql(expr);
}
