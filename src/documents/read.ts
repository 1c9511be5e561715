import type { SourceFile } from '../source/source-file.ts';
import { child } from '../yaml/node.ts';
import type { Range } from '../source/range.ts';
import type { YamlNode } from '../yaml/node.ts';
import { parseYaml } from '../yaml/parse.ts';
import type { YamlDocument } from '../yaml/node.ts';
import { decodeAlloyFile, decodePromtail } from './agent.ts';
import { readAlertmanager } from './alertmanager-document.ts';
import { decodeCatalogue } from './catalogue/decode.ts';
import { decodeDashboard } from './dashboard/index.ts';
import { deployedParts } from './deployed/find.ts';
import { objectFiles } from './deployed/object-files.ts';
import type { DeployedPart } from './deployed/part.ts';
import { decodeGrafanaAlerting } from './grafana-alerting/index.ts';
import { readParts } from './read-parts.ts';
import { hiddenTemplateIssue, templateIssue } from './templates.ts';
import type { DocumentIssue, IssueSink } from './issue.ts';
import { decodeLokiConfig } from './loki/config.ts';
import { lokitoolScenarios } from './lokitool-test.ts';
import { decodeMarkdown } from './markdown.ts';
import { isAlloyFile, isTemplateFile } from './may-matter.ts';
import { decodePrometheusConfig } from './prometheus-config.ts';

import { decodeQueries } from './queries.ts';
import { holdsOtherObjects, holdsRules, listedObjects, recognise, ruleObjectLanguage } from './recognise.ts';
import { decodeRules } from './rules/decode.ts';
import type { NameScheme } from './rules/names.ts';
import type { AlertmanagerSettings } from '../config/types.ts';
import type { LokiRelease } from '../util/loki-release.ts';
import type { ParseOptions } from '../promql/syntax/options.ts';
import type { Language } from './expression.ts';
import type { EncodedText, ParsedFile, ProjectDocument } from './types.ts';
import { append, smallest } from '../util/append.ts';

export interface ReadOptions {
  /** Somebody named this file: say so where nothing in it is known. */
  readonly named: boolean;
  /** Which names rules may use; follows the configured Prometheus version. */
  readonly names?: NameScheme;
  /** Language of rule files where the configuration says it. */
  readonly language?: Language;
  /** Which PromQL the server accepts: its version and feature flags. */
  readonly promql?: ParseOptions;
  /** The Prometheus that reads configurations (`2.53`); undefined: the newest known. */
  readonly release?: string | undefined;
  /** The Loki that reads its own configuration; default the newest known. */
  readonly loki?: LokiRelease;
  /** The Alertmanager that reads the routing tree; default the newest known. */
  readonly alertmanager?: AlertmanagerSettings;
}

/** The state while the documents of a file are read. */
interface Reading extends ReadOptions {
  /** The object around the document; undefined: it is at the top of its file. */
  readonly home?: object;
  readonly generated: Range[];
  readonly encoded: EncodedText[];
}

/** Reads one text into documents, with everything that is wrong with it as a document. Never throws. */
export function readDocuments(file: SourceFile, options: ReadOptions): ParsedFile {
  if (isTemplateFile(file.path))
    return { file, documents: [{ kind: 'notification-templates', file }], issues: [] };
  if (/\.(?:md|markdown)$/i.test(file.path))
    return { file, documents: [decodeMarkdown(file, options.promql)], issues: [] };
  if (isAlloyFile(file.path)) return readAlloy(file, options);
  const isOurs = (): boolean => options.named || looksLikeOurs(file.text);
  const hidden = hiddenTemplateIssue(file);
  if (hidden !== undefined) return { file, documents: [], issues: isOurs() ? [hidden] : [] };
  const parsed = parseYaml(file.text);
  const issues: DocumentIssue[] = [];
  const sink: IssueSink = (issue) => issues.push(issue);
  if (parsed.issues.length > 0) {
    const template = templateIssue(file);
    if (template !== undefined) return { file, documents: [], issues: isOurs() ? [template] : [] };
    if (isOurs()) append(issues, parsed.issues);
  }
  const reading: Reading = { ...options, generated: [], encoded: [] };
  const documents = decodeAll(parsed.documents, file, reading, withoutFollowOns(parsed.issues, sink));
  if (options.named && documents.length === 0 && issues.length === 0) {
    const empty = parsed.documents.every((document) => document.root === undefined);
    issues.push(empty ? emptyFile() : unrecognised());
  }
  const { generated, encoded } = reading;
  return {
    file,
    documents,
    issues,
    ...(generated.length === 0 ? {} : { generated }),
    ...(encoded.length === 0 ? {} : { encoded }),
  };
}

