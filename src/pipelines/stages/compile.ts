import type { Range } from '../../source/range.ts';
import { didYouMean, didYouMeanText } from '../../util/did-you-mean.ts';
import { AGENT_NAMES } from '../issue.ts';
import type { Setting } from '../setting.ts';
import { Settings } from '../settings.ts';
import type { Reading } from '../settings.ts';
import { compileCri, compileDocker } from './container.ts';
import { compileDrop } from './drop.ts';
import { compileJson } from './json.ts';
import {
  compileLabelAllow,
  compileLabelDrop,
  compileLabels,
  compileMetadata,
  compileMetadataDrop,
  compileStaticLabels,
} from './labels.ts';
import { compileLimit } from './limit.ts';
import { compileEventLog, compileOutput, compilePack, compileTenant, decolorizing } from './lines.ts';
import { compileLogfmt } from './logfmt.ts';
import { compileLuhn } from './luhn.ts';
import { compileMatch } from './match.ts';
import { compileMultiline } from './multiline.ts';
import { compilePattern } from './pattern.ts';
import { compileRegex } from './regexp.ts';
import { compileSplitJson } from './split-json.ts';
import type { CompiledStage, Stage, StageLabel } from './stage.ts';
import { changing, keeping } from './stage.ts';
import { stageArgs, stageKind, stageNames } from './table.ts';
import { compileReplace, compileTemplateStage } from './template.ts';
import { compileTimestamp } from './timestamp.ts';
import { compileTruncate } from './truncate.ts';
import { compileWindowsEvent } from './windows-event.ts';
import type { StageSource } from './stage-source.ts';

/** Stages of Promtail that are decoded by mapstructure's WeakDecode. */
const LENIENT = ['drop', 'limit', 'multiline', 'pack', 'sampling', 'cri'];

const passing = changing(() => undefined);

/** Reads the stages of a pipeline. A stage that cannot be read lets every line pass. */
export function compileStages(sources: readonly StageSource[], reading: Reading): CompiledStage[] {
  return sources.flatMap((source) => compileStage(source, reading) ?? []);
}

function compileStage(source: StageSource, reading: Reading): CompiledStage | undefined {
  const { name, nameRange, setting } = source;
  const kind = stageKind(name, reading.agent);
  if (kind === undefined) {
    unknownStage(name, nameRange, reading);
    return undefined;
  }
  const what = reading.agent === 'promtail' ? `the stage "${name}"` : `stage.${name}`;
  const isNameList = setting.kind === 'list' && ['labeldrop', 'labelallow'].includes(name);
  const lenient = reading.agent === 'promtail' && LENIENT.includes(name);
  const settings = new Settings(isNameList ? EMPTY : setting, what, nameRange, reading, lenient);
  const known = stageArgs(kind, reading.agent);
  if (known !== undefined && !isNameList) settings.allow(known);
  const inner = compileStages(source.inner ?? [], reading);
  const plan = planOf(kind.promtail ?? name, settings, source, inner);
  return {
    name: kind.promtail ?? name,
    range: nameRange,
    create: plan.create ?? passing,
    labels: [...(plan.labels ?? []), ...inner.flatMap(({ labels }) => labels)],
    ...(plan.metadata === undefined ? {} : { metadata: plan.metadata }),
    ...(settings.entry('labels_from_groups') === undefined ? {} : { anyLabels: true as const }),
    ...(plan.unplayed === undefined ? {} : { unplayed: plan.unplayed }),
    inner,
  };
}

const EMPTY: Setting = { kind: 'map', entries: [], range: { start: 0, end: 0 } };

