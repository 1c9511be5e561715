import { own } from '../../util/own.ts';
import type { Range } from '../../source/range.ts';
import { didYouMean, didYouMeanText } from '../../util/did-you-mean.ts';
import type { PipelineIssue, PipelineSink } from '../issue.ts';
import { compileRule } from '../relabel/rules.ts';
import type { RelabelRule } from '../relabel/rules.ts';
import type { OpenSetting, Setting } from '../setting.ts';
import type { Reading } from '../settings.ts';
import type { FixedLabel, LogSource, NotFollowed, Step, Target, Way } from '../source.ts';
import { compileStages } from '../stages/compile.ts';
import type { StageSource } from '../stages/stage-source.ts';
import type { CompiledStage } from '../stages/stage.ts';
import type { AlloyExpr, Block, Body } from './ast.ts';
import { dottedName } from './ast.ts';
import { COMPONENTS, ENDPOINT, LOG_COMPONENTS, SETTINGS_BLOCKS } from './components.ts';
import type { ComponentShape } from './components.ts';
import { attributesOf, evaluate } from './evaluate.ts';
import type { Scope } from './evaluate.ts';

const SOURCE = /^loki\.source\./;
/** Constants of Alloy that are the machine's. */
const CONSTANTS: ReadonlyMap<string, string> = new Map([['constants.hostname', 'HOSTNAME']]);

/** The components of a configuration, and how lines go from one to another. */
export class AlloyGraph {
  readonly #blocks: ReadonlyMap<string, Block>;
  readonly #declared: ReadonlySet<string>;
  readonly #outer: readonly NotFollowed[];
  readonly #issues: PipelineSink;
  readonly #scope: Scope;
  readonly #stages = new Map<Block, readonly CompiledStage[]>();
  readonly #open = new Map<Block, OpenSetting[]>();
  #followed = 0;

