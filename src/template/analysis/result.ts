import type { Range } from '../../source/range.ts';
import type { TemplateParseErrorCode } from '../syntax/errors.ts';
import type { LabelSource } from './shapes.ts';

/** A label or annotation that a template names. */
export interface LabelUse {
  readonly name: string;
  readonly source: LabelSource;
  /** The name alone, without dot or quotes. */
  readonly range: Range;
  /** `condition`: only whether it is set, or its comparison, decides something; `output`: anything else. */
  readonly purpose: 'output' | 'condition';
}

/** A function call, by name. */
export interface FunctionUse {
  readonly name: string;
  readonly range: Range;
  /** First version of the dialect that has the function; absent for those that are always there. */
  readonly since?: string;
}

/** `query "up == 0"`: the text between the quotes, where no escape changes it. */
export interface TemplateQuery {
  readonly text: string;
  readonly range: Range;
}

/** A `{{template "name"}}`. */
export interface TemplateUse {
  readonly name: string;
  readonly range: Range;
  readonly defined: boolean;
}

/** A field that the data does not have: the template would fail when it runs. */
export interface UnknownField {
  readonly name: string;
  readonly range: Range;
  readonly known: readonly string[];
}

/** An error of the text, with the known name that was probably meant. */
export interface AnalysisError {
  readonly code: TemplateParseErrorCode;
  /** Go's words. */
  readonly message: string;
  readonly range: Range;
  /** The unknown function or variable. */
  readonly name?: string;
  readonly suggestion?: string;
  /** The function exists, but only in Prometheus's console templates. */
  readonly consoleOnly?: boolean;
}

/** What can be said of a template without running it. All ranges are UTF-16 offsets into its text. */
export interface TemplateAnalysis {
  readonly errors: readonly AnalysisError[];
  readonly labels: readonly LabelUse[];
  /** Places that use all labels at once: printed whole, or ranged over. */
  readonly labelSets: readonly { readonly source: LabelSource; readonly range: Range }[];
  /** Uses of the alert's value, or of a query's. */
  readonly values: readonly Range[];
  /** Actions whose output depends on the value, so that it may be different each time. */
  readonly valueOutputs: readonly Range[];
  readonly functions: readonly FunctionUse[];
  readonly templates: readonly TemplateUse[];
  readonly unknownFields: readonly UnknownField[];
  /** Texts that are given to `query`, where they are written out. */
  readonly queries: readonly TemplateQuery[];
}
