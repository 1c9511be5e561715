import type { Report } from '../issue.ts';
import type { Section } from '../section.ts';
import type { AlertmanagerVersion } from '../version.ts';

/** What a value must be. */
export type FieldType =
  | { readonly kind: 'string' | 'secret' | 'file' | 'template' }
  | { readonly kind: 'bool' | 'int' | 'uint' | 'float' }
  | { readonly kind: 'any' }
  /** A Prometheus duration; a duration of Go or nanoseconds; the text of a duration of Go. */
  | { readonly kind: 'duration' | 'go-duration' | 'go-duration-text' }
  /** An http(s) URL; the same, or the word `<secret>`; the same, or a template; any URL. */
  | { readonly kind: 'url' | 'secret-url' | 'template-url' | 'any-url' }
  | { readonly kind: 'address' }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly of: FieldType }
  /** `textBefore`: versions before this one took texts only. */
  | { readonly kind: 'map'; readonly of: FieldType; readonly textBefore?: AlertmanagerVersion }
  | { readonly kind: 'section'; readonly schema: Schema }
  /** A text, or the section. */
  | { readonly kind: 'text-or-section'; readonly schema: Schema };

export interface Field {
  readonly type: FieldType;
  /** First version that knows the key; undefined: 0.25 or earlier. */
  readonly since?: AlertmanagerVersion;
  /** The template used where the key is absent. */
  readonly default?: string;
  /** What versions before this one use there instead; without a text, nothing. */
  readonly earlierDefault?: { readonly before: AlertmanagerVersion; readonly text?: string };
  /** First version that reads a template there; before it, or `never`, the text is sent as it is written. */
  readonly templateSince?: AlertmanagerVersion | 'never';
}

/** A condition over the keys of one section. */
export type Rule = (section: Section, report: Report) => void;

/** The keys of a section and the conditions between them. */
export interface Schema {
  /** For messages: "a slack_configs entry". */
  readonly what: string;
  readonly fields: Readonly<Record<string, Field>>;
  readonly rules?: readonly Rule[];
  /** Conditions that hold up to a version, which no longer has them. */
  readonly rulesBefore?: { readonly version: AlertmanagerVersion; readonly rules: readonly Rule[] };
  /** Conditions that hold from a version on. */
  readonly rulesSince?: { readonly version: AlertmanagerVersion; readonly rules: readonly Rule[] };
}

export const text: Field = { type: { kind: 'string' } };
export const secret: Field = { type: { kind: 'secret' } };
export const file: Field = { type: { kind: 'file' } };
export const bool: Field = { type: { kind: 'bool' } };
export const int: Field = { type: { kind: 'int' } };
export const uint: Field = { type: { kind: 'uint' } };
export const anyValue: Field = { type: { kind: 'any' } };
export const duration: Field = { type: { kind: 'duration' } };
export const goDuration: Field = { type: { kind: 'go-duration' } };
export const url: Field = { type: { kind: 'url' } };
export const secretUrl: Field = { type: { kind: 'secret-url' } };
export const address: Field = { type: { kind: 'address' } };
export const texts: Field = { type: { kind: 'list', of: { kind: 'string' } } };
export const textMap: Field = { type: { kind: 'map', of: { kind: 'string' } } };
export const templateMap: Field = { type: { kind: 'map', of: { kind: 'template' } } };

/** A text that is rendered as a template when a notification is sent. */
export function template(byDefault?: string): Field {
  return byDefault === undefined
    ? { type: { kind: 'template' } }
    : { type: { kind: 'template' }, default: byDefault };
}

/** A text of the message in which braces mean nothing. */
export const shownAsWritten: Field = { type: { kind: 'template' }, templateSince: 'never' };

/** A template whose default is the named template `name`. */
export function named(name: string): Field {
  return template(`{{ template "${name}" . }}`);
}

export function section(schema: Schema): Field {
  return { type: { kind: 'section', schema } };
}

export function sections(schema: Schema): Field {
  return { type: { kind: 'list', of: { kind: 'section', schema } } };
}

export function since(version: AlertmanagerVersion, field: Field): Field {
  return { ...field, since: version };
}
