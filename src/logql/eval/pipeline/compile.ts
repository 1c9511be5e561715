import { RE2JS } from 're2js';
import type {
  DropStage,
  KeepStage,
  LabelFormatStage,
  LineFormatStage,
  LogQuery,
  PipelineStage,
} from '../../syntax/ast.ts';
import { matcherTest } from '../../syntax/matchers.ts';
import { parsePattern } from '../../syntax/pattern.ts';
import { tryCompile } from '../../syntax/regexp.ts';
import { parseJson, parseJsonPaths, unpack } from '../parsers/json.ts';
import { parseLogfmt } from '../parsers/logfmt.ts';
import { patternCaptures } from '../parsers/pattern.ts';
import { sanitizeLabel } from '../parsers/sanitize.ts';
import type { LineTemplate } from '../template/render.ts';
import { compileTemplate } from '../template/render.ts';
import { compileLabelFilter } from './label-filter.ts';
import type { LabelState } from './label-state.ts';
import { ERROR, ERROR_DETAILS } from './label-state.ts';
import type { LogProbe } from '../probe.ts';
import type { LokiRelease } from '../../../util/loki-release.ts';
import { compileLineFilter } from './line-filter.ts';

/** What a stage makes of a line; undefined drops it. */
export type StageRun = (line: string, state: LabelState, timestampMs: number) => string | undefined;

/** The stages of a log query in the order in which Loki runs them, ready to run. */
export function compileStages(
  query: LogQuery,
  nowMs: number,
  release: LokiRelease,
  probe?: LogProbe,
): StageRun[] {
  return reorder(query.stages).map((stage) => {
    const run = compileStage(stage, nowMs, release);
    if (probe === undefined) return run;
    return (line, state, timestampMs) => {
      const left = run(line, state, timestampMs);
      probe.staged(stage, left !== undefined);
      return left;
    };
  });
}

/**
 * Loki moves line filters before the parsers and formats that precede them, unless a stage between changes the
 * line (line_format, unpack) or filters by label. decolorize does not count as such a stage there.
 */
export function reorder(stages: readonly PipelineStage[]): PipelineStage[] {
  const result: PipelineStage[] = [];
  let filters: PipelineStage[] = [];
  let others: PipelineStage[] = [];
  const flush = (): void => {
    result.push(...filters, ...others);
    filters = [];
    others = [];
  };
  for (const stage of stages) {
    if (stage.kind === 'LabelFilter') {
      flush();
      result.push(stage);
    } else if (stage.kind === 'LineFilter') {
      filters.push(stage);
    } else {
      others.push(stage);
      if (stage.kind === 'LineFormat' || stage.kind === 'Unpack') flush();
    }
  }
  flush();
  return result;
}

/** Runs a parser that leaves the line as it is. */
const keepsLine =
  (run: (line: string, state: LabelState) => void): StageRun =>
  (line, state) => {
    run(line, state);
    return line;
  };

function compileStage(stage: PipelineStage, nowMs: number, release: LokiRelease): StageRun {
  switch (stage.kind) {
    case 'LineFilter': {
      const test = compileLineFilter(stage, release);
      return (line) => (test(line) ? line : undefined);
    }
    case 'LabelFilter': {
      const test = compileLabelFilter(stage.filter);
      return (line, state) => (test(state) ? line : undefined);
    }
    case 'Json':
      return keepsLine((line, state) =>
        stage.extractions.length === 0
          ? parseJson(line, state)
          : parseJsonPaths(line, stage.extractions, state),
      );
    case 'Logfmt':
      return keepsLine((line, state) => parseLogfmt(line, stage, state));
    case 'Regexp':
      return keepsLine(compileRegexpStage(stage.pattern.value));
    case 'Pattern':
      return keepsLine(compilePatternStage(stage.pattern.value));
    case 'Unpack':
      return unpack;
    case 'Decolorize':
      return compileDecolorize();
    case 'LineFormat':
      return compileLineFormat(stage, nowMs);
    case 'LabelFormat':
      return compileLabelFormat(stage, nowMs);
    case 'Drop':
      return keepsLine(compileDrop(stage));
    case 'Keep':
      return keepsLine(compileKeep(stage));
  }
}

