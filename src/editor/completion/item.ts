import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Range } from '../../source/range.ts';

/** What a completion stands for; editors draw a sign for each. */
export const KIND = {
  metric: CompletionItemKind.Variable,
  label: CompletionItemKind.Field,
  value: CompletionItemKind.Value,
  function: CompletionItemKind.Function,
  keyword: CompletionItemKind.Keyword,
  key: CompletionItemKind.Property,
  name: CompletionItemKind.Reference,
  page: CompletionItemKind.File,
  check: CompletionItemKind.Module,
} as const;

/** One way to go on. */
export interface Completion {
  readonly label: string;
  readonly kind: keyof typeof KIND;
  /** One line: the type of a metric, the arguments of a function. */
  readonly detail?: string;
  /** Markdown. */
  readonly docs?: string;
  /** The text instead of the label. */
  readonly insert?: string;
  /** Offered after others: words of no particular use here. */
  readonly later?: true;
}

/** Ways to go on, and what they take the place of. */
export interface Completions {
  readonly items: readonly Completion[];
  /** From the start of the word to the cursor. */
  readonly range: Range;
}

/** Names as completions. */
export function named(names: Iterable<string>, kind: Completion['kind'], detail?: string): Completion[] {
  return [...new Set(names)]
    .sort()
    .map((label) => (detail === undefined ? { label, kind } : { label, kind, detail }));
}
