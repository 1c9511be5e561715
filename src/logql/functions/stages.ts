/** A stage of a log pipeline, as documentation and completion show it. */
export interface StageSignature {
  readonly name: string;
  readonly syntax: string;
  /** Parsers extract labels from the line; an extracted label that the stream has gets the suffix `_extracted`. */
  readonly parser: boolean;
  readonly since: string;
  readonly docs: string;
}

const stage = (
  name: string,
  syntax: string,
  since: string,
  docs: string,
  parser = false,
): StageSignature => ({
  name,
  syntax,
  parser,
  since,
  docs,
});

const ROWS: readonly StageSignature[] = [
  stage('|=', '|= "text"', '1.0', 'Keeps lines that contain the text, case-sensitively.'),
  stage('!=', '!= "text"', '1.0', 'Drops lines that contain the text.'),
  stage('|~', '|~ "regexp"', '1.0', 'Keeps lines in which the regular expression matches somewhere.'),
  stage('!~', '!~ "regexp"', '1.0', 'Drops lines in which the regular expression matches somewhere.'),
  stage('|>', '|> "<_> text <_>"', '3.0', 'Keeps lines that fit the pattern.'),
  stage('!>', '!> "<_> text <_>"', '3.0', 'Drops lines that fit the pattern.'),
  stage(
    'json',
    '| json [label="path", ...]',
    '2.0',
    'Extracts the fields of a JSON object; nested keys join with "_".',
    true,
  ),
  stage(
    'logfmt',
    '| logfmt [--strict] [--keep-empty] [label="field", ...]',
    '2.0',
    'Extracts the pairs of a key=value line.',
    true,
  ),
  stage(
    'regexp',
    '| regexp "(?P<label>...)"',
    '2.0',
    'Extracts the named groups of a regular expression.',
    true,
  ),
  stage(
    'pattern',
    '| pattern "<label> - <_>"',
    '2.3',
    'Extracts the texts between the literals of the pattern.',
    true,
  ),
  stage(
    'unpack',
    '| unpack',
    '2.2',
    "Extracts the labels that Promtail's pack stage wrote, and the line from _entry.",
    true,
  ),
  stage('line_format', '| line_format "{{.label}}"', '2.0', 'Rewrites the line by a template.'),
  stage(
    'label_format',
    '| label_format new=old, other="{{.label}}"',
    '2.0',
    'Renames labels or sets them by templates.',
  ),
  stage('decolorize', '| decolorize', '2.7', 'Removes ANSI colour sequences from the line.'),
  stage('drop', '| drop label, other="value"', '2.9', 'Removes labels, all or where a matcher holds.'),
  stage('keep', '| keep label, other="value"', '2.9', 'Removes every label that is not listed.'),
  stage(
    'unwrap',
    '| unwrap label',
    '2.0',
    'Makes a label the value that the range aggregation computes with.',
  ),
];

/** Every stage of a LogQL pipeline, by its keyword or sign. */
export const STAGES: ReadonlyMap<string, StageSignature> = new Map(ROWS.map((row) => [row.name, row]));
