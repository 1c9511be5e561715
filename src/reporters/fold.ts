import type { Diagnostic, Severity } from '../diagnostics/diagnostic.ts';
import { groupBy } from '../util/group-by.ts';

/** Alike findings that a file shows before the rest of them is folded. */
const SHOWN_PER_FILE: Record<Severity, number> = { error: 10, warning: 3, info: 3 };
/** Alike findings that a run explains with source and reasons; further ones are a line each. */
const EXPLAINED_PER_RUN: Record<Severity, number> = { error: 30, warning: 6, info: 6 };
/** Lines of alike findings after those; what other files have then is only counted. */
const LINES_PER_RUN: Record<Severity, number> = { error: 100, warning: 12, info: 12 };

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
  /** Alike ones of later files, of which none is shown. */
  readonly elsewhere: readonly Diagnostic[];
}

export interface Folded {
  readonly shown: readonly FoldedFinding[];
  /** How many findings stand behind others. */
  readonly folded: number;
  /** How many are neither shown nor folded into a shown one, because of the limit. */
  readonly cut: number;
}

/**
 * Chooses what people see: errors first, then warnings and infos, each in the order of the findings. Findings are alike when their check, severity and words are
 * the same but for what is quoted and counted.
 */
export function fold(diagnostics: readonly Diagnostic[], { all = false, most }: FoldOptions = {}): Folded {
  const ordered = [...diagnostics].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
  const shown = all
    ? ordered.map((diagnostic) => ({ diagnostic, explained: true, more: [], elsewhere: [] }))
    : folded(ordered);
  const kept = most === undefined ? shown : shown.slice(0, most);
  const counted = kept.reduce((sum, { more, elsewhere }) => sum + 1 + more.length + elsewhere.length, 0);
  return { shown: kept, folded: counted - kept.length, cut: diagnostics.length - counted };
}

function folded(diagnostics: readonly Diagnostic[]): FoldedFinding[] {
  const groups = groupBy(diagnostics, (diagnostic) =>
    JSON.stringify([diagnostic.file.path, likeness(diagnostic)]),
  );
  const seen = new Map<string, Alike>();
  const chosen = new Map<Diagnostic, FoldedFinding>();
  for (const alike of groups.values()) {
    const { severity } = alike[0]!;
    const key = likeness(alike[0]!);
    const before = seen.get(key) ?? { explained: 0, lines: 0 };
    seen.set(key, before);
    const explained = before.explained < EXPLAINED_PER_RUN[severity];
    if (!explained && before.last !== undefined && before.lines >= LINES_PER_RUN[severity]) {
      before.last.elsewhere.push(...alike);
      continue;
    }
    const limit = explained ? SHOWN_PER_FILE[severity] : 1;
    // A line "and 1 more" would be as long as the finding itself.
    const count = alike.length > limit + 1 ? limit : alike.length;
    before[explained ? 'explained' : 'lines'] += count;
    for (const [i, diagnostic] of alike.slice(0, count).entries()) {
      const more = i === count - 1 ? alike.slice(count) : [];
      before.last = { diagnostic, explained, more, elsewhere: [] };
      chosen.set(diagnostic, before.last);
    }
  }
  for (const { last } of seen.values()) {
    if (last?.elsewhere.length !== 1) continue;
    const [only] = last.elsewhere.splice(0);
    chosen.set(only!, { diagnostic: only!, explained: false, more: [], elsewhere: [] });
  }
  return diagnostics.flatMap((diagnostic) => chosen.get(diagnostic) ?? []);
}

/** What of alike findings was shown so far. */
interface Alike {
  explained: number;
  lines: number;
  last?: FoldedFinding & { readonly elsewhere: Diagnostic[] };
}

const RANK: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** Findings with the same likeness say the same of different things. */
export function likeness({ check, severity, message, why }: Diagnostic): string {
  return JSON.stringify([check, severity, shape(message), shape(why ?? '')]);
}

/** A sentence without what it quotes and counts. */
function shape(text: string): string {
  return text.replace(/"[^"]*"|`[^`]*`/g, '""').replace(/\d[\d.,]*/g, '0');
}
