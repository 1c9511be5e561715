import type { Range } from '../../source/range.ts';
import { parseTemplateText } from '../../template/syntax/parser.ts';
import { goParseError } from '../../template/syntax/errors.ts';
import { TEMPLATE_FUNCTIONS } from '../functions/template-functions.ts';
import { parseIpPattern } from '../units/ip.ts';
import type {
  LabelExtraction,
  LabelFilter,
  LabelFormatStage,
  LineFilterStage,
  PipelineStage,
  RegexpStage,
  Text,
} from './ast.ts';
import type { LogqlError, LogqlErrorCode } from './errors.ts';
import { parseError, runError } from './errors.ts';
import { innerRange } from './inner-range.ts';
import { parseJsonPath, parseLogfmtField } from './json-path.ts';
import { checkMatcher } from './matchers.ts';
import { parseLinePattern, parsePattern } from './pattern.ts';
import { duplicateGroup, regexpError, tryCompile } from './regexp.ts';

/** Where the checks of an expression put what they find. */
export interface Report {
  /** The text of the expression. */
  readonly source: string;
  readonly add: (error: LogqlError) => void;
}

/** Reports the faults inside one stage of a pipeline. */
export function checkStage(stage: PipelineStage, report: Report): void {
  switch (stage.kind) {
    case 'LineFilter':
      checkLineFilter(stage, report);
      return;
    case 'Json':
      for (const extraction of stage.extractions)
        checkExtraction(extraction, parseJsonPath(extraction.expression), 'json-path', report);
      return;
    case 'Logfmt':
      for (const extraction of stage.extractions)
        checkExtraction(extraction, parseLogfmtField(extraction.expression), 'logfmt-field', report);
      return;
    case 'Regexp':
      checkRegexp(stage, report);
      return;
    case 'Pattern': {
      const parsed = parsePattern(stage.pattern.value);
      const explanation =
        'a pattern is text with captures such as <name>, at least one of them named, with text between any two; <_> skips';
      if ('error' in parsed)
        report.add(
          parseError('pattern-stage', `invalid pattern parser: ${parsed.error}`, explanation, stage.pattern),
        );
      return;
    }
    case 'LabelFilter':
      checkLabelFilter(stage.filter, report);
      return;
    case 'LineFormat':
      checkTemplate('line', stage.template, (error) => `invalid line template: ${error}`, report);
      return;
    case 'LabelFormat':
      checkLabelFormats(stage, report);
      return;
    case 'Drop':
    case 'Keep':
      for (const { matcher } of stage.labels) if (matcher !== undefined) checkMatcher(matcher, report.add);
      return;
    case 'Unpack':
    case 'Decolorize':
  }
}

function checkLineFilter(stage: LineFilterStage, report: Report): void {
  for (const alternative of stage.alternatives) {
    if (alternative.ip) checkLineIp(stage, alternative, report);
    else if (stage.op === '|~' || stage.op === '!~') {
      const error = regexpError(alternative.value);
      const explanation = `"${stage.op}" takes a regular expression of RE2 syntax; for plain text use "${stage.op === '|~' ? '|=' : '!='}"`;
      if (error !== undefined) report.add(runError('line-filter-regexp', error, explanation, alternative));
    } else if (stage.op === '|>' || stage.op === '!>') {
      const parsed = parseLinePattern(alternative.value);
      const explanation = `"${stage.op}" takes a pattern: text, and <_> for any text, never two in a row`;
      if ('error' in parsed)
        report.add(runError('line-filter-pattern', parsed.error, explanation, alternative));
    }
  }
}

function checkLineIp(stage: LineFilterStage, pattern: Text, report: Report): void {
  if (stage.op !== '|=' && stage.op !== '!=') {
    report.add(
      runError(
        'ip-pattern',
        'ip: invalid operation',
        `ip() works with |= and != only, not with "${stage.op}"`,
        stage.opRange,
      ),
    );
  }
  checkIp(pattern, report);
}

