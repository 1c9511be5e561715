import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { fingerprint } from '../diagnostics/fingerprint.ts';
import type { Project } from '../project/project.ts';

/** A finding that was accepted, as a baseline file holds it. */
export interface BaselineEntry {
  readonly check: string;
  readonly file: string;
  readonly message: string;
  /** Of check, file, message and the text of the line: not of its number. */
  readonly fingerprint: string;
  /** How many findings are alike; absent: one. */
  readonly count?: number;
}

export interface Baseline {
  readonly version: 1;
  readonly findings: readonly BaselineEntry[];
}

export type BaselineResult =
  | { readonly status: 'read'; readonly baseline: Baseline }
  | { readonly status: 'invalid'; readonly reason: string };

/** Reads the text of a baseline file. */
export function parseBaseline(text: string): BaselineResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { status: 'invalid', reason: 'it is not JSON' };
  }
  if (typeof value !== 'object' || value === null || !('findings' in value) || !('version' in value))
    return { status: 'invalid', reason: 'it lacks "version" and "findings"' };
  if (value.version !== 1)
    return {
      status: 'invalid',
      reason: `its version is ${JSON.stringify(value.version)}, and this rulecheck knows 1`,
    };
  if (!Array.isArray(value.findings) || !value.findings.every(isEntry))
    return { status: 'invalid', reason: 'an entry of "findings" lacks check, file, message or fingerprint' };
  return { status: 'read', baseline: { version: 1, findings: value.findings } };
}

function isEntry(value: unknown): value is BaselineEntry {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Record<string, unknown>;
  const texts = ['check', 'file', 'message', 'fingerprint'].every((key) => typeof entry[key] === 'string');
  const { count } = entry;
  return (
    texts && (count === undefined || (typeof count === 'number' && Number.isInteger(count) && count > 0))
  );
}

/** The text of a baseline file: one entry a line, in an order that does not depend on where findings stand. */
export function printBaseline({ version, findings }: Baseline): string {
  const sorted = [...findings].sort((a, b) => order(sortKey(a), sortKey(b)));
  const lines = sorted.map((entry) => `    ${JSON.stringify(entry)}`);
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n  "version": ${version},\n  "findings": ${list}\n}\n`;
}

const sortKey = ({ file, check, message, fingerprint: print }: BaselineEntry): string =>
  JSON.stringify([file, check, message, print]);
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export interface BaselineOutcome {
  /** Findings that the baseline does not accept. */
  readonly fresh: readonly Diagnostic[];
  readonly accepted: readonly Diagnostic[];
  /** Accepted findings that are no more, with how many of each; of files that were not looked at nothing is said. */
  readonly gone: readonly BaselineEntry[];
}

/**
 * Parts findings into accepted and fresh ones. A finding whose line moved is the same one; so is one whose file was
 * renamed, where the old file is no more.
 *
 * @param complete all of the project was looked at: files that are not in it are no more
 */
export function applyBaseline(
  diagnostics: readonly Diagnostic[],
  baseline: Baseline,
  project: Project,
  complete: boolean,
): BaselineOutcome {
  const left = new Map<string, { entry: BaselineEntry; count: number }>();
  for (const entry of baseline.findings) {
    const known = left.get(entry.fingerprint);
    left.set(entry.fingerprint, { entry, count: (known?.count ?? 0) + (entry.count ?? 1) });
  }
  const take = (print: string): boolean => {
    const slot = left.get(print);
    if (slot === undefined || slot.count === 0) return false;
    slot.count--;
    return true;
  };
  const accepted = new Set(diagnostics.filter((diagnostic) => take(fingerprint(diagnostic))));
  const read = new Set(project.files.map(({ file }) => file.path));
  for (const diagnostic of diagnostics) {
    if (!complete || accepted.has(diagnostic)) continue;
    const { check, message } = diagnostic;
    const moved = [...left.values()].find(
      ({ entry, count }) =>
        count > 0 &&
        entry.check === check &&
        entry.message === message &&
        !read.has(entry.file) &&
        fingerprint(diagnostic, entry.file) === entry.fingerprint,
    );
    if (moved !== undefined && take(moved.entry.fingerprint)) accepted.add(diagnostic);
  }
  const gone = [...left.values()]
    .filter(({ entry, count }) => count > 0 && (complete || read.has(entry.file)))
    .map(({ entry, count }) => ({ ...entry, count }));
  return { fresh: diagnostics.filter((each) => !accepted.has(each)), accepted: [...accepted], gone };
}

/**
 * The baseline that accepts every finding.
 *
 * @param previous its entries of files that were not looked at are kept
 */
export function makeBaseline(
  diagnostics: readonly Diagnostic[],
  previous: Baseline | undefined,
  project: Project,
  complete: boolean,
): Baseline {
  const entries = new Map<string, BaselineEntry>();
  for (const diagnostic of diagnostics) {
    const print = fingerprint(diagnostic);
    const known = entries.get(print);
    const { check, file, message } = diagnostic;
    entries.set(
      print,
      known === undefined
        ? { check, file: file.path, message, fingerprint: print }
        : { ...known, count: (known.count ?? 1) + 1 },
    );
  }
  const read = new Set(project.files.map(({ file }) => file.path));
  const kept = (previous?.findings ?? []).filter(({ file }) => !complete && !read.has(file));
  return { version: 1, findings: [...entries.values(), ...kept] };
}
