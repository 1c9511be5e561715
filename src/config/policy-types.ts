import type { Severity } from '../diagnostics/diagnostic.ts';

/** What a text must be: an anchored RE2 pattern, or one of some values; with a separator each part must be. */
export interface TextRule {
  /** RE2, anchored at both ends; `{name}` and `{group}` stand for the rule's and the group's name. */
  readonly pattern?: string;
  readonly values?: readonly string[];
  /** What the text must be in: a URL, or an expression. */
  readonly format?: 'url' | 'promql' | 'logql';
  /** The text is a list: each part between separators is judged. */
  readonly separator?: string;
}

/** Names (anchored RE2 patterns) of labels or annotations, each with what its value must be. */
export type NamedTexts = ReadonlyMap<string, TextRule>;

/** The rules that a policy applies to: everything given must hold. Patterns are anchored RE2. */
export interface PolicyMatch {
  readonly kind?: 'alert' | 'record';
  /** Globs of files, any of them. */
  readonly paths?: readonly string[];
  /** Globs of owners of files, after CODEOWNERS, any of them. */
  readonly owners?: readonly string[];
  readonly name?: string;
  readonly group?: string;
  /** Static labels of the rule; an empty pattern matches a label that is absent. */
  readonly labels?: NamedTexts;
  readonly annotations?: NamedTexts;
}

/** Numbers or milliseconds, both ends allowed. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
  /** Absent is wrong too. */
  readonly required?: boolean;
}

export interface PolicyRequire {
  readonly labels?: NamedTexts;
  readonly annotations?: NamedTexts;
  /** At least one of them. */
  readonly anyLabel?: readonly string[];
  readonly anyAnnotation?: readonly string[];
  readonly name?: string;
  readonly groupName?: string;
  /** Labels that every selector has a matcher on. */
  readonly matchers?: readonly string[];
  /** Labels that every aggregation keeps. */
  readonly aggregateBy?: readonly string[];
  /** Every selector names its metric. */
  readonly metricName?: boolean;
  /** Tenants that the group of a rule names which uses the policy's metrics. */
  readonly sourceTenants?: readonly string[];
  /** Laid out as `promtool promql format` does. */
  readonly formatted?: boolean;
  /** CODEOWNERS names somebody for the file. */
  readonly owner?: boolean;
}

export interface PolicyAllow {
  /** Values of a label where it is set. */
  readonly labels?: NamedTexts;
  readonly annotations?: NamedTexts;
  /** The only names that may be set (patterns). */
  readonly labelNames?: readonly string[];
  readonly annotationNames?: readonly string[];
  /** The only functions and aggregations. */
  readonly functions?: readonly string[];
  /** The only metrics (patterns). */
  readonly metrics?: readonly string[];
  /** The only labels in matchers, groupings and joins. */
  readonly expressionLabels?: readonly string[];
  /** Values that a matcher may select. */
  readonly matcherValues?: NamedTexts;
  readonly sourceTenants?: readonly string[];
  readonly partialResponseStrategy?: readonly string[];
}

export interface PolicyForbid {
  readonly labels?: NamedTexts;
  readonly annotations?: NamedTexts;
  readonly name?: string;
  readonly groupName?: string;
  readonly functions?: readonly string[];
  readonly metrics?: readonly string[];
  readonly expressionLabels?: readonly string[];
  /** Labels that no aggregation keeps. */
  readonly aggregateBy?: readonly string[];
  /** Every rule that matches: what should not exist at all. */
  readonly rule?: boolean;
}

export type LimitKey =
  'for' | 'keepFiringFor' | 'interval' | 'queryOffset' | 'range' | 'age' | 'rules' | 'limit';

/** One rule of the house, from `policies:` of rulecheck.yaml. */
export interface Policy {
  readonly name: string;
  /** Shown with each finding: why the rule is there. */
  readonly reason?: string;
  readonly severity: Severity;
  readonly match: PolicyMatch;
  /** Rules that the policy leaves out: all that match any of these. */
  readonly except: readonly PolicyMatch[];
  /** Only selectors of these metrics (a pattern) count in what is said of the expression. */
  readonly metrics?: string;
  /** Only expressions inside calls of these functions or aggregations count. */
  readonly inside?: readonly string[];
  readonly require: PolicyRequire;
  readonly allow: PolicyAllow;
  readonly forbid: PolicyForbid;
  readonly limits: Readonly<Partial<Record<LimitKey, Bounds>>>;
}