/** A file of Alloy that has nothing to do with logs is not ours. */
function readAlloy(file: SourceFile, { named }: ReadOptions): ParsedFile {
  const issues: DocumentIssue[] = [];
  const document = decodeAlloyFile(file, (issue) => issues.push(issue));
  if (document === undefined && issues.length === 0 && named) issues.push(unrecognised());
  return { file, documents: document === undefined ? [] : [document], issues };
}

function decodeAll(
  parsed: readonly YamlDocument[],
  file: SourceFile,
  options: Reading,
  issues: IssueSink,
): ProjectDocument[] {
  const documents: ProjectDocument[] = [];
  const plain: YamlNode[] = [];
  for (const { root } of parsed) {
    if (root === undefined) continue;
    const found = decodeRoot(root, file, options, issues);
    // mimirtool, cortextool and lokitool read every document of a file, one namespace each.
    const alone =
      child(root, 'apiVersion') === undefined &&
      child(root, 'namespace') === undefined &&
      recognise(root) !== undefined;
    if (found.length > 0 && alone) plain.push(root);
    append(documents, found);
  }
  const [first, second] = plain;
  if (first !== undefined && second !== undefined) issues(secondDocument(first, second));
  return documents;
}

/** The parts of a larger document: files in a ConfigMap, values of a chart. */
function decodeParts(
  parts: readonly DeployedPart[],
  file: SourceFile,
  options: Reading,
  issues: IssueSink,
): ProjectDocument[] {
  return readParts(parts, {
    file,
    alertmanager: options.alertmanager,
    issues,
    documents: (parsed, sink, home) => decodeAll(parsed, file, { ...options, home }, sink),
    rules: (root) => decodeRuleRoot(root, file, options, issues),
    looksLikeOurs,
    withoutFollowOns,
    generated: options.generated,
    encoded: options.encoded,
  });
}

/** After an error of YAML the rest of the text is a guess: further faults there are not reported. */
function withoutFollowOns(errors: readonly DocumentIssue[], issues: IssueSink): IssueSink {
  const broken = errors.filter(({ code }) => code === 'yaml-syntax');
  if (broken.length === 0) return issues;
  const first = smallest(broken.map(({ range }) => range.start));
  return (issue) => {
    if (issue.code !== 'missing-key' && issue.range.end <= first) issues(issue);
  };
}

function decodeRoot(
  root: YamlNode,
  file: SourceFile,
  options: Reading,
  issues: IssueSink,
): ProjectDocument[] {
  switch (recognise(root)) {
    case 'rules':
      return [decodeRuleRoot(root, file, options, issues)];
    case 'list':
      return listedObjects(root, file.text).flatMap((item) => decodeRoot(item, file, options, issues));
    case 'files':
      return root.kind === 'map'
        ? decodeParts(objectFiles(root, file.text, issues), file, options, issues)
        : [];
    case 'alertmanager':
      return [readAlertmanager(root, file, options.alertmanager, options.home)];
    case 'prometheus-config':
      return [decodePrometheusConfig(root, file, issues, options.release)];
    case 'catalogue':
      return [decodeCatalogue(root, file, issues)];
    case 'queries':
      return [decodeQueries(root, file, issues, options.promql)];
    case 'loki-config':
      return [decodeLokiConfig(root, file, issues, options.loki)];
    case 'agent':
      return [decodePromtail(root, file, issues)];
    case 'dashboard':
      return [decodeDashboard(root, file, options.promql)].filter((dashboard) => dashboard !== undefined);
    case 'grafana-alerting':
      return root.kind === 'map' ? [decodeGrafanaAlerting(root, file, options.promql)] : [];
    case 'lokitool-test':
      return lokitoolScenarios(root).map((scenarios) => ({ kind: 'scenarios', file, root: scenarios }));
    case 'scenarios':
      return [{ kind: 'scenarios', file, root }];
    case 'promtool-test':
      return [{ kind: 'promtool-test', file, root }];
    case 'route-tests':
      return [{ kind: 'route-tests', file, root }];
    case 'pipeline-test':
      return [{ kind: 'pipeline-test', file, root }];
    case undefined: {
      const parts = deployedParts(root);
      if (parts.length > 0) return decodeParts(parts, file, options, issues);
      return isBrokenRules(root, file, options) ? [decodeRuleRoot(root, file, options, issues)] : [];
    }
  }
}

