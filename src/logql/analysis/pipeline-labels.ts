import type { LabelFormatStage, LogQuery, PipelineStage } from '../syntax/ast.ts';
import { parsePattern } from '../syntax/pattern.ts';
import { tryCompile } from '../syntax/regexp.ts';
import { labelsRequired, requiredBy } from './label-filter-facts.ts';
import type { LabelFacts } from './label-facts.ts';
import { mayHave, openLabels, restrictTo, uncertain, without, withLabels } from './label-facts.ts';
import { hasPlainText } from './template-fields.ts';

/** The labels of the lines that leave a log query. */
export function logQueryLabels(query: LogQuery): LabelFacts {
  return query.stages.reduce(afterStage, openLabels(requiredBy(query.selector.matchers)));
}

/** The labels behind a stage, given those before it. */
function afterStage(facts: LabelFacts, stage: PipelineStage): LabelFacts {
  switch (stage.kind) {
    case 'LineFilter':
    case 'LineFormat':
    case 'Decolorize':
      return facts;
    case 'LabelFilter':
      return withLabels(facts, labelsRequired(stage.filter), true);
    case 'Json':
    case 'Logfmt':
      return stage.extractions.length === 0
        ? anyAdded(facts)
        : listed(
            facts,
            stage.extractions.map(({ name }) => name),
          );
    case 'Unpack':
      return anyAdded(facts);
    case 'Regexp':
    case 'Pattern':
      return extracted(facts, captureNames(stage));
    case 'LabelFormat':
      return afterLabelFormat(facts, stage);
    case 'Drop':
      return stage.labels.reduce(
        (before, { name, matcher }) =>
          matcher === undefined ? without(before, [name]) : uncertain(before, [name]),
        facts,
      );
    case 'Keep': {
      const names = stage.labels.map(({ name }) => name);
      const conditional = stage.labels.filter(({ matcher }) => matcher !== undefined).map(({ name }) => name);
      return uncertain(restrictTo(facts, [...names, ...ERROR_LABELS]), conditional);
    }
  }
}

/** Labels that `keep` leaves alone. */
const ERROR_LABELS = ['__error__', '__error_details__', '__preserve_error__'];

/** A parser without a list adds whatever the lines hold, `__error__` included. */
function anyAdded(facts: LabelFacts): LabelFacts {
  return { guaranteed: facts.guaranteed, possible: 'any', impossible: new Set() };
}

/** A name that the stream has, even one that was dropped since, comes out as `name_extracted`. */
function extracted(facts: LabelFacts, names: readonly string[]): LabelFacts {
  return withLabels(facts, [
    ...names.flatMap((name) => [name, `${name}_extracted`]),
    '__error__',
    '__error_details__',
  ]);
}

/** Listed fields are set in every line, to the empty string where the line has none, over what a stage set before. */
function listed(facts: LabelFacts, names: readonly string[]): LabelFacts {
  return extracted(uncertain(facts, names), names);
}

/** The labels that a regexp or pattern stage extracts. */
export function captureNames(stage: Extract<PipelineStage, { kind: 'Regexp' | 'Pattern' }>): string[] {
  if (stage.kind === 'Regexp') {
    const compiled = tryCompile(stage.pattern.value);
    return typeof compiled === 'string' ? [] : Object.keys(compiled.namedGroups());
  }
  const parsed = parsePattern(stage.pattern.value);
  if ('error' in parsed) return [];
  return parsed.nodes.flatMap((node) =>
    node.kind === 'capture' && node.name !== undefined ? [node.name] : [],
  );
}

function afterLabelFormat(before: LabelFacts, stage: LabelFormatStage): LabelFacts {
  let facts = before;
  for (const { name, source } of stage.formats) {
    if (source.kind === 'template') {
      facts = hasPlainText(source.template)
        ? withLabels(facts, [name], true)
        : withLabels(uncertain(facts, [name]), [name]);
      continue;
    }
    const from = source.from.name;
    if (!mayHave(facts, from)) continue;
    // Where the old label is absent, nothing is renamed and the new one stays as it was; it may also be empty.
    const certain = facts.guaranteed.has(from);
    facts = without(withLabels(certain ? facts : uncertain(facts, [name]), [name], certain), [from]);
  }
  return facts;
}
