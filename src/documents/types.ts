import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { AgentDocument } from './agent.ts';
import type { ScalarNode, YamlNode } from '../yaml/node.ts';
import type { AlertmanagerDocument } from './alertmanager-document.ts';
import type { CatalogueDocument } from './catalogue/types.ts';
import type { DashboardDocument } from './dashboard/index.ts';
import type { GrafanaAlertingDocument } from './grafana-alerting/index.ts';
import type { DocumentIssue } from './issue.ts';
import type { LokiConfigDocument } from './loki/config.ts';
import type { PrometheusConfigDocument } from './prometheus-config.ts';

import type { QueriesDocument } from './queries.ts';
import type { RuleDocument } from './rules/types.ts';
import type { MarkdownDocument } from './markdown.ts';

/** A promtool unit-test file, a scenario file, a file of route tests or a pipeline test: src/testing decodes its root. */
export interface TestDocument {
  readonly kind: 'promtool-test' | 'scenarios' | 'route-tests' | 'pipeline-test';
  readonly file: SourceFile;
  readonly root: YamlNode;
}

/** A file with templates for notifications: definitions that an Alertmanager configuration may load. */
export interface TemplatesDocument {
  readonly kind: 'notification-templates';
  readonly file: SourceFile;
  /** Of a template file in a value of an object. */
  readonly part?: TemplatesPart;
}

/** A template file inside of a larger one. */
export interface TemplatesPart {
  /** Its own name: `ops.tmpl`. */
  readonly name: string;
  /** Its text. */
  readonly scalar: ScalarNode;
  /** The object that contains it; that of the configurations beside it is the same. */
  readonly home: object;
}

export type ProjectDocument =
  | RuleDocument
  | AlertmanagerDocument
  | PrometheusConfigDocument
  | CatalogueDocument
  | QueriesDocument
  | LokiConfigDocument
  | AgentDocument
  | DashboardDocument
  | GrafanaAlertingDocument
  | MarkdownDocument
  | TemplatesDocument
  | TestDocument;

export type DocumentKind = ProjectDocument['kind'];

/** One file that rulecheck read: its content and its faults as a document. */
export interface ParsedFile {
  readonly file: SourceFile;
  readonly documents: readonly ProjectDocument[];
  readonly issues: readonly DocumentIssue[];
  /** Empty ranges that stand for what nobody wrote: the defaults of a chart. Nothing is reported there. */
  readonly generated?: readonly Range[];
  /** Texts in another encoding (base64): nothing can be replaced inside of them by its characters. */
  readonly encoded?: readonly EncodedText[];
}

/** A file in base64 inside of another. */
export interface EncodedText {
  readonly range: Range;
  readonly name: string;
  readonly text: string;
  /** The position of each character of the text in the outer file. */
  readonly offsets: () => Uint32Array;
}