  constructor(body: Body, issues: PipelineSink, environment: ReadonlyMap<string, string>) {
    this.#issues = issues;
    this.#scope = { environment, lookUp: (name) => hostname(name, environment) };
    this.#blocks = new Map(body.blocks.map((block) => [componentId(block), block]));
    this.#declared = new Set(body.blocks.flatMap(({ name, label }) => (name === 'declare' ? [label] : [])));
    this.#outer = body.blocks.flatMap(({ name, label, nameRange }) =>
      name === 'declare' || name.startsWith('import.')
        ? [{ what: `${name} "${label}"`, range: nameRange }]
        : [],
    );
    for (const block of body.blocks) this.#check(block);
  }

  notFollowed(): readonly NotFollowed[] {
    return this.#outer;
  }

  sources(): LogSource[] {
    return this.#all((name) => SOURCE.test(name)).map((block) => this.#sourceOf(block));
  }

  /** Components that take lines, as if these came from nowhere. */
  receivers(): LogSource[] {
    return this.#all(
      (name) => name === 'loki.process' || name === 'loki.relabel' || name === 'loki.write',
    ).map((block) => {
      const open: OpenSetting[] = [];
      const found = this.#waysThrough(block, [], open, new Set());
      const ways = found.length > 0 ? found : this.#deadEnd(block, open);
      const target: Target = { labels: [], rules: [], globs: false };
      return {
        agent: 'alloy' as const,
        name: componentId(block),
        range: block.nameRange,
        targets: [target],
        receives: true as const,
        ways,
        files: false,
        open,
      };
    });
  }

  /** The stages of a component that hands its lines to none. */
  #deadEnd(block: Block, open: OpenSetting[]): Way[] {
    if (block.name !== 'loki.process') return [];
    const notFollowed = [{ what: 'no other component', range: block.nameRange }];
    return [{ steps: [{ kind: 'stages', stages: this.#compiled(block, open) }], external: [], notFollowed }];
  }

  #all(wanted: (name: string) => boolean): Block[] {
    return [...this.#blocks.values()].filter(({ name }) => wanted(name));
  }

  /** Names and arguments that Alloy does not know. */
  #check(block: Block): void {
    const shape = own(COMPONENTS, block.name);
    if (shape !== undefined) {
      this.#checkShape(block, shape);
      return;
    }
    const meant = didYouMean(block.name, LOG_COMPONENTS);
    const isOther = LOG_COMPONENTS.includes(block.name) || SETTINGS_BLOCKS.test(block.name);
    if (isOther || meant === undefined || !block.name.startsWith('loki.')) return;
    this.#refuse(block.nameRange, `Alloy has no component "${block.name}"; did you mean "${meant}"?`, meant);
  }

  #checkShape(block: Block, shape: ComponentShape): void {
    const { attributes, blocks } = shape;
    for (const { name, nameRange } of block.body.attributes) {
      if (attributes.includes(name)) continue;
      const said = `${block.name} has no argument "${name}"${didYouMeanText(name, attributes)}`;
      this.#refuse(nameRange, said, didYouMean(name, attributes));
    }
    for (const inner of block.body.blocks) {
      if (inner.name.startsWith('stage.') && blocks.includes('stage.*')) continue;
      if (inner.name === 'endpoint' && block.name === 'loki.write') this.#checkShape(inner, ENDPOINT);
      if (blocks.includes(inner.name)) continue;
      const said = `${block.name} has no block "${inner.name}"${didYouMeanText(inner.name, blocks)}`;
      this.#refuse(inner.nameRange, said, didYouMean(inner.name, blocks));
    }
  }

  #refuse(range: Range, message: string, meant?: string): void {
    const fix: PipelineIssue['fix'] =
      meant === undefined
        ? undefined
        : { description: `write "${meant}"`, safe: false, edits: [{ range, text: meant }] };
    this.#issues({
      code: 'unknown-key',
      message,
      why: 'Alloy refuses the whole configuration',
      help: meant === undefined ? 'remove it, or write a name that Alloy knows' : `write ${meant}`,
      range,
      ...(fix === undefined ? {} : { fix }),
    });
  }

  #reading(open: OpenSetting[]): Reading {
    return { agent: 'alloy', issues: this.#issues, open };
  }

  #sourceOf(block: Block): LogSource {
    const open: OpenSetting[] = [];
    const files = block.name === 'loki.source.file';
    const targets = attribute(block, 'targets');
    const own = this.#labels(block, 'labels', open);
    const job: FixedLabel[] =
      block.name === 'loki.source.journal'
        ? [{ name: 'job', value: componentId(block), range: block.nameRange }]
        : [];
    const lost = job.length === 0 ? undefined : own.find(({ name }) => name === 'job');
    if (lost !== undefined) this.#overwritten(lost, componentId(block));
    const rules = this.#rulesNamed(attribute(block, 'relabel_rules'), open);
    const found =
      targets === undefined
        ? [{ labels: [], rules: [], globs: false }]
        : this.#targets(targets, open, new Set());
    const all = found.map((target) => ({
      labels: [...target.labels, ...own, ...job],
      rules: [...target.rules, ...rules],
      globs: target.globs || this.#matchesFiles(block),
    }));
    if (files) for (const { labels, globs } of all) if (!globs) this.#checkPath(labels);
    return {
      agent: 'alloy',
      name: componentId(block),
      range: block.nameRange,
      targets: all,
      ways: this.#forwarded(block, [], open, new Set()),
      files,
      open,
    };
  }

  /** loki.source.file opens a path as it is written. */
  #checkPath(labels: readonly FixedLabel[]): void {
    const path = labels.find(({ name, value }) => name === '__path__' && /[*?[{]/.test(value));
    if (path === undefined) return;
    this.#issues({
      code: 'bad-value',
      severity: 'warning',
      message: `loki.source.file looks for a file with the name "${path.value}": it does not look up patterns`,
      why: 'no line is read, and Alloy reports no fault',
      help: 'put the target into local.file_match and write "targets = local.file_match.name.targets", or add "file_match { enabled = true }"',
      range: path.range,
    });
  }

  /** The journal's own label wins over a configured one (internal/component/loki/source/journal). */
  #overwritten({ value, range }: FixedLabel, id: string): void {
    this.#issues({
      code: 'bad-value',
      severity: 'warning',
      message: `the label job="${value}" never arrives: loki.source.journal sets job="${id}"`,
      why: `a selector with job="${value}" picks none of these lines`,
      help: `set it in "relabel_rules": a loki.relabel with rule { target_label = "job" replacement = "${value}" }`,
      range,
    });
  }

  /** `file_match { enabled = true }` looks files up by the patterns of the targets. */
  #matchesFiles(block: Block): boolean {
    const match = block.body.blocks.find(({ name }) => name === 'file_match');
    const enabled = match === undefined ? undefined : attribute(match, 'enabled');
    const value = enabled === undefined ? undefined : evaluate(enabled, this.#scope);
    return value?.kind === 'scalar' && value.value === true;
  }

  #labels(block: Block, name: string, open: OpenSetting[]): FixedLabel[] {
    const expr = attribute(block, name);
    return expr === undefined ? [] : fixedLabels(evaluate(expr, this.#scope), open);
  }

  /** The targets that an expression gives. */
  #targets(expr: AlloyExpr, open: OpenSetting[], seen: ReadonlySet<string>): Target[] {
    if (expr.kind === 'list') return expr.items.flatMap((item) => this.#target(item, open, seen));
    if (expr.kind === 'call' && /^(?:array\.)?concat$/.test(dottedName(expr.callee) ?? ''))
      return expr.args.flatMap((arg) => this.#targets(arg, open, seen));
    const name = dottedName(expr);
    if (name === undefined) {
      open.push({ kind: 'open', what: 'a calculated list of targets', range: expr });
      return [];
    }
    const id = name.replace(/\.(?:targets|output)$/, '');
    const block = this.#referred(id, expr);
    if (block === undefined || seen.has(id)) return [];
    if (this.#isTooFar(seen.size)) {
      open.push({ kind: 'open', what: tooFar(block).what, range: expr });
      return [];
    }
    const inner = new Set([...seen, id]);
    const from = attribute(block, block.name === 'local.file_match' ? 'path_targets' : 'targets');
    if (block.name === 'local.file_match')
      return this.#targets(from ?? NO_TARGETS, open, inner).map((target) => ({ ...target, globs: true }));
    if (block.name !== 'discovery.relabel') return [{ labels: [], rules: [], globs: false }];
    const rules = this.#rules(block, open);
    return this.#targets(from ?? NO_TARGETS, open, inner).map((target) => ({
      ...target,
      rules: [...target.rules, ...rules],
    }));
  }

  #target(item: AlloyExpr, open: OpenSetting[], seen: ReadonlySet<string>): Target[] {
    if (item.kind !== 'object') return this.#targets(item, open, seen);
    return [{ labels: fixedLabels(evaluate(item, this.#scope), open), rules: [], globs: false }];
  }

  /** The component of a reference; a missing one is reported. */
  #referred(id: string, { start, end }: Range): Block | undefined {
    const block = this.#blocks.get(id);
    if (block !== undefined || !/^(?:loki|local|discovery)\./.test(id)) return block;
    const meant = didYouMean(id, this.#blocks.keys());
    this.#issues({
      code: 'bad-value',
      message: `there is no component "${id}"${didYouMeanText(id, this.#blocks.keys())}`,
      why: 'Alloy refuses the whole configuration',
      help: meant === undefined ? 'write the name and the label of a component' : `refer to ${meant}`,
      range: { start, end },
    });
    return undefined;
  }

  #rules(block: Block, open: OpenSetting[]): RelabelRule[] {
    return block.body.blocks
      .filter(({ name }) => name === 'rule')
      .flatMap(
        (rule) => compileRule(attributesOf(rule, this.#scope), rule.nameRange, this.#reading(open)) ?? [],
      );
  }

  /** `relabel_rules = loki.relabel.name.rules` */
  #rulesNamed(expr: AlloyExpr | undefined, open: OpenSetting[]): RelabelRule[] {
    const name = expr === undefined ? undefined : dottedName(expr);
    if (expr === undefined || name === undefined) return [];
    const block = this.#referred(name.replace(/\.rules$/, ''), expr);
    return block === undefined ? [] : this.#rules(block, open);
  }

  /** Two components that each forward twice to the next double the ways with every step. */
  #isTooFar(depth: number): boolean {
    return depth > MOST_STEPS || ++this.#followed > MOST_FOLLOWED;
  }

  /** The ways on from a component. */
  #forwarded(block: Block, steps: readonly Step[], open: OpenSetting[], seen: ReadonlySet<Block>): Way[] {
    const receivers = attribute(block, 'forward_to');
    const items = receivers?.kind === 'list' ? receivers.items : receivers === undefined ? [] : [receivers];
    return items.flatMap((receiver): Way[] => {
      const name = dottedName(receiver);
      const id = name?.replace(/\.receiver$/, '') ?? 'a calculated receiver';
      const next = name === undefined ? undefined : this.#blocks.get(id);
      if (next === undefined && /^loki\./.test(id)) {
        this.#referred(id, receiver);
        return [];
      }
      if (next === undefined || this.#declared.has(next.name))
        return [{ steps, external: [], notFollowed: [{ what: id, range: receiver }] }];
      return this.#waysThrough(next, steps, open, seen);
    });
  }

  #waysThrough(block: Block, steps: readonly Step[], open: OpenSetting[], seen: ReadonlySet<Block>): Way[] {
    if (seen.has(block)) return [];
    if (this.#isTooFar(seen.size)) return [{ steps, external: [], notFollowed: [tooFar(block)] }];
    const inner = new Set([...seen, block]);
    switch (block.name) {
      case 'loki.process': {
        const stages = this.#compiled(block, open);
        return this.#forwarded(block, [...steps, { kind: 'stages', stages }], open, inner);
      }
      case 'loki.relabel':
        return this.#forwarded(
          block,
          [...steps, { kind: 'relabel', rules: this.#rules(block, open) }],
          open,
          inner,
        );
      case 'loki.write':
        return [{ steps, external: this.#labels(block, 'external_labels', open), notFollowed: [] }];
      case 'loki.echo':
        return [];
      default:
        return [{ steps, external: [], notFollowed: [{ what: componentId(block), range: block.nameRange }] }];
    }
  }

  #compiled(block: Block, open: OpenSetting[]): readonly CompiledStage[] {
    const own = this.#open.get(block) ?? [];
    const stages =
      this.#stages.get(block) ?? compileStages(this.#stageSources(block.body), this.#reading(own));
    this.#stages.set(block, stages);
    this.#open.set(block, own);
    open.push(...own);
    return stages;
  }

  #stageSources({ blocks }: Body): StageSource[] {
    return blocks
      .filter(({ name }) => name.startsWith('stage.'))
      .map((block) => ({
        name: block.name.slice('stage.'.length),
        nameRange: { start: block.nameRange.start + 'stage.'.length, end: block.nameRange.end },
        setting: attributesOf(block, this.#scope),
        inner: this.#stageSources(block.body),
        blocks: block.body.blocks
          .filter(({ name }) => !name.startsWith('stage.'))
          .map((inner) => ({
            name: inner.name,
            nameRange: inner.nameRange,
            setting: attributesOf(inner, this.#scope),
          })),
      }));
  }
}

/** Components that a line is followed through on one way, and on all ways of a configuration. */
const MOST_STEPS = 100;
const MOST_FOLLOWED = 20_000;

const tooFar = ({ nameRange }: Block): NotFollowed => ({
  what: `more than ${MOST_STEPS} components in a row, or ${MOST_FOLLOWED} on all ways`,
  range: nameRange,
});

const NO_TARGETS: AlloyExpr = { kind: 'list', items: [], start: 0, end: 0 };

/** `loki.process.app`; blocks without a label have their name alone. */
function componentId({ name, label }: Block): string {
  return label === '' ? name : `${name}.${label}`;
}

function attribute({ body }: Block, name: string): AlloyExpr | undefined {
  return body.attributes.find((one) => one.name === name)?.value;
}

function hostname(name: string, environment: ReadonlyMap<string, string>): Setting | undefined {
  const value = environment.get(CONSTANTS.get(name) ?? '');
  return value === undefined
    ? undefined
    : { kind: 'scalar', value, text: value, range: { start: 0, end: 0 } };
}

function fixedLabels(value: Setting, open: OpenSetting[]): FixedLabel[] {
  if (value.kind === 'open') open.push(value);
  if (value.kind !== 'map') return [];
  return value.entries.flatMap(({ key, keyRange, value: text }) => {
    if (text.kind === 'open') open.push(text);
    return text.kind === 'scalar' ? [{ name: key, value: text.text, range: keyRange }] : [];
  });
}
