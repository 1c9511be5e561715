import type { LogQuery, Name, PipelineStage, Unwrap } from '../syntax/ast.ts';
import { filterLabels } from './label-filter-facts.ts';
import { templateFields } from './template-fields.ts';

/** A place in a pipeline that reads a label. */
export interface FieldUse extends Name {
  readonly by: 'label filter' | 'line_format' | 'label_format' | 'unwrap';
  /** The parsers and label_formats before the place, in order: none, and it must be a stream label or structured metadata. */
  readonly after: readonly PipelineStage[];
}

const adds = (stage: PipelineStage): boolean =>
  ['Json', 'Logfmt', 'Regexp', 'Pattern', 'Unpack', 'LabelFormat'].includes(stage.kind);

/** Every label that a pipeline reads, where it is written; `source` is the expression's text. */
export function fieldUses(query: LogQuery, unwrap: Unwrap | undefined, source: string): FieldUse[] {
  const uses: FieldUse[] = [];
  const after: PipelineStage[] = [];
  const add = (by: FieldUse['by'], names: readonly Name[]): void => {
    for (const { name, start, end } of names) uses.push({ name, start, end, by, after: [...after] });
  };
  for (const stage of [...query.stages, ...(unwrap?.postFilters ?? [])]) {
    if (stage.kind === 'LabelFilter') add('label filter', filterLabels(stage.filter));
    if (stage.kind === 'LineFormat') add('line_format', templateFields(stage.template, source));
    if (stage.kind === 'LabelFormat') {
      for (const { source: from } of stage.formats) {
        add('label_format', from.kind === 'rename' ? [from.from] : templateFields(from.template, source));
      }
    }
    if (adds(stage)) after.push(stage);
  }
  if (unwrap !== undefined) add('unwrap', [unwrap.label]);
  return uses.sort((a, b) => a.start - b.start);
}

/** The names alone of the labels that a pipeline reads. */
export function fieldNames(query: LogQuery, unwrap: Unwrap | undefined): string[] {
  return fieldUses(query, unwrap, '').map(({ name }) => name);
}
