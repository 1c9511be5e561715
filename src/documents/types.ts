import type { SourceFile } from '../source/source-file.ts';
import type { YamlNode } from '../yaml/node.ts';
import type { AlertmanagerDocument } from './alertmanager-document.ts';
import type { CatalogueDocument } from './catalogue/types.ts';
import type { DashboardDocument } from './dashboard.ts';
import type { DocumentIssue } from './issue.ts';
import type { LokiConfigDocument } from './loki-config.ts';
import type { PrometheusConfigDocument } from './prometheus-config.ts';
import type { PromtailDocument } from './promtail.ts';
import type { QueriesDocument } from './queries.ts';
import type { RuleDocument } from './rules/types.ts';
import type { MarkdownDocument } from './markdown.ts';

/** A promtool unit-test file, a scenario file or a file of route tests: src/testing decodes its root. */
export interface TestDocument {
  readonly kind: 'promtool-test' | 'scenarios' | 'route-tests';
  readonly file: SourceFile;
  readonly root: YamlNode;
}

/** A file with templates for notifications: definitions that an Alertmanager configuration may load. */
export interface TemplatesDocument {
  readonly kind: 'notification-templates';
  readonly file: SourceFile;
}

export type ProjectDocument =
  | RuleDocument
  | AlertmanagerDocument
  | PrometheusConfigDocument
  | CatalogueDocument
  | QueriesDocument
  | LokiConfigDocument
  | PromtailDocument
  | DashboardDocument
  | MarkdownDocument
  | TemplatesDocument
  | TestDocument;

export type DocumentKind = ProjectDocument['kind'];

/** One file that rulecheck read: what it holds and what is wrong with it as a document. */
export interface ParsedFile {
  readonly file: SourceFile;
  readonly documents: readonly ProjectDocument[];
  readonly issues: readonly DocumentIssue[];
}