function unknownStage(name: string, range: Range, { agent, issues }: Reading): void {
  const names = stageNames(agent);
  const meant = didYouMean(name, names);
  const other = stageKind(name, agent === 'promtail' ? 'alloy' : 'promtail')?.[agent];
  const said = other === undefined ? didYouMeanText(name, names) : `; here it is named "${other}"`;
  const fixed = other ?? meant;
  issues({
    code: 'unknown-key',
    message: `${AGENT_NAMES[agent]} has no stage "${name}"${said}`,
    why: `${AGENT_NAMES[agent]} does not start with this configuration`,
    help: `use one of ${names.join(', ')}`,
    range,
    ...(fixed === undefined
      ? {}
      : { fix: { description: `write "${fixed}"`, safe: false, edits: [{ range, text: fixed }] } }),
  });
}

interface Plan {
  readonly create?: (() => Stage) | undefined;
  readonly labels?: readonly StageLabel[];
  readonly metadata?: readonly string[];
  readonly unplayed?: string;
}

type Compile = (settings: Settings) => (() => Stage) | undefined;

const SIMPLE: Readonly<Record<string, Compile | undefined>> = {
  json: compileJson,
  logfmt: compileLogfmt,
  regex: compileRegex,
  replace: compileReplace,
  template: compileTemplateStage,
  timestamp: compileTimestamp,
  output: compileOutput,
  structured_metadata_drop: compileMetadataDrop,
  drop: compileDrop,
  limit: compileLimit,
  multiline: compileMultiline,
  pack: compilePack,
  tenant: compileTenant,
  eventlogmessage: compileEventLog,
  windowsevent: compileWindowsEvent,
  luhn: compileLuhn,
  pattern: compilePattern,
  split_json: compileSplitJson,
  decolorize: decolorizing,
  docker: compileDocker,
  cri: compileCri,
  metrics: () => passing,
};

function planOf(
  name: string,
  settings: Settings,
  source: StageSource,
  inner: readonly CompiledStage[],
): Plan {
  switch (name) {
    case 'labels':
      return compileLabels(settings);
    case 'static_labels':
      return compileStaticLabels(settings);
    case 'structured_metadata':
    case 'non_indexed_labels':
      return compileMetadata(settings);
    case 'labeldrop':
      return { create: compileLabelDrop(settings, namesOf(source, settings)) };
    case 'labelallow':
      return { create: compileLabelAllow(settings, namesOf(source, settings)) };
    case 'match':
      return { create: compileMatch(settings, inner, (source.inner ?? []).length > 0) };
    case 'truncate':
      return { create: compileTruncate(settings, source) };
    case 'sampling':
      return compileSampling(settings);
    default:
      return simplePlan(name, settings);
  }
}

function simplePlan(name: string, settings: Settings): Plan {
  const compile = Object.hasOwn(SIMPLE, name) ? SIMPLE[name] : undefined;
  if (compile === undefined) return { unplayed: `rulecheck does not play ${settings.what}` };
  const create = compile(settings);
  if (name !== 'docker' && name !== 'cri') return { create };
  return { create, labels: [{ name: 'stream', range: settings.anchor, from: { extracted: 'stream' } }] };
}

/** Chance decides which lines arrive, unless the rate is 0 or 1. */
function compileSampling(settings: Settings): Plan {
  const rate = settings.number('rate');
  if (rate === undefined && !settings.isOpen('rate') && settings.reading.agent === 'alloy')
    settings.missing('rate');
  const value = rate?.value ?? 0;
  if (value < 0 || value > 1)
    settings.report('bad-value', {
      message: `"rate" of ${settings.what} is ${value}; it must be between 0 and 1`,
      why: 'the agent does not start with this configuration',
      help: 'write the share of lines to keep: 0.1 for one in ten',
      range: rate?.range ?? settings.anchor,
    });
  if (value <= 0) return { create: keeping(() => false) };
  return value >= 1 ? {} : { unplayed: `${settings.what} keeps random lines` };
}

/** The names of labels: Promtail's stage is the list itself. */
function namesOf({ setting }: StageSource, settings: Settings): string[] {
  if (setting.kind !== 'list') return settings.strings('values').map(({ value }) => value);
  return setting.items.flatMap((item) => (item.kind === 'scalar' ? [item.text] : []));
}
