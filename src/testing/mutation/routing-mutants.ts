import { disjoint } from '../../analysis/delivery/index.ts';
import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { InhibitRuleNode, MatcherSource, RouteNode } from '../../documents/alertmanager/types.ts';
import type { Section } from '../../documents/alertmanager/section.ts';
import type { Located } from '../../documents/fields.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { goQuote } from '../../go/strings/quote.ts';
import type { Range } from '../../source/range.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { alternativesOf } from '../../util/alternatives.ts';
import { withComma } from './mutators/promql-operators.ts';
import type { Mutator, RoutingMutant, TextEdit } from './types.ts';

const NEGATED = { '=': '!=', '!=': '=', '=~': '!~', '!~': '=~' } as const;

/** Every mutant of the routes and inhibition rules of a configuration file. */
export function routingMutants({ config, file }: AlertmanagerDocument): RoutingMutant[] {
  const collector = new Collector(file);
  const receivers = config.receivers.map(({ name }) => name.value);
  if (config.route !== undefined) collector.route(config.route, receivers);
  for (const rule of config.inhibitRules) collector.inhibition(rule);
  return collector.mutants;
}

/** Notes changes of a file's text. */
class Collector {
  readonly mutants: RoutingMutant[] = [];
  readonly #file: SourceFile;

  constructor(file: SourceFile) {
    this.#file = file;
  }

  /** `later` holds the siblings behind a route; the root has no siblings. */
  route(route: RouteNode, receivers: readonly string[], later?: readonly RouteNode[]): void {
    const { section, located, matcherSources } = route;
    for (const source of matcherSources) this.#matchers(source, 'route-matcher');
    this.#receiver(located.receiver, receivers);
    for (const label of located.groupBy) this.#entry(label, 'group-by');
    for (const name of [...located.muteTimeIntervals, ...located.activeTimeIntervals])
      this.#entry(name, 'time-interval');
    for (const key of ['group_wait', 'group_interval', 'repeat_interval']) this.#timer(section, key);
    if (later !== undefined) this.#continue(route, later);
    this.#order(route.routes);
    for (const [i, child] of route.routes.entries()) this.route(child, receivers, route.routes.slice(i + 1));
  }

  inhibition({ sources, targets, equalLabels, section }: InhibitRuleNode): void {
    for (const source of [...sources, ...targets]) this.#matchers(source, 'inhibition');
    for (const label of equalLabels) this.#entry(label, 'inhibition-equal');
    this.#sides(section);
  }

