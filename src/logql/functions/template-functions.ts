/** A function of line_format and label_format templates, beyond those of Go's text/template. */
export interface TemplateFunctionSignature {
  readonly name: string;
  readonly syntax: string;
  readonly since: string;
  /** What to write instead, where Loki calls the function deprecated. */
  readonly replacement?: string;
  readonly docs: string;
}

type Row = readonly [syntax: string, docs: string, since?: string, replacement?: string];

const ROWS: Readonly<Record<string, Row>> = {
  __line__: ['__line__', 'The log line.', '2.3'],
  __timestamp__: ['__timestamp__', "The entry's time.", '2.6'],
  ToLower: ['ToLower text', 'The text in lower case.', '2.0', 'lower'],
  ToUpper: ['ToUpper text', 'The text in upper case.', '2.0', 'upper'],
  Replace: [
    'Replace text old new count',
    'Replaces the first count occurrences, all with -1.',
    '2.0',
    'replace',
  ],
  Trim: ['Trim text cutset', 'Cuts the characters of the set off both ends.', '2.0', 'trimAll'],
  TrimLeft: ['TrimLeft text cutset', 'Cuts the characters of the set off the start.', '2.0', 'trimPrefix'],
  TrimRight: ['TrimRight text cutset', 'Cuts the characters of the set off the end.', '2.0', 'trimSuffix'],
  TrimPrefix: ['TrimPrefix text prefix', 'Cuts the prefix off.', '2.0', 'trimPrefix'],
  TrimSuffix: ['TrimSuffix text suffix', 'Cuts the suffix off.', '2.0', 'trimSuffix'],
  TrimSpace: ['TrimSpace text', 'Cuts blanks off both ends.', '2.0', 'trim'],
  regexReplaceAll: [
    'regexReplaceAll regexp text replacement',
    'Replaces every match; $1 or ${1} insert groups.',
  ],
  regexReplaceAllLiteral: [
    'regexReplaceAllLiteral regexp text replacement',
    'Replaces every match with the text as it is.',
  ],
  count: ['count regexp text', 'How often the regular expression matches.', '2.7'],
  urldecode: ['urldecode text', 'Decodes a URL-encoded text.', '2.7'],
  urlencode: ['urlencode text', 'Encodes a text for a URL.', '2.7'],
  bytes: ['bytes text', 'A size such as 2KB as bytes.', '2.9'],
  duration: ['duration text', 'A Go duration as seconds.', '2.9'],
  duration_seconds: ['duration_seconds text', 'A Go duration as seconds.', '2.9'],
  unixEpoch: ['unixEpoch time', 'Seconds since 1970.', '2.7'],
  unixEpochMillis: ['unixEpochMillis time', 'Milliseconds since 1970.', '2.7'],
  unixEpochNanos: ['unixEpochNanos time', 'Nanoseconds since 1970.', '2.7'],
  toDateInZone: ['toDateInZone layout zone text', 'Reads a time in a zone.', '2.7'],
  unixToTime: [
    'unixToTime text',
    'A time from days, seconds, milliseconds, microseconds or nanoseconds since 1970, depending on the number of digits.',
    '2.8',
  ],
  alignLeft: ['alignLeft width text', 'Pads or cuts the text to the width, left-aligned.', '2.9'],
  alignRight: ['alignRight width text', 'Pads or cuts the text to the width, right-aligned.', '2.9'],
  b64enc: ['b64enc text', 'Encodes in base64.', '2.7'],
  b64dec: ['b64dec text', 'Decodes base64.', '2.7'],
  lower: ['lower text', 'The text in lower case.'],
  upper: ['upper text', 'The text in upper case.'],
  title: ['title text', 'Every word with a capital.'],
  trunc: ['trunc count text', 'The first count characters; the last with a negative count.'],
  substr: ['substr start end text', 'The characters from start to end.'],
  contains: ['contains part text', 'Whether the text contains the part.'],
  hasPrefix: ['hasPrefix prefix text', 'Whether the text starts so.'],
  hasSuffix: ['hasSuffix suffix text', 'Whether the text ends so.'],
  indent: ['indent count text', 'Every line indented.'],
  nindent: ['nindent count text', 'A new line, then every line indented.'],
  replace: ['replace old new text', 'Replaces every occurrence.'],
  repeat: ['repeat count text', 'The text count times.'],
  trim: ['trim text', 'Cuts blanks off both ends.'],
  trimAll: ['trimAll cutset text', 'Cuts the characters of the set off both ends.'],
  trimSuffix: ['trimSuffix suffix text', 'Cuts the suffix off.'],
  trimPrefix: ['trimPrefix prefix text', 'Cuts the prefix off.'],
  int: ['int value', 'A whole number.'],
  float64: ['float64 value', 'A floating-point number.'],
  add: ['add a b ...', 'Sum of whole numbers.'],
  sub: ['sub a b', 'Difference of whole numbers.'],
  mul: ['mul a b ...', 'Product of whole numbers.'],
  div: ['div a b', 'Quotient of whole numbers.'],
  mod: ['mod a b', 'Remainder of whole numbers.'],
  addf: ['addf a b ...', 'Sum.'],
  subf: ['subf a b ...', 'Difference.'],
  mulf: ['mulf a b ...', 'Product.'],
  divf: ['divf a b ...', 'Quotient.'],
  max: ['max a b ...', 'Largest whole number.'],
  min: ['min a b ...', 'Smallest whole number.'],
  maxf: ['maxf a b ...', 'Largest number.'],
  minf: ['minf a b ...', 'Smallest number.'],
  ceil: ['ceil number', 'Rounded up.'],
  floor: ['floor number', 'Rounded down.'],
  round: ['round number digits', 'Rounded to the digits.'],
  fromJson: ['fromJson text', 'The value of a JSON text.'],
  date: ['date layout time', 'The time by the layout.'],
  toDate: ['toDate layout text', 'Reads a time by the layout.'],
  now: ['now', 'The current time.'],
  default: ['default fallback value', 'The fallback where the value is empty.', '2.8'],
};

/** Every function that Loki adds to its templates, by name. */
export const TEMPLATE_FUNCTIONS: ReadonlyMap<string, TemplateFunctionSignature> = new Map(
  Object.entries(ROWS).map(([name, [syntax, docs, since = '2.3', replacement]]) => [
    name,
    { name, syntax, docs, since, replacement },
  ]),
);
