import type { Invocation, Log, Region, ReportingDescriptor, Result } from 'sarif';
import type { AnyCheck, Example } from '../checks/contract.ts';
import type { Diagnostic, Fix, Severity } from '../diagnostics/diagnostic.ts';
import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';
import { docsUrl } from './docs-url.ts';
import type { RunFailure } from './failure.ts';
import { fenced, markdownText } from './markdown-text.ts';
import { fingerprint } from '../diagnostics/fingerprint.ts';

const LEVEL: Record<Severity, 'error' | 'warning' | 'note'> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

/**
 * Findings as a SARIF 2.1.0 log for code scanning: rules with help, related places, fixes, stable fingerprints.
 *
 * @param command whose run it was
 */
export function reportSarif(
  diagnostics: readonly Diagnostic[],
  checks: readonly AnyCheck[],
  version: string,
  command: string,
): string {
  return write(diagnostics, checks, { version, command }, { executionSuccessful: true });
}

/** A run that failed: an invocation without success, with the error as its notification. */
export function reportSarifFailure(failure: RunFailure, version: string, command: string): string {
  const { message, help, exitCode, diagnostics } = failure;
  const text = help === undefined ? message : `${message}\n${help}`;
  return write(
    diagnostics,
    [],
    { version, command },
    {
      executionSuccessful: false,
      exitCode,
      toolConfigurationNotifications: exitCode === 2 ? [{ level: 'error', message: { text } }] : [],
      toolExecutionNotifications: exitCode === 2 ? [] : [{ level: 'error', message: { text } }],
    },
  );
}

function write(
  diagnostics: readonly Diagnostic[],
  checks: readonly AnyCheck[],
  { version, command }: { readonly version: string; readonly command: string },
  invocation: Invocation,
): string {
  const used = [...new Set(diagnostics.map(({ check }) => check))].sort();
  const rules = used.map((id) => descriptor(id, checks));
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'rulecheck',
            informationUri: 'https://github.com/rulecheck/rulecheck',
            version,
            rules,
          },
        },
        // The category of code scanning: an upload replaces the results of its own command alone.
        automationDetails: { id: `rulecheck/${command}/` },
        invocations: [invocation],
        columnKind: 'utf16CodeUnits',
        results: results(diagnostics, used),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** Equal findings of one line are distinguished by their number: their order is that of the text. */
function results(diagnostics: readonly Diagnostic[], used: readonly string[]): Result[] {
  const seen = new Map<string, number>();
  return diagnostics.map((diagnostic) => {
    const print = fingerprint(diagnostic);
    const count = (seen.get(print) ?? 0) + 1;
    seen.set(print, count);
    return result(diagnostic, used, `${print}:${count}`);
  });
}

function descriptor(id: string, checks: readonly AnyCheck[]): ReportingDescriptor {
  const meta = checks.find((check) => check.meta.id === id)?.meta;
  if (meta === undefined) return { id, shortDescription: { text: id } };
  return {
    id,
    name: id.replace(/(?:^|[/-])(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: `Finds ${meta.summary}` },
    fullDescription: { text: meta.why },
    help: ruleHelp(meta),
    helpUri: docsUrl(id),
    defaultConfiguration: { level: LEVEL[meta.severity] },
    properties: { tags: [id.split('/')[0]!, meta.preset] },
  };
}

/** What code scanning shows beside a finding: why, a wrong and a right example, how to switch it off. */
function ruleHelp(meta: AnyCheck['meta']): NonNullable<ReportingDescriptor['help']> {
  const url = docsUrl(meta.id);
  const text = `Finds ${meta.summary}. ${meta.why}`.trimEnd();
  const off = `# rulecheck disable-next-line ${meta.id} -- the reason`;
  const example = (title: string, of: Example | undefined): string[] => {
    if (of === undefined) return [];
    const texts = typeof of.files === 'string' ? [of.files] : Object.values(of.files);
    return [`${title}:`, ...texts.map((file) => fenced(file.trimEnd().split('\n'), 'yaml'))];
  };
  const markdown = [
    markdownText(text),
    ...example('Wrong', meta.examples.wrong[0]),
    ...example('Right', meta.examples.right[0]),
    `Off for one rule:\n\n${fenced([off], 'yaml')}`,
    ...(url === undefined ? [] : [`[More](${url})`]),
  ];
  return { text: `${text}\n\nOff for one rule: ${off}`, markdown: markdown.join('\n\n') };
}

function result(diagnostic: Diagnostic, used: readonly string[], print: string): Result {
  const { check, severity, message, why, help, file, range, related, fix } = diagnostic;
  const text = [message, why === undefined ? '' : `Why: ${why}`, help === undefined ? '' : `Fix: ${help}`];
  const converted: Result = {
    ruleId: check,
    ruleIndex: used.indexOf(check),
    level: LEVEL[severity],
    message: { text: text.filter((part) => part !== '').join('\n') },
    locations: [{ physicalLocation: physical(file, range) }],
    // The second is the one by which GitHub knows an alert again.
    partialFingerprints: { 'rulecheck/v1': print, primaryLocationLineHash: print },
  };
  if (related.length > 0) {
    converted.relatedLocations = related.map((place, id) => ({
      id,
      physicalLocation: physical(place.file, place.range),
      message: { text: place.message },
    }));
  }
  if (fix !== undefined) converted.fixes = [sarifFix(file, fix)];
  return converted;
}

function sarifFix(file: SourceFile, fix: Fix): NonNullable<Result['fixes']>[number] {
  return {
    description: { text: fix.description },
    artifactChanges: [
      {
        artifactLocation: { uri: uri(file.path) },
        replacements: fix.edits.map((edit) => ({
          deletedRegion: region(file, edit.range),
          insertedContent: { text: edit.text },
        })),
      },
    ],
  };
}

function physical(file: SourceFile, range: Range) {
  return { artifactLocation: { uri: uri(file.path) }, region: region(file, range) };
}

function region(file: SourceFile, range: Range): Region {
  const start = file.position(range.start);
  const end = file.position(range.end);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

function uri(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
