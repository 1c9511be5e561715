import { compileLineFilter } from '../../logql/eval/index.ts';
import { matcherTest, parseLogql } from '../../logql/syntax/index.ts';
import type { LabelMatcher, LineFilterStage } from '../../logql/syntax/index.ts';
import type { Entry } from '../entry.ts';
import type { Placed, Settings } from '../settings.ts';
import { chain } from './stage.ts';
import type { CompiledStage, Stage } from './stage.ts';

/** `match`: runs stages over the lines that a selector picks, or drops them. */
export function compileMatch(
  settings: Settings,
  inner: readonly CompiledStage[],
  hasInner: boolean,
): (() => Stage) | undefined {
  const picks = pickerOf(settings, settings.required('selector'));
  const action = settings.string('action');
  const drops = action?.value === 'drop';
  const refused = { why: 'the agent does not start with this configuration' };
  if (action !== undefined && !['', 'keep', 'drop'].includes(action.value))
    settings.report('bad-value', {
      ...refused,
      message: `"action" of ${settings.what} is "${action.value}", but must be keep or drop`,
      help: 'use keep or drop',
      range: action.range,
    });
  else if (drops === hasInner)
    settings.report(drops ? 'bad-value' : 'missing-key', {
      ...refused,
      message: drops
        ? `${settings.what} drops the lines, but has stages for them`
        : `${settings.what} has no stages`,
      help: drops ? 'remove the stages, or "action: drop"' : 'add stages, or "action: drop"',
      range: settings.anchor,
    });
  if (picks === undefined) return undefined;
  return () => {
    const pipeline = chain(inner.map((stage) => stage.create()));
    return {
      push(entry, emit, now) {
        if (!picks(entry)) emit(entry);
        else if (!drops) pipeline.push(entry, emit, now);
      },
      tick: (now, emit) => pipeline.tick?.(now, emit),
      end: (emit) => pipeline.end?.(emit),
    };
  };
}

function pickerOf(
  settings: Settings,
  selector: Placed<string> | undefined,
): ((entry: Entry) => boolean) | undefined {
  if (selector === undefined) return undefined;
  const { expr, errors } = parseLogql(selector.value);
  // An agent takes a selector that picks every stream; Loki does not.
  const error = errors.find(({ code }) => code !== 'selector-required');
  const parts = partsOf(expr);
  if (error === undefined && parts !== undefined) {
    const labels = parts.matchers.map((matcher) => ({ name: matcher.name, test: matcherTest(matcher) }));
    const filters = parts.filters.map((filter) => compileLineFilter(filter));
    return (entry) =>
      labels.every(({ name, test }) => test(entry.labels.get(name) ?? '')) &&
      filters.every((keeps) => keeps(entry.line));
  }
  settings.report('bad-value', {
    message: `the selector of ${settings.what} is invalid: ${error?.message ?? 'it has more than labels and line filters'}`,
    why: 'the agent does not start with this configuration: it supports only selectors and line filters of LogQL',
    help: `write '{app="shop"} |= "text"'`,
    range: selector.range,
  });
  return undefined;
}

interface Parts {
  readonly matchers: readonly LabelMatcher[];
  readonly filters: readonly LineFilterStage[];
}

function partsOf(expr: ReturnType<typeof parseLogql>['expr']): Parts | undefined {
  if (expr?.kind !== 'LogQuery') return undefined;
  const filters = expr.stages.filter(
    (stage) => stage.kind === 'LineFilter' && /^(?:\|=|!=|\|~|!~)$/.test(stage.op),
  );
  if (filters.length !== expr.stages.length) return undefined;
  return { matchers: expr.selector.matchers, filters: filters as LineFilterStage[] };
}
