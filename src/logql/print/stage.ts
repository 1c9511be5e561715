import { formatGoFloat } from '../../go/numbers/format-float.ts';
import type {
  CompareOp,
  LabelChoice,
  LabelExtraction,
  LabelFilter,
  LabelFormat,
  LabelMatcher,
  LineFilterStage,
  LogfmtStage,
  PipelineStage,
  StreamSelector,
} from '../syntax/ast.ts';
import { formatByteSize } from '../units/bytes.ts';
import { formatGoDuration } from '../../go/durations/go-duration.ts';
import { goQuote } from '../../go/strings/quote.ts';

export function printMatcher(matcher: LabelMatcher): string {
  return `${matcher.name}${matcher.op}${goQuote(matcher.value)}`;
}

export function printSelector(selector: StreamSelector): string {
  return `{${selector.matchers.map(printMatcher).join(', ')}}`;
}

/** One stage as Loki prints it. */
export function printStage(stage: PipelineStage): string {
  switch (stage.kind) {
    case 'LineFilter':
      return printLineFilter(stage);
    case 'Json':
      return stage.extractions.length === 0 ? '| json' : `| json ${printExtractions(stage.extractions)}`;
    case 'Logfmt':
      return printLogfmt(stage);
    case 'Regexp':
      return `| regexp ${goQuote(stage.pattern.value)}`;
    case 'Pattern':
      return `| pattern ${goQuote(stage.pattern.value)}`;
    case 'Unpack':
      return '| unpack';
    case 'Decolorize':
      return '| decolorize';
    case 'LabelFilter':
      return `| ${printLabelFilter(stage.filter)}`;
    case 'LineFormat':
      return `| line_format ${goQuote(stage.template.value)}`;
    case 'LabelFormat':
      return `| label_format ${stage.formats.map(printLabelFormat).join(',')}`;
    case 'Drop':
      return `| drop ${stage.labels.map(printChoice).join(',')}`;
    case 'Keep':
      return `| keep ${stage.labels.map(printChoice).join(',')}`;
  }
}

/** `!= "a" or "b"` excludes both, and Loki prints it as the two filters that it becomes. */
function printLineFilter(stage: LineFilterStage): string {
  const values = stage.alternatives.map(({ ip, value }) => (ip ? `ip(${goQuote(value)})` : goQuote(value)));
  return stage.op.startsWith('!')
    ? values.map((value) => `${stage.op} ${value}`).join(' ')
    : `${stage.op} ${values.join(' or ')}`;
}

function printExtractions(extractions: readonly LabelExtraction[]): string {
  return extractions.map(({ name, expression }) => `${name}=${goQuote(expression)}`).join(',');
}

function printLogfmt(stage: LogfmtStage): string {
  const parts = ['| logfmt'];
  if (stage.strict) parts.push('--strict');
  if (stage.keepEmpty) parts.push('--keep-empty');
  if (stage.extractions.length > 0) parts.push(printExtractions(stage.extractions));
  return parts.join(' ');
}

function printLabelFormat({ name, source }: LabelFormat): string {
  return `${name}=${source.kind === 'rename' ? source.from.name : goQuote(source.template.value)}`;
}

const printChoice = ({ name, matcher }: LabelChoice): string =>
  matcher === undefined ? name : printMatcher(matcher);

const printOp = (op: CompareOp): string => (op === '=' ? '==' : op);

/** A label filter as Loki prints it: joined filters in brackets, `and` as a comma. */
export function printLabelFilter(filter: LabelFilter): string {
  switch (filter.kind) {
    case 'StringFilter':
      return printMatcher(filter.matcher);
    case 'IpFilter':
      return `${filter.name}${filter.op}ip(${goQuote(filter.pattern.value)})`;
    case 'DurationFilter':
      return `${filter.name}${printOp(filter.op)}${formatGoDuration(BigInt(filter.nanoseconds))}`;
    case 'BytesFilter':
      return `${filter.name}${printOp(filter.op)}${formatByteSize(filter.bytes)}`;
    case 'NumberFilter':
      return `${filter.name}${printOp(filter.op)}${formatGoFloat(filter.value, 'f')}`;
    case 'LabelFilterBinary':
      return `( ${printLabelFilter(filter.lhs)} ${filter.op === 'and' ? ',' : 'or'} ${printLabelFilter(filter.rhs)} )`;
  }
}
