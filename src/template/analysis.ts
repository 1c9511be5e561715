import { Collector } from './analysis/collector.ts';
import { Interpreter } from './analysis/interpreter.ts';
import type { Variable } from './analysis/interpreter.ts';
import { UNKNOWN, fieldOf } from './analysis/shapes.ts';
import type { AnalysisError, TemplateAnalysis } from './analysis/result.ts';
import { alertmanagerFunctions } from './alertmanager/functions.ts';
import type { FunctionSet } from './functions.ts';
import { parseWith } from './program.ts';
import { CONSOLE_FUNCTIONS, prometheusFunctions } from './prometheus/functions.ts';
import type { TemplateTree } from './syntax/ast.ts';
import type { TemplateParseError } from './syntax/errors.ts';
import { parseTemplateText } from './syntax/parser.ts';
import type { ParsedTemplate } from './syntax/parser.ts';
import { didYouMean } from '../util/did-you-mean.ts';
import { remember } from '../util/remember.ts';

export type {
  AnalysisError,
  FunctionUse,
  LabelUse,
  TemplateAnalysis,
  TemplateUse,
  UnknownField,
} from './analysis/result.ts';
export type { LabelSource } from './analysis/shapes.ts';

const NOTHING: TemplateAnalysis = {
  errors: [],
  labels: [],
  labelSets: [],
  values: [],
  valueOutputs: [],
  functions: [],
  templates: [],
  unknownFields: [],
  queries: [],
};

/**
 * What a label or annotation of a Prometheus alert uses: labels, the value, functions, and the errors Prometheus
 * would refuse it for. All functions of the newest version are known; `functions[].since` says what is newer.
 */
export function analyzeAlertTemplate(text: string): TemplateAnalysis {
  return text.includes('{{') ? analyzed(text) : NOTHING;
}

/** Several checks ask about the templates of one rule before the next rule's turn comes. */
const analyzed = remember((text: string): TemplateAnalysis => {
  const functions = prometheusFunctions();
  const name = '__alert_';
  // Not remembered by its text: the analysis is, and trees are large. The declarations that Prometheus puts in front
  // (ALERT_PRELUDE) are not read again for each text, which would be most of the work: only their variables count.
  const parsed = parseTemplateText(text, {
    name,
    hasFunction: (wanted) => functions.has(wanted),
    variables: ALERT_VARIABLES.map((variable) => variable.name),
  });
  return analyze(parsed, parsed.trees, functions, ALERT_VARIABLES, 'alert-data', name);
}, 256);

/** The variables of ALERT_PRELUDE, in the order of its declarations. */
const ALERT_VARIABLES: readonly Variable[] = [
  { name: '$labels', value: fieldOf('alert-data', 'Labels') },
  { name: '$externalLabels', value: fieldOf('alert-data', 'ExternalLabels') },
  { name: '$externalURL', value: fieldOf('alert-data', 'ExternalURL') },
  { name: '$value', value: fieldOf('alert-data', 'Value') },
];

/**
 * What a field of a receiver uses, such as `{{ template "slack.title" . }}`. `library` holds the definitions of
 * the template files; they are followed, but only places in `text` itself are given.
 */
export function analyzeNotificationTemplate(
  text: string,
  library: ReadonlyMap<string, TemplateTree> = new Map(),
): TemplateAnalysis {
  if (!text.includes('{{')) return NOTHING;
  const functions = alertmanagerFunctions();
  const parsed = parseWith(functions, '', text);
  const own = new Map([...library, ...parsed.trees]);
  return analyze(parsed, own, functions, [], 'notification', '');
}

function analyze(
  parsed: ParsedTemplate,
  trees: ReadonlyMap<string, TemplateTree>,
  functions: FunctionSet,
  variables: readonly Variable[],
  data: 'alert-data' | 'notification',
  name: string,
): TemplateAnalysis {
  const collector = new Collector();
  const root = parsed.trees.get(name);
  if (root !== undefined) {
    const dot = { shape: { kind: data }, fromValue: false } as const;
    const input = { trees, functions, collector, text: root.text };
    new Interpreter(input, dot, [], variables).list(dot, root.root);
    // Definitions that nothing calls have functions and templates worth knowing too.
    for (const tree of parsed.trees.values()) {
      if (tree !== root) new Interpreter(input, UNKNOWN, [tree.name]).list(UNKNOWN, tree.root);
    }
  }
  return {
    errors: parsed.errors.map((error) => describe(error, functions, variables)),
    labels: collector.labels.all,
    labelSets: collector.labelSets.all,
    values: collector.values.all,
    valueOutputs: collector.valueOutputs.all,
    functions: collector.functions.all,
    templates: collector.templates.all,
    unknownFields: collector.unknownFields.all,
    queries: collector.queries.all,
  };
}

function describe(
  error: TemplateParseError,
  functions: FunctionSet,
  variables: readonly Variable[],
): AnalysisError {
  const { code, message, range, name } = error;
  if (name === undefined) return { code, message, range };
  const known =
    code === 'undefined-function' ? [...functions.keys()] : variables.map((variable) => variable.name);
  const suggestion = didYouMean(name, known);
  const consoleOnly = CONSOLE_FUNCTIONS.includes(name) ? { consoleOnly: true } : {};
  return { code, message, range, name, ...(suggestion === undefined ? {} : { suggestion }), ...consoleOnly };
}
