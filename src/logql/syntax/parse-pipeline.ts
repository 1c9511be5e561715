import type {
  LabelChoice,
  LabelExtraction,
  LabelFormat,
  LineFilterOp,
  LineFilterStage,
  LineFilterValue,
  PipelineStage,
} from './ast.ts';
import type { Cursor } from './cursor.ts';
import { atLabelFilter, parseLabelFilter } from './parse-label-filter.ts';
import { isMatchOp, parseMatcher } from './parse-selector.ts';
import type { Token, TokenKind } from './tokens.ts';

const LINE_FILTER_OPS: readonly TokenKind[] = ['|=', '!=', '|~', '!~', '|>', '!>'];
const isLineFilterOp = (kind: TokenKind): kind is LineFilterOp => LINE_FILTER_OPS.includes(kind);

/** The stages from here to the first token that starts none; `| unwrap` starts none. */
export function parseStages(cursor: Cursor): PipelineStage[] {
  const stages: PipelineStage[] = [];
  for (;;) {
    const { kind } = cursor.peek();
    if (isLineFilterOp(kind)) stages.push(parseLineFilter(cursor, kind));
    else if (kind === '|' && cursor.kindAfterNext() !== 'unwrap') stages.push(parseStage(cursor));
    else return stages;
  }
}

function parseLineFilter(cursor: Cursor, op: LineFilterOp): LineFilterStage {
  const opToken = cursor.next();
  const alternatives = [parseLineFilterValue(cursor, op)];
  while (cursor.accept('or')) alternatives.push(parseLineFilterValue(cursor, op));
  return {
    kind: 'LineFilter',
    op,
    opRange: { start: opToken.start, end: opToken.end },
    alternatives,
    ...cursor.since(opToken),
  };
}

function parseLineFilterValue(cursor: Cursor, op: LineFilterOp): LineFilterValue {
  const ip = cursor.accept('ip');
  if (ip === undefined) {
    const hint = cursor.at('IDENTIFIER')
      ? `"${op}" filters lines by text; to compare a label, write | label${op.includes('!') ? '!=' : '='}"value"`
      : undefined;
    if (!cursor.at('STRING')) cursor.unexpected(['STRING', 'ip'], hint);
    return { ...cursor.expectText(), ip: false };
  }
  cursor.expect('(');
  const { value } = cursor.expectText();
  cursor.expect(')');
  return { value, ip: true, ...cursor.since(ip) };
}

function parseStage(cursor: Cursor): PipelineStage {
  const pipe = cursor.next();
  const { kind } = cursor.peek();
  switch (kind) {
    case 'json':
      cursor.next();
      return { kind: 'Json', extractions: parseExtractions(cursor), ...cursor.since(pipe) };
    case 'logfmt':
      cursor.next();
      return parseLogfmt(cursor, pipe);
    case 'regexp':
    case 'pattern': {
      cursor.next();
      const pattern = cursor.expectText();
      return { kind: kind === 'regexp' ? 'Regexp' : 'Pattern', pattern, ...cursor.since(pipe) };
    }
    case 'unpack':
    case 'decolorize':
      cursor.next();
      return { kind: kind === 'unpack' ? 'Unpack' : 'Decolorize', ...cursor.since(pipe) };
    case 'line_format':
      cursor.next();
      return { kind: 'LineFormat', template: cursor.expectText(), ...cursor.since(pipe) };
    case 'label_format':
      cursor.next();
      return { kind: 'LabelFormat', formats: parseLabelFormats(cursor), ...cursor.since(pipe) };
    case 'drop':
    case 'keep':
      cursor.next();
      return {
        kind: kind === 'drop' ? 'Drop' : 'Keep',
        labels: parseLabelChoices(cursor),
        ...cursor.since(pipe),
      };
    default:
      if (!atLabelFilter(cursor)) cursor.unexpected([], stageHint(cursor.peek()));
      return { kind: 'LabelFilter', filter: parseLabelFilter(cursor), ...cursor.since(pipe) };
  }
}

function stageHint(token: Token): string {
  if (token.kind === 'STRING')
    return 'a string alone is not a stage: |= "text" keeps the lines that contain it, |~ "regexp" those that match';
  return 'a stage is a parser (json, logfmt, regexp, pattern, unpack), a label filter, line_format, label_format, decolorize, drop or keep';
}

function parseLogfmt(cursor: Cursor, pipe: Token): PipelineStage {
  const flags = new Set<string>();
  while (cursor.at('FUNCTION_FLAG')) flags.add(cursor.next().text);
  return {
    kind: 'Logfmt',
    strict: flags.has('--strict'),
    keepEmpty: flags.has('--keep-empty'),
    extractions: parseExtractions(cursor),
    ...cursor.since(pipe),
  };
}

function parseExtractions(cursor: Cursor): LabelExtraction[] {
  const extractions: LabelExtraction[] = [];
  if (!cursor.at('IDENTIFIER')) return extractions;
  do extractions.push(parseExtraction(cursor));
  while (cursor.accept(','));
  return extractions;
}

function parseExtraction(cursor: Cursor): LabelExtraction {
  const name = cursor.expectName();
  const nameRange = { start: name.start, end: name.end };
  if (cursor.accept('=') === undefined) {
    return { name: name.name, nameRange, expression: name.name, expressionRange: nameRange, ...nameRange };
  }
  const { value, start, end } = cursor.expectText();
  return {
    name: name.name,
    nameRange,
    expression: value,
    expressionRange: { start, end },
    ...cursor.since(name),
  };
}

function parseLabelFormats(cursor: Cursor): LabelFormat[] {
  const formats: LabelFormat[] = [];
  do formats.push(parseLabelFormat(cursor));
  while (cursor.accept(','));
  return formats;
}

function parseLabelFormat(cursor: Cursor): LabelFormat {
  const name = cursor.expectName();
  const nameRange = { start: name.start, end: name.end };
  cursor.expect('=');
  if (!cursor.at('IDENTIFIER', 'STRING')) cursor.unexpected(['IDENTIFIER', 'STRING']);
  const source: LabelFormat['source'] = cursor.at('STRING')
    ? { kind: 'template', template: cursor.expectText() }
    : { kind: 'rename', from: cursor.expectName() };
  return { name: name.name, nameRange, source, ...cursor.since(name) };
}

function parseLabelChoices(cursor: Cursor): LabelChoice[] {
  const choices: LabelChoice[] = [];
  do choices.push(parseLabelChoice(cursor));
  while (cursor.accept(','));
  return choices;
}

function parseLabelChoice(cursor: Cursor): LabelChoice {
  const after = cursor.kindAfterNext();
  if (cursor.at('IDENTIFIER') && after !== undefined && isMatchOp(after)) {
    const matcher = parseMatcher(cursor);
    return {
      name: matcher.name,
      nameRange: matcher.nameRange,
      matcher,
      start: matcher.start,
      end: matcher.end,
    };
  }
  const name = cursor.expectName();
  return {
    name: name.name,
    nameRange: { start: name.start, end: name.end },
    start: name.start,
    end: name.end,
  };
}
