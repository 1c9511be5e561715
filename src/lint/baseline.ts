import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { lineFingerprint } from '../diagnostics/fingerprint.ts';
import { groupBy } from '../util/group-by.ts';

/** A finding that was accepted, as a baseline file holds it. */
export interface BaselineEntry {
  readonly check: string;
  readonly file: string;
  readonly message: string;
  /** Of check, file and the text of the line: not of its number, and not of the message. */
  readonly fingerprint: string;
  /** The missing names that the message lists. */
  readonly names?: readonly string[];
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
    return { status: 'invalid', reason: '"version" or "findings" is missing' };
  if (value.version !== 1)
    return {
      status: 'invalid',
      reason: `its version is ${JSON.stringify(value.version)}, but rulecheck supports only 1`,
    };
  if (!Array.isArray(value.findings) || !value.findings.every(isEntry))
    return { status: 'invalid', reason: 'an entry of "findings" has no check, file, message or fingerprint' };
  return { status: 'read', baseline: { version: 1, findings: value.findings } };
}

function isEntry(value: unknown): value is BaselineEntry {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Record<string, unknown>;
  const texts = ['check', 'file', 'message', 'fingerprint'].every((key) => typeof entry[key] === 'string');
  const { count, names } = entry;
  return (
    texts &&
    (names === undefined || (Array.isArray(names) && names.every((name) => typeof name === 'string'))) &&
    (count === undefined || (typeof count === 'number' && Number.isInteger(count) && count > 0))
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
  /**
   * Accepted findings that no longer occur, with how many of each. Files with a new syntax error are left out: the text after
   * it was not read.
   */
  readonly gone: readonly BaselineEntry[];
}

/**
 * Parts findings into accepted and fresh ones. A finding is the same where its line moved, where its words changed (a newer
 * rulecheck words it differently), where the rest of its line changed, and where its file was renamed and the old file is
 * gone. The most similar ones are paired first.
 *
 * @param read the paths of the files that were looked at
 * @param complete they are the whole project: files that are not among them are gone. Otherwise no entry is gone
 */
export function applyBaseline(
  diagnostics: readonly Diagnostic[],
  baseline: Baseline,
  read: ReadonlySet<string>,
  complete: boolean,
): BaselineOutcome {
  const slots = baseline.findings.map((entry) => ({ entry, count: entry.count ?? 1 }));
  const accepted = new Set<Diagnostic>();
  const pair = (
    some: readonly Slot[],
    keyOfEntry: (entry: BaselineEntry) => string,
    keyOf: (diagnostic: Diagnostic) => string,
  ): void => {
    const left = groupBy(
      some.filter(({ count }) => count > 0),
      ({ entry }) => keyOfEntry(entry),
    );
    if (left.size === 0) return;
    for (const diagnostic of diagnostics) {
      if (accepted.has(diagnostic)) continue;
      const slot = left
        .get(keyOf(diagnostic))
        ?.find(({ entry, count }) => count > 0 && listsOnly(diagnostic, entry));
      if (slot === undefined) continue;
      slot.count--;
      accepted.add(diagnostic);
    }
  };
  const key = (...parts: readonly string[]): string => JSON.stringify(parts);
  pair(
    slots,
    (entry) => key(entry.fingerprint, entry.message),
    (diagnostic) => key(lineFingerprint(diagnostic), diagnostic.message),
  );
  pair(
    slots,
    (entry) => entry.fingerprint,
    (diagnostic) => lineFingerprint(diagnostic),
  );
  pair(
    slots,
    ({ check, file, message }) => key(check, file, message),
    ({ check, file, message }) => key(check, file.path, message),
  );
  if (complete) {
    const renamed = groupBy(
      slots.filter(({ entry }) => !read.has(entry.file)),
      ({ entry }) => entry.file,
    );
    for (const [file, moved] of renamed)
      pair(
        moved,
        (entry) => entry.fingerprint,
        (diagnostic) => lineFingerprint(diagnostic, file),
      );
  }
  const fresh = diagnostics.filter((each) => !accepted.has(each));
  const broken = brokenFiles(fresh);
  const gone = slots
    .filter(({ entry, count }) => complete && count > 0 && !broken.has(entry.file))
    .map(({ entry, count }) => ({ ...entry, count }));
  return { fresh, accepted: [...accepted], gone };
}

/** Are all names that a finding lists among those of the entry? An entry without names accepts any. */
function listsOnly({ names }: Diagnostic, accepted: BaselineEntry): boolean {
  return (
    accepted.names === undefined ||
    names === undefined ||
    names.every((name) => accepted.names!.includes(name))
  );
}

function brokenFiles(diagnostics: readonly Diagnostic[]): ReadonlySet<string> {
  const errors = diagnostics.filter(
    ({ check, severity }) => severity === 'error' && check.startsWith('syntax/'),
  );
  return new Set(errors.map(({ file }) => file.path));
}

/** An entry, and how many of its findings were not met yet. */
interface Slot {
  readonly entry: BaselineEntry;
  count: number;
}

/**
 * The baseline that accepts every finding.
 *
 * @param previous its entries of files that were not looked at, or have a new error of syntax, are kept
 * @param read the paths of the files that were looked at
 */
export function makeBaseline(
  diagnostics: readonly Diagnostic[],
  previous: Baseline | undefined,
  read: ReadonlySet<string>,
  complete: boolean,
): Baseline {
  const entries = new Map<string, BaselineEntry>();
  for (const diagnostic of diagnostics) {
    const print = lineFingerprint(diagnostic);
    const { check, file, message, names } = diagnostic;
    const key = JSON.stringify([print, message]);
    const known = entries.get(key);
    entries.set(
      key,
      known === undefined
        ? { check, file: file.path, message, fingerprint: print, ...(names === undefined ? {} : { names }) }
        : { ...known, count: (known.count ?? 1) + 1 },
    );
  }
  if (previous === undefined) return { version: 1, findings: [...entries.values()] };
  const broken = brokenFiles(applyBaseline(diagnostics, previous, read, complete).fresh);
  const kept = previous.findings.filter(
    ({ file, fingerprint, message }) =>
      !entries.has(JSON.stringify([fingerprint, message])) &&
      (broken.has(file) || (!complete && !read.has(file))),
  );
  return { version: 1, findings: [...entries.values(), ...kept] };
}
