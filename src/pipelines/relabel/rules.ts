import { createHash } from 'node:crypto';
import type { RE2JS } from 're2js';
import { goLower, goUpper } from '../../go/strings/case.ts';
import { tryCompile } from '../../logql/syntax/regexp.ts';
import { isUtf8LabelName } from '../../routing/labels.ts';
import { expandMatch, replaceAll } from '../../template/go/regexp.ts';
import type { Range } from '../../source/range.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import type { Setting } from '../setting.ts';
import { Settings } from '../settings.ts';
import type { Reading } from '../settings.ts';

const ACTIONS = [
  'replace',
  'keep',
  'drop',
  'keepequal',
  'dropequal',
  'hashmod',
  'labelmap',
  'labeldrop',
  'labelkeep',
  'lowercase',
  'uppercase',
] as const;

type Action = (typeof ACTIONS)[number];

const KEYS = ['source_labels', 'separator', 'regex', 'modulus', 'target_label', 'replacement', 'action'];
const NEEDS_TARGET: readonly Action[] = [
  'replace',
  'hashmod',
  'lowercase',
  'uppercase',
  'keepequal',
  'dropequal',
];

/** A relabelling rule, as Prometheus, Promtail and Alloy read it. */
export interface RelabelRule {
  readonly action: Action;
  readonly sources: readonly string[];
  readonly separator: string;
  /** It matches the whole value. */
  readonly regex: RE2JS;
  readonly modulus: bigint;
  readonly target: string | undefined;
  readonly targetRange: Range | undefined;
  readonly replacement: string;
  readonly range: Range;
}

/** Reads a rule; undefined (and an issue) where it cannot be read. */
export function compileRule(setting: Setting, anchor: Range, reading: Reading): RelabelRule | undefined {
  const settings = new Settings(setting, 'a relabelling rule', anchor, reading, reading.agent === 'promtail');
  settings.allow(KEYS);
  const action = actionOf(settings);
  const text = settings.string('regex');
  const regex = tryCompile(`^(?s:${text?.value ?? '(.*)'})$`);
  if (typeof regex === 'string')
    settings.report('bad-value', {
      message: `"regex" of a relabelling rule is not a regular expression: ${regex}`,
      help: 'use RE2 syntax: no lookaround, no backreferences',
      range: text?.range ?? anchor,
    });
  const target = settings.string('target_label');
  if (action !== undefined && NEEDS_TARGET.includes(action) && !settings.isOpen('target_label'))
    if (target === undefined || target.value === '') settings.missing('target_label');
  const modulus = settings.number('modulus');
  if (action === 'hashmod' && (modulus?.value ?? 0) < 1) settings.missing('modulus');
  if (action === undefined || typeof regex === 'string') return undefined;
  return {
    action,
    regex,
    sources: settings.strings('source_labels').map(({ value }) => value),
    // An empty separator joins without one.
    separator: textOrEmpty(settings, 'separator') ?? ';',
    modulus: BigInt(Math.max(1, Math.trunc(modulus?.value ?? 1))),
    target: target?.value,
    targetRange: target?.range,
    replacement: textOrEmpty(settings, 'replacement') ?? '$1',
    range: anchor,
  };
}

/** A text that may be written as empty, which is not the same as absent. */
function textOrEmpty(settings: Settings, key: string): string | undefined {
  const value = settings.entry(key)?.value;
  return value?.kind === 'scalar' ? value.text : settings.string(key)?.value;
}

function actionOf(settings: Settings): Action | undefined {
  const written = settings.string('action');
  // Every release reads the action in any case.
  const name = (written?.value ?? 'replace').toLowerCase();
  const action = ACTIONS.find((one) => one === name);
  if (action === undefined)
    settings.report('bad-value', {
      message: `"${written?.value ?? ''}" is not an action of a relabelling rule${didYouMeanText(name, ACTIONS)}`,
      why: 'the agent does not start with this configuration',
      help: `use one of ${ACTIONS.join(', ')}`,
      range: written?.range ?? settings.anchor,
    });
  return action;
}

/** Applies rules in their order, to the labels in place; false: the target or the line is dropped. */
export function relabel(labels: Map<string, string>, rules: readonly RelabelRule[]): boolean {
  return rules.every((rule) => apply(labels, rule));
}

function apply(labels: Map<string, string>, rule: RelabelRule): boolean {
  const { regex, target = '' } = rule;
  const value = rule.sources.map((name) => labels.get(name) ?? '').join(rule.separator);
  switch (rule.action) {
    case 'drop':
      return !regex.matcher(value).find();
    case 'keep':
      return regex.matcher(value).find();
    case 'dropequal':
      return (labels.get(target) ?? '') !== value;
    case 'keepequal':
      return (labels.get(target) ?? '') === value;
    case 'replace':
      replace(labels, rule, value);
      return true;
    case 'lowercase':
    case 'uppercase':
      set(labels, target, rule.action === 'lowercase' ? goLower(value) : goUpper(value));
      return true;
    case 'hashmod':
      set(
        labels,
        target,
        (createHash('md5').update(value).digest().readBigUInt64BE(8) % rule.modulus).toString(),
      );
      return true;
    case 'labelmap':
    case 'labeldrop':
    case 'labelkeep':
      byName(labels, rule);
      return true;
  }
}

/** An empty value counts as an absent label. */
function set(labels: Map<string, string>, name: string, value: string): void {
  if (value === '') labels.delete(name);
  else labels.set(name, value);
}

function replace(
  labels: Map<string, string>,
  { regex, target = '', replacement }: RelabelRule,
  value: string,
): void {
  const matcher = regex.matcher(value);
  if (!matcher.find()) return;
  const name = expandMatch(regex, matcher, target);
  if (isUtf8LabelName(name)) set(labels, name, expandMatch(regex, matcher, replacement));
}

function byName(labels: Map<string, string>, { action, regex, replacement }: RelabelRule): void {
  for (const [name, value] of [...labels]) {
    const matches = regex.matcher(name).find();
    if (action === 'labelmap' && matches) set(labels, replaceAll(regex, name, replacement), value);
    if (action === 'labeldrop' ? matches : action === 'labelkeep' && !matches) labels.delete(name);
  }
}

/** Labels of service discovery and of the agent itself begin with `__` and go before the lines do. */
export function withoutMeta(labels: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...labels].filter(([name]) => !name.startsWith('__')));
}