/** A named file with rules at its top, under an unknown key. */
function isBrokenRules(root: YamlNode, { text }: SourceFile, { named, home }: Reading): boolean {
  return (
    named &&
    home === undefined &&
    root.kind === 'map' &&
    child(root, 'apiVersion') === undefined &&
    holdsRules(text)
  );
}

function decodeRuleRoot(
  root: YamlNode,
  file: SourceFile,
  options: Reading,
  issues: IssueSink,
): ProjectDocument {
  const language = root.kind === 'map' ? ruleObjectLanguage(root) : undefined;
  if (language === undefined)
    return decodeRules(root, file, issues, {
      language: options.language,
      names: options.names,
      promql: options.promql,
    });
  const kind = child(root, 'kind');
  return decodeRules(child(root, 'spec') ?? root, file, issues, {
    // Alloy's loki.rules.kubernetes reads PrometheusRule objects as rules of Loki: their expressions decide.
    language: language === 'logql' ? language : options.language,
    about: aboutObject(root),
    names: options.names,
    promql: options.promql,
    objectKind: kind?.kind === 'scalar' ? kind.text : '',
    objectNamespace: namespaceOf(root),
  });
}

function namespaceOf(root: YamlNode): string | undefined {
  const namespace = child(child(root, 'metadata'), 'namespace');
  return namespace?.kind === 'scalar' && namespace.text !== '' ? namespace.text : undefined;
}

/** The name and the labels of a Kubernetes object, as one path of words. */
function aboutObject(root: YamlNode): string {
  const metadata = child(root, 'metadata');
  const labels = metadata === undefined ? undefined : child(metadata, 'labels');
  const words = labels?.kind === 'map' ? labels.entries.flatMap(({ key, value }) => [key, value]) : [];
  const name = metadata === undefined ? undefined : child(metadata, 'name');
  return [name, ...words].flatMap((node) => (node?.kind === 'scalar' ? [node.text] : [])).join('/');
}

/** Is broken YAML one of ours? A lone `route:` is Envoy's too, a lone `receivers:` OpenTelemetry's. */
function looksLikeOurs(text: string): boolean {
  if (holdsOtherObjects(text)) return false;
  return (
    /^[ \t]*(?:-[ \t]*)?(?:groups|alert|record|scenarios|inhibit_rules)[ \t]*:|^[ \t]*kind[ \t]*:[ \t]*PrometheusRule\b/m.test(
      text,
    ) ||
    (/^[ \t]*route[ \t]*:/m.test(text) && /^[ \t]*(?:-[ \t]*)?receivers?[ \t]*:/m.test(text))
  );
}

function secondDocument(first: YamlNode, second: YamlNode): DocumentIssue {
  const { start } = second.range;
  return {
    code: 'multiple-documents',
    message: 'this file has a second YAML document',
    why: 'Prometheus, Loki and Alertmanager read only the first document: they silently ignore everything after "---"',
    help: 'merge the documents, or split them into files',
    range: { start, end: start + 1 },
    related: [
      {
        range: { start: first.range.start, end: first.range.start + 1 },
        message: 'the first document',
      },
    ],
  };
}

function emptyFile(): DocumentIssue {
  return {
    code: 'unrecognised',
    message: 'this file is empty, so nothing in it was checked',
    why: 'Prometheus silently accepts an empty rule file, and none of its alerts exist',
    help: 'remove the file, or restore its content',
    range: { start: 0, end: 0 },
  };
}

function unrecognised(): DocumentIssue {
  return {
    code: 'unrecognised',
    message: 'the format of this file is not recognised',
    why: 'it has neither rules ("groups:"), nor an Alertmanager configuration ("route:"), nor tests, a catalogue, queries or a dashboard, so it was not checked',
    help: 'check the file name and the top-level keys',
    range: { start: 0, end: 1 },
  };
}
