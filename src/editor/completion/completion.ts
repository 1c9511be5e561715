import type { AnyCheck } from '../../checks/contract.ts';
import type { Language } from '../../documents/expression.ts';
import { expressionAt, parsedOf } from '../place.ts';
import type { OpenFile } from '../place.ts';
import { expressionCompletions } from './in-expression.ts';
import { yamlCompletions } from './in-yaml.ts';
import type { Completion, Completions } from './item.ts';
import { yamlContext } from './yaml-context.ts';

/** Ways to go on at a place of a file. */
export function completionsAt(open: OpenFile, offset: number): Completions {
  const { text } = open.file;
  const comment = checkInComment(text, offset, open.checks);
  if (comment !== undefined) return comment;
  const inside = expressionBefore(open, offset);
  if (inside !== undefined) {
    const { items, prefix } = expressionCompletions(inside.text, inside.language, open);
    return { items, range: { start: offset - prefix.length, end: offset } };
  }
  if (/\.(?:json|md|markdown|tmpl|alloy)$/i.test(open.file.path))
    return { items: [], range: { start: offset, end: offset } };
  const context = yamlContext(text, offset);
  return { items: yamlCompletions(context, open), range: { start: context.start, end: offset } };
}

/** The text of an expression up to the cursor; by its lines where the file does not parse while it is written. */
function expressionBefore(
  open: OpenFile,
  offset: number,
): { readonly text: string; readonly language: Language } | undefined {
  const inside = expressionAt(open, offset);
  if (inside !== undefined)
    return { text: inside.query.source.text.slice(0, inside.index), language: inside.query.language };
  const { key, prefix } = yamlContext(open.file.text, offset);
  if (key !== 'expr' && key !== 'query') return undefined;
  const rules = parsedOf(open)?.documents.find(
    (document) => document.kind === 'rules' || document.kind === 'queries',
  );
  return { text: prefix, language: rules?.language ?? 'promql' };
}

/** The checks that a comment may switch off. */
function checkInComment(text: string, offset: number, checks: readonly AnyCheck[]): Completions | undefined {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const directive = /#\s*rulecheck\s+disable[a-z-]*\s/.exec(line);
  if (directive === null || line.includes(' -- ')) return undefined;
  const written =
    line
      .slice(directive.index + directive[0].length)
      .split(/[\s,]/)
      .at(-1) ?? '';
  return { items: checks.map(checkItem), range: { start: offset - written.length, end: offset } };
}

export function checkItem({ meta }: AnyCheck): Completion {
  return { label: meta.id, kind: 'check', detail: meta.severity, docs: meta.summary };
}
