import type { Range } from '../../source/range.ts';
import type { FunctionUse, LabelUse, TemplateQuery, TemplateUse, UnknownField } from './result.ts';
import type { LabelSource } from './shapes.ts';

/** Gathers what the interpreter meets. A place met twice (loops are read twice) counts once. */
export class Collector {
  readonly labels = new Places<LabelUse>();
  readonly labelSets = new Places<{ source: LabelSource; range: Range }>();
  readonly values = new Places<Range>();
  readonly valueOutputs = new Places<Range>();
  readonly functions = new Places<FunctionUse>();
  readonly templates = new Places<TemplateUse>();
  readonly unknownFields = new Places<UnknownField>();
  readonly queries = new Places<TemplateQuery>();

  label(use: LabelUse): void {
    if (this.labels.at(use.range, use.source)?.purpose !== 'output')
      this.labels.put(use.range, use, use.source);
  }

  labelSet(source: LabelSource, range: Range): void {
    this.labelSets.put(range, { source, range });
  }

  value(range: Range): void {
    this.values.put(range, range);
  }

  valueOutput(range: Range): void {
    this.valueOutputs.put(range, range);
  }

  function(use: FunctionUse): void {
    this.functions.put(use.range, use);
  }

  template(use: TemplateUse): void {
    this.templates.put(use.range, use);
  }

  query(query: TemplateQuery): void {
    this.queries.put(query.range, query);
  }

  unknownField(field: UnknownField): void {
    this.unknownFields.put(field.range, field);
  }
}

/** Things by their place, in the order in which the places were met. Most templates have none or one of a kind. */
class Places<T> {
  #found: Map<string, T> | undefined;

  at(range: Range, more = ''): T | undefined {
    return this.#found?.get(keyOf(range, more));
  }

  put(range: Range, thing: T, more = ''): void {
    (this.#found ??= new Map()).set(keyOf(range, more), thing);
  }

  get all(): readonly T[] {
    return this.#found === undefined ? [] : [...this.#found.values()];
  }
}

function keyOf({ start, end }: Range, more: string): string {
  return `${start}-${end} ${more}`;
}
