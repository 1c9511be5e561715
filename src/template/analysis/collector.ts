import type { Range } from '../../source/range.ts';
import type { FunctionUse, LabelUse, TemplateUse, UnknownField } from './result.ts';
import type { LabelSource } from './shapes.ts';

/** Gathers what the interpreter meets. A place met twice (loops are read twice) counts once. */
export class Collector {
  readonly labels = new Map<string, LabelUse>();
  readonly labelSets = new Map<string, { source: LabelSource; range: Range }>();
  readonly values = new Map<string, Range>();
  readonly valueOutputs = new Map<string, Range>();
  readonly functions = new Map<string, FunctionUse>();
  readonly templates = new Map<string, TemplateUse>();
  readonly unknownFields = new Map<string, UnknownField>();

  label(use: LabelUse): void {
    const key = keyOf(use.range) + use.source;
    if (this.labels.get(key)?.purpose !== 'output') this.labels.set(key, use);
  }

  labelSet(source: LabelSource, range: Range): void {
    this.labelSets.set(keyOf(range), { source, range });
  }

  value(range: Range): void {
    this.values.set(keyOf(range), range);
  }

  valueOutput(range: Range): void {
    this.valueOutputs.set(keyOf(range), range);
  }

  function(use: FunctionUse): void {
    this.functions.set(keyOf(use.range), use);
  }

  template(use: TemplateUse): void {
    this.templates.set(keyOf(use.range), use);
  }

  unknownField(field: UnknownField): void {
    this.unknownFields.set(keyOf(field.range), field);
  }
}

function keyOf(range: Range): string {
  return `${range.start}-${range.end} `;
}