/** ANSI escape sequences, as Loki's decolorize finds them: in RE2 as there, since the pattern is ambiguous. */
const ANSI = String.raw`[\x{1B}\x{9B}][\[\]()#;?]*(?:(?:(?:[a-zA-Z\d]*(?:;[a-zA-Z\d]*)*)?\x07)|(?:(?:\d{1,4}(?:;\d{0,4})*)?[\dA-PRZcf-ntqry=><~]))`;

/** Takes the ANSI escape sequences out of a line. */
export function compileDecolorize(): (line: string) => string {
  const ansi = RE2JS.compile(ANSI);
  return (line) => ansi.matcher(line).replaceAll('');
}

function setField(state: LabelState, label: string, value: string): void {
  const name = state.fieldName(label);
  if (state.hints.wants(name)) state.set(name, value);
}

function compileRegexpStage(pattern: string): (line: string, state: LabelState) => void {
  const compiled = tryCompile(pattern);
  if (typeof compiled === 'string') return () => undefined;
  const groups = Object.entries(compiled.namedGroups()).sort(([, a], [, b]) => a - b);
  return (line, state) => {
    const matcher = compiled.matcher(line);
    if (!matcher.find()) return;
    for (const [name, index] of groups) setField(state, sanitizeLabel(name), matcher.group(index) ?? '');
  };
}

function compilePatternStage(pattern: string): (line: string, state: LabelState) => void {
  const parsed = parsePattern(pattern);
  if ('error' in parsed) return () => undefined;
  return (line, state) => {
    if (state.hints.done) return;
    for (const [name, value] of patternCaptures(parsed.nodes, line)) setField(state, name, value);
  };
}

const TEMPLATE_ERROR = 'TemplateFormatErr';

function rendered(
  template: LineTemplate,
  line: string,
  state: LabelState,
  timestampMs: number,
): string | undefined {
  const result = template({ labels: state.all(), line, timestampMs });
  if ('text' in result) return result.text;
  state.setError(TEMPLATE_ERROR, result.error);
  return undefined;
}

function compileLineFormat(stage: LineFormatStage, nowMs: number): StageRun {
  const template = compileTemplate('line', stage.template.value, nowMs);
  return (line, state, timestampMs) => rendered(template, line, state, timestampMs) ?? line;
}

function compileLabelFormat(stage: LabelFormatStage, nowMs: number): StageRun {
  const formats = stage.formats.map(({ name, source }) =>
    source.kind === 'rename'
      ? { name, from: source.from.name }
      : { name, template: compileTemplate('label', source.template.value, nowMs) },
  );
  return (line, state, timestampMs) => {
    for (const { name, from, template } of formats) {
      if (from !== undefined) {
        const value = state.get(from);
        if (value === undefined) continue;
        state.set(name, value);
        state.delete(from);
      } else {
        const value = rendered(template, line, state, timestampMs);
        if (value !== undefined) state.set(name, value);
      }
    }
    return line;
  };
}

function compileDrop(stage: DropStage): (line: string, state: LabelState) => void {
  const choices = stage.labels.map(({ name, matcher }) => ({
    name,
    test: matcher === undefined ? undefined : matcherTest(matcher),
  }));
  return (_line, state) => {
    for (const { name, test } of choices) {
      const value =
        name === ERROR ? state.error : name === ERROR_DETAILS ? state.errorDetails : (state.get(name) ?? '');
      if (test !== undefined && !test(value)) continue;
      if (name === ERROR) state.error = '';
      else if (name === ERROR_DETAILS) state.errorDetails = '';
      else state.delete(name);
    }
  };
}

function compileKeep(stage: KeepStage): (line: string, state: LabelState) => void {
  const choices = stage.labels.map(({ name, matcher }) => ({
    name,
    test: matcher === undefined ? undefined : matcherTest(matcher),
  }));
  return (_line, state) => {
    for (const [name, value] of state.all()) {
      if (name === ERROR || name === ERROR_DETAILS || name === '__preserve_error__') continue;
      if (
        !choices.some((choice) => choice.name === name && (choice.test === undefined || choice.test(value)))
      )
        state.delete(name);
    }
  };
}
