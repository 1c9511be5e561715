import type { Diagnostic, Severity } from '../diagnostics/diagnostic.ts';

/** Alike findings that a file shows before the rest of them is folded. */
const SHOWN_PER_FILE: Record<Severity, number> = { error: 10, warning: 3, info: 3 };
/** Alike findings that a run explains with source and reasons; further ones are a line each. */
const EXPLAINED_PER_RUN: Record<Severity, number> = { error: 30, warning: 6, info: 6 };

export interface FoldOptions {
  /** Fold nothing. */
  readonly all?: boolean;
  /** Show so many findings at most, the most severe first. */
  readonly most?: number;
}

/** A finding that is shown, with those that it stands for. */
export interface FoldedFinding {
  readonly diagnostic: Diagnostic;
  /** With source, reason and remedy; otherwise as one line, for all of that was shown often enough. */
  readonly explained: boolean;
  /** Alike ones of its file that are not shown themselves. */
  readonly more: readonly Diagnostic[];
}

export interface Folded {
  readonly shown: readonly FoldedFinding[];
  /** How many findings stand behind others. */
  readonly folded: number;
  /** How many neither are shown nor stand behind one that is: what was asked for was fewer. */
  readonly cut: number;
}

/**
 * Chooses what people see, in the order of the findings. Findings are alike when their check, severity and words are
 * the same but for what is quoted and counted.
 */
export function fold(diagnostics: readonly Diagnostic[], { all = false, most }: FoldOptions = {}): Folded {
  const shown = all
    ? diagnostics.map((diagnostic) => ({ diagnostic, explained: true, more: [] }))
    : folded(diagnostics);
  const kept = most === undefined ? shown : mostSevere(shown, most);
  const counted = kept.reduce((sum, { more }) => sum + 1 + more.length, 0);
  return { shown: kept, folded: counted - kept.length, cut: diagnostics.length - counted };
}

function folded(diagnostics: readonly Diagnostic[]): FoldedFinding[] {
  const groups = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const key = JSON.stringify([diagnostic.file.path, likeness(diagnostic)]);
    const alike = groups.get(key);
    if (alike === undefined) groups.set(key, [diagnostic]);
    else alike.push(diagnostic);
  }
  const seen = new Map<string, number>();
  const chosen = new Map<Diagnostic, FoldedFinding>();
  for (const alike of groups.values()) {
    const { severity } = alike[0]!;
    const key = likeness(alike[0]!);
    const before = seen.get(key) ?? 0;
    const explained = before < EXPLAINED_PER_RUN[severity];
    const limit = explained ? SHOWN_PER_FILE[severity] : 1;
    // A line that says "and 1 more" is no shorter than the finding's own.
    const count = alike.length > limit + 1 ? limit : alike.length;
    seen.set(key, before + count);
    for (const [i, diagnostic] of alike.slice(0, count).entries())
      chosen.set(diagnostic, { diagnostic, explained, more: i === count - 1 ? alike.slice(count) : [] });
  }
  return diagnostics.flatMap((diagnostic) => chosen.get(diagnostic) ?? []);
}

const RANK: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

function mostSevere(findings: readonly FoldedFinding[], most: number): FoldedFinding[] {
  const ranked = [...findings].sort((a, b) => RANK[a.diagnostic.severity] - RANK[b.diagnostic.severity]);
  const kept = new Set(ranked.slice(0, most));
  return findings.filter((finding) => kept.has(finding));
}

/** Findings with the same likeness say the same of different things. */
export function likeness({ check, severity, message, why }: Diagnostic): string {
  return JSON.stringify([check, severity, shape(message), shape(why ?? '')]);
}

/** A sentence without what it quotes and counts. */
function shape(text: string): string {
  return text.replace(/"[^"]*"|`[^`]*`/g, '""').replace(/\d[\d.,]*/g, '0');
}