  /** Each matcher negated, taken out, and with one alternative less. */
  #matchers({ form, matchers, text }: MatcherSource, mutator: Mutator): void {
    if (form !== 'matchers') return;
    for (const { op, value, range, nameRange, valueRange } of matchers) {
      if (range === undefined || nameRange === undefined || valueRange === undefined) continue;
      const between = this.#file.text.slice(nameRange.end, valueRange.start);
      const at = nameRange.end + between.indexOf(op);
      this.#add(mutator, { start: at, end: at + op.length, text: NEGATED[op] });
      const whole = matchers.length === 1 ? text.range : range;
      this.#add(mutator, { ...withoutEntry(whole, this.#file.text), text: '' });
      const values = op === '=~' || op === '!~' ? alternativesOf(value) : [];
      if (values.length < 2 || text.node.style === 'double') continue;
      for (const left of values) {
        const others = goQuote(values.filter((other) => other !== left).join('|'));
        this.#add(mutator, { ...valueRange, text: others });
      }
    }
  }

  #receiver(receiver: Located<string> | undefined, receivers: readonly string[]): void {
    if (receiver === undefined) return;
    const other = receivers[(receivers.indexOf(receiver.value) + 1) % receivers.length];
    if (other !== undefined && other !== receiver.value)
      this.#add('receiver', { ...receiver.range, text: other });
  }

  #entry({ range }: Located<string>, mutator: Mutator): void {
    this.#add(mutator, { ...withoutEntry(range, this.#file.text), text: '' });
  }

  #timer(section: Section, key: string): void {
    const written = section.text(key);
    const ms = section.durationMs(key);
    if (written === undefined || ms === undefined) return;
    this.#add('timer', { ...written.range, text: formatDurationMs(ms === 0 ? 30_000 : ms * 2) });
  }

  #continue({ section, range, matchers }: RouteNode, later: readonly RouteNode[]): void {
    const isLast = later.every((sibling) => disjoint(matchers, sibling.matchers));
    const equivalent = isLast ? 'no later route matches the same alerts' : undefined;
    const entry = section.entry('continue');
    if (entry !== undefined) {
      const now = section.bool('continue') === true;
      this.#add('continue', { ...entry.value.range, text: now ? 'false' : 'true' }, equivalent);
      return;
    }
    const [first] = section.node.entries;
    if (first === undefined || this.#file.text[range.start] === '{') return;
    const indent = ' '.repeat(this.#file.position(first.key.range.start).column - 1);
    const at = first.key.range.start;
    this.#add('continue', { start: at, end: at, text: `continue: true\n${indent}` }, equivalent);
  }

  /** Each route in the place of the next one; where both stand in one block the text between them stays. */
  #order(routes: readonly RouteNode[]): void {
    const { text } = this.#file;
    for (const [i, route] of routes.entries()) {
      const next = routes[i + 1];
      if (next === undefined) continue;
      const [a, b] = [own(route.range, text), own(next.range, text)];
      const swapped = text.slice(b.start, b.end) + text.slice(a.end, b.start) + text.slice(a.start, a.end);
      this.#add('route-order', { start: a.start, end: b.end, text: swapped }, sameInAnyOrder(route, next));
    }
  }

  /** Source and target of an inhibition rule change places. */
  #sides({ node }: Section): void {
    for (const { key } of node.entries) {
      const side = /^(source|target)_matchers$/.exec(key.text)?.[1];
      if (side !== 'source') continue;
      const target = node.entries.find((entry) => entry.key.text === 'target_matchers');
      if (target === undefined) continue;
      const [first, second] = [key.range, target.key.range].sort((x, y) => x.start - y.start) as [
        Range,
        Range,
      ];
      const between = this.#file.text.slice(first.end, second.start);
      const names = [second, first].map(({ start, end }) => this.#file.text.slice(start, end));
      this.#add('inhibition-sides', {
        start: first.start,
        end: second.end,
        text: `${names[0]}${between}${names[1]}`,
      });
    }
  }

  #add(mutator: Mutator, { start, end, text }: TextEdit, equivalent?: string): void {
    if (this.#file.text.slice(start, end) === text) return;
    this.mutants.push({
      kind: 'routing',
      mutator,
      file: this.#file,
      range: { start, end },
      replacement: text,
      equivalent,
    });
  }
}

/** Why two neighbours can change places: the order decides only for an alert that matches both and stops at one. */
function sameInAnyOrder(a: RouteNode, b: RouteNode): string | undefined {
  if (a.continue && b.continue) return 'both routes continue';
  return disjoint(a.matchers, b.matchers) ? 'no alert matches both routes' : undefined;
}

/** A range without the white space and comments behind it. */
function own({ start, end }: Range, text: string): Range {
  return { start, end: start + text.slice(start, end).trimEnd().length };
}

/** An entry of a list: with its comma, or with its line where it has a line and a dash of its own. */
function withoutEntry(range: Range, text: string): Range {
  const lineStart = text.lastIndexOf('\n', range.start - 1) + 1;
  const lineEnd = text.indexOf('\n', range.end);
  const end = lineEnd < 0 ? text.length : lineEnd + 1;
  const isAlone = /^\s*-\s+$/.test(text.slice(lineStart, range.start));
  const isLast = /^\s*(?:#.*)?$/.test(text.slice(range.end, end).trimEnd());
  return isAlone && isLast ? { start: lineStart, end } : withComma(range, text);
}
