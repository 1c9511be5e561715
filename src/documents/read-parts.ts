import type { SourceFile } from '../source/source-file.ts';
import { parseEmbedded } from '../yaml/embedded.ts';
import type { MapNode } from '../yaml/node.ts';
import type { YamlDocument } from '../yaml/node.ts';
import { readAlertmanager } from './alertmanager-document.ts';
import type { AlertmanagerDocument } from './alertmanager-document.ts';
import { withChartWords } from './deployed/chart-issues.ts';
import { renderedLater, withoutTemplates } from './deployed/rendered-later.ts';
import type { AlertmanagerPart, DeployedPart, TextPart } from './deployed/part.ts';
import type { DocumentIssue, IssueSink } from './issue.ts';
import { mayMatter } from './may-matter.ts';
import { templateIssue } from './templates.ts';
import type { EncodedText, ProjectDocument } from './types.ts';
import type { AlertmanagerSettings } from '../config/types.ts';
import type { Range } from '../source/range.ts';

/** What reading a part of a larger document needs of the one who reads that. */
export interface PartReader {
  readonly file: SourceFile;
  readonly alertmanager: AlertmanagerSettings | undefined;
  readonly issues: IssueSink;
  /** Reads the documents of a text inside the file; `home` is the object around it. */
  readonly documents: (
    parsed: readonly YamlDocument[],
    issues: IssueSink,
    home: object,
  ) => readonly ProjectDocument[];
  readonly rules: (root: MapNode) => ProjectDocument;
  /** Whether a broken text is one of ours. */
  readonly looksLikeOurs: (text: string) => boolean;
  readonly withoutFollowOns: (errors: readonly DocumentIssue[], issues: IssueSink) => IssueSink;
  readonly generated: Range[];
  readonly encoded: EncodedText[];
}

/** The documents in what an object deploys. */
export function readParts(parts: readonly DeployedPart[], reader: PartReader): ProjectDocument[] {
  const texts = parts.filter((part) => part.kind === 'text');
  return [
    ...readTexts(texts, reader),
    ...parts.flatMap((part): ProjectDocument[] => {
      switch (part.kind) {
        case 'text':
          return [];
        case 'alertmanager':
          return [readConfig(part, reader)];
        case 'rules':
          return readRules(part.root, reader);
      }
    }),
  ];
}

function readConfig({ root, home, chart }: AlertmanagerPart, reader: PartReader): AlertmanagerDocument {
  const document = readAlertmanager(root, reader.file, reader.alertmanager, home);
  if (chart === undefined) return document;
  reader.generated.push(chart.anchor);
  return { ...document, issues: withChartWords(document.issues, chart) };
}

/** Rules in values; those that the chart fills in first are left out, and said to be. */
function readRules(root: MapNode, { rules, issues }: PartReader): ProjectDocument[] {
  const { kept, left } = withoutTemplates(root);
  const [first] = left;
  if (first !== undefined) issues(renderedLater(first, left.length));
  return kept === undefined ? [] : [rules(kept)];
}

/** The files inside an object, each read as a file of its own. */
function readTexts(texts: readonly TextPart[], reader: PartReader): ProjectDocument[] {
  const { file, issues } = reader;
  const parsed = texts
    .filter(({ name, scalar }) => !isTemplates(name) && mayMatter(scalar.text))
    .map((part) => ({ part, ...parseEmbedded(part.scalar, file.text) }));
  const broken = parsed.filter(
    ({ part, issues: faults }) => faults.length > 0 && reader.looksLikeOurs(part.scalar.text),
  );
  const template = broken.length > 0 ? templateIssue(file) : undefined;
  if (template !== undefined) issues(template);
  else for (const issue of broken.flatMap((each) => each.issues)) issues(issue);
  const readable = template === undefined ? parsed : parsed.filter((each) => each.issues.length === 0);
  const documents = readable.flatMap(({ part, documents: found, issues: faults }) => {
    const read = reader.documents(found, reader.withoutFollowOns(faults, issues), part.home);
    if (read.length > 0) noteEncoding(part, reader);
    return part.isFilledIn === true ? read.map((document) => withoutStandIns(document)) : read;
  });
  return [...documents, ...texts.flatMap((part) => templatesIn(part, reader))];
}

/** A document without the faults of values that are filled in before anybody reads them. */
function withoutStandIns(document: ProjectDocument): ProjectDocument {
  if (document.kind !== 'alertmanager') return document;
  const isWritten = ({ range }: { readonly range: Range }): boolean =>
    !document.file.slice(range).includes('{{');
  return { ...document, issues: document.issues.filter(isWritten) };
}

function templatesIn(part: TextPart, reader: PartReader): ProjectDocument[] {
  const { name, scalar, home } = part;
  if (!isTemplates(name) || !/\{\{-?\s*define\b/.test(scalar.text)) return [];
  noteEncoding(part, reader);
  return [{ kind: 'notification-templates', file: reader.file, part: { name, scalar, home } }];
}

function isTemplates(name: string): boolean {
  return /\.(?:tmpl|tpl|gotmpl)$/i.test(name);
}

/** Remembers a text whose characters are not those of the file. */
function noteEncoding({ name, scalar }: TextPart, { encoded }: PartReader): void {
  if (scalar.encoding === undefined) return;
  const offsets = (): Uint32Array => scalar.offsets?.() ?? new Uint32Array();
  encoded.push({ range: scalar.range, name, text: scalar.text, offsets });
}