function checkIp(pattern: Text, report: Report): void {
  if (parseIpPattern(pattern.value) !== undefined) return;
  const explanation =
    'ip() takes an address, a prefix such as 10.0.0.0/8, or a range such as 10.0.0.1-10.0.0.9';
  report.add(
    runError('ip-pattern', `ip: invalid pattern: ${JSON.stringify(pattern.value)}`, explanation, pattern),
  );
}

/** Reports the faults inside a label filter. */
export function checkLabelFilter(filter: LabelFilter, report: Report): void {
  switch (filter.kind) {
    case 'StringFilter':
      checkMatcher(filter.matcher, report.add);
      return;
    case 'IpFilter':
      checkIp(filter.pattern, report);
      return;
    case 'LabelFilterBinary':
      checkLabelFilter(filter.lhs, report);
      checkLabelFilter(filter.rhs, report);
      return;
    case 'DurationFilter':
    case 'BytesFilter':
    case 'NumberFilter':
  }
}

function checkExtraction(
  extraction: LabelExtraction,
  parsed: object,
  code: LogqlErrorCode,
  report: Report,
): void {
  if (!('error' in parsed)) return;
  const explanation =
    code === 'json-path'
      ? 'a path is written as a.b, a[0] or a["key with signs"]'
      : 'a logfmt field is a name of letters, digits and _, or a quoted key inside the string';
  report.add(
    runError(
      code,
      `cannot parse expression [${extraction.expression}]: ${String(parsed.error)}`,
      explanation,
      extraction.expressionRange,
    ),
  );
}

function checkRegexp(stage: RegexpStage, report: Report): void {
  const add = (message: string, explanation: string): void =>
    report.add(parseError('regexp-stage', `invalid regexp parser: ${message}`, explanation, stage.pattern));
  const twice = duplicateGroup(stage.pattern.value);
  const compiled = tryCompile(stage.pattern.value);
  if (twice !== undefined && typeof compiled !== 'string') {
    add(
      `duplicate extracted label name '${twice}'`,
      `two groups are called "${twice}": one label cannot hold both`,
    );
  } else if (typeof compiled === 'string') {
    add(compiled, 'the regexp stage takes a regular expression of RE2 syntax');
  } else if (Object.keys(compiled.namedGroups()).length === 0) {
    add(
      'at least one named capture must be supplied',
      'only named groups become labels: write (?P<label>...)',
    );
  }
}

function checkLabelFormats(stage: LabelFormatStage, report: Report): void {
  const seen = new Set<string>();
  for (const format of stage.formats) {
    if (format.name === '__error__') {
      report.add(
        runError(
          'label-format-error-label',
          '__error__ cannot be formatted',
          'label_format cannot set __error__; drop removes it',
          format.nameRange,
        ),
      );
    }
    if (seen.has(format.name)) {
      const message = `multiple label name '${format.name}' not allowed in a single format operation`;
      report.add(
        runError(
          'label-format-duplicate',
          message,
          `set "${format.name}" once per label_format; a second stage can change it again`,
          format.nameRange,
        ),
      );
    }
    seen.add(format.name);
    if (format.source.kind === 'template') {
      checkTemplate(
        'label',
        format.source.template,
        (error) => `invalid template for label '${format.name}': ${error}`,
        report,
      );
    }
  }
}

const GO_BUILTINS: ReadonlySet<string> = new Set([
  'and', 'or', 'not', 'len', 'index', 'slice', 'print', 'printf', 'println', 'html', 'js', 'call', 'urlquery',
  'eq', 'ne', 'lt', 'le', 'gt', 'ge',
]); // prettier-ignore

function checkTemplate(
  name: string,
  template: Text,
  message: (error: string) => string,
  report: Report,
): void {
  const hasFunction = (func: string): boolean => GO_BUILTINS.has(func) || TEMPLATE_FUNCTIONS.has(func);
  const { errors } = parseTemplateText(template.value, { name, hasFunction });
  for (const error of errors) {
    const range: Range = innerRange(report.source, template, error.range);
    const explanation =
      error.code === 'undefined-function'
        ? `Loki's templates have no function "${error.name ?? ''}"`
        : "the template follows Go's text/template: labels are written as {{.label}}";
    report.add(runError('template', message(goParseError(name, error)), explanation, range));
  }
}
