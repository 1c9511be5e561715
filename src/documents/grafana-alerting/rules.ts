import { parseDurationMs } from '../../go/durations/prometheus-duration.ts';
import type { ParseOptions } from '../../promql/syntax/options.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { child } from '../../yaml/node.ts';
import type { YamlNode } from '../../yaml/node.ts';
import { DashboardExpression, entriesOf, itemsOf, textAt } from '../dashboard/index.ts';
import type { DatasourceRef } from '../dashboard/index.ts';
import type { Located } from '../fields.ts';
import type { IssueSink } from '../issue.ts';
import type { GrafanaQuery, GrafanaRule } from './types.ts';

/** What decoding needs besides the nodes. */
export interface GrafanaReader {
  readonly file: SourceFile;
  readonly promql: ParseOptions | undefined;
  readonly issues: IssueSink;
}

/** Grafana's scheduler looks at rules every 10 s: the interval of a group is a multiple of it. */
const TICK_MS = 10_000;

const WHY = 'Grafana refuses the file: it does not start with it, and a reload keeps the old rules';
const NO_DATA = ['Alerting', 'NoData', 'OK', 'KeepLast'];
const EXEC_ERR = ['Alerting', 'Error', 'OK', 'KeepLast'];
const EXPRESSIONS = ['math', 'reduce', 'resample', 'classic_conditions', 'threshold', 'sql'];

/** Reads the groups of a provisioning file; what Grafana refuses of them is an issue. */
export function readGroups(root: YamlNode, reader: GrafanaReader): GrafanaRule[] {
  return itemsOf(root, 'groups').flatMap((group) => {
    for (const key of ['name', 'folder'])
      if (textAt(group, key) === undefined) missing(group, key, 'this rule group', reader);
    checkInterval(group, reader);
    const folder = textAt(group, 'folder')?.value;
    return itemsOf(group, 'rules').map((rule) => readRule(rule, folder, reader));
  });
}

function checkInterval(group: YamlNode, { issues }: GrafanaReader): void {
  const interval = textAt(group, 'interval');
  if (interval === undefined || interval.value.includes('$')) return;
  const ms = parseDurationMs(interval.value);
  if (ms !== undefined && ms > 0 && ms % TICK_MS === 0) return;
  issues({
    code: 'bad-duration',
    message:
      ms === undefined
        ? `"${interval.value}" is not a duration`
        : `the interval "${interval.value}" is not a multiple of 10s`,
    why:
      ms === undefined
        ? WHY
        : `Grafana evaluates rules every 10 s unless its configuration says otherwise; ${WHY}`,
    help: 'write 10s, 1m or another multiple of ten seconds',
    range: interval.range,
  });
}

function missing(node: YamlNode, key: string, what: string, { issues }: GrafanaReader): void {
  const [first] = entriesOf(node);
  issues({
    code: 'missing-key',
    message: `${what} has no "${key}"`,
    why: WHY,
    help: `add "${key}"`,
    range: first?.key.range ?? node.range,
  });
}

function readRule(node: YamlNode, folder: string | undefined, reader: GrafanaReader): GrafanaRule {
  const title = textAt(node, 'title');
  const what = title === undefined ? 'this rule' : `the rule "${title.value}"`;
  for (const key of ['title', 'uid']) if (textAt(node, key) === undefined) missing(node, key, what, reader);
  const queries = itemsOf(node, 'data').map((query) => readQuery(query, reader));
  if (queries.length === 0) missing(node, 'data', what, reader);
  const condition = textAt(node, 'condition');
  if (condition === undefined && child(node, 'record') === undefined)
    missing(node, 'condition', what, reader);
  checkRefIds(condition, queries, reader);
  for (const key of ['for', 'keepFiringFor']) checkDuration(textAt(node, key), reader);
  checkState(textAt(node, 'noDataState'), NO_DATA, reader);
  checkState(textAt(node, 'execErrState'), EXEC_ERR, reader);
  const receiver = textAt(node, 'notification_settings', 'receiver');
  return {
    title,
    folder,
    uid: textAt(node, 'uid'),
    condition,
    queries,
    labels: texts(child(node, 'labels')),
    annotations: texts(child(node, 'annotations')),
    receiver,
    range: node.range,
  };
}

function texts(node: YamlNode | undefined): GrafanaRule['labels'] {
  return entriesOf(node).flatMap(({ key, value }) =>
    value.kind === 'scalar'
      ? [{ name: key.text, value: { value: value.text, range: value.range, node: value } }]
      : [],
  );
}

function checkDuration(text: Located<string> | undefined, { issues }: GrafanaReader): void {
  if (text === undefined || text.value.includes('$') || parseDurationMs(text.value) !== undefined) return;
  issues({
    code: 'bad-duration',
    message: `"${text.value}" is not a duration`,
    why: WHY,
    help: 'write a time such as 5m',
    range: text.range,
  });
}

function checkState(
  state: Located<string> | undefined,
  known: readonly string[],
  { issues }: GrafanaReader,
): void {
  if (state === undefined || state.value.includes('$') || known.includes(state.value.trim())) return;
  issues({
    code: 'bad-value',
    message: `"${state.value}" is not a state that Grafana knows${didYouMeanText(state.value, known)}`,
    why: WHY,
    help: `write one of ${known.join(', ')}`,
    range: state.range,
  });
}

/** Conditions and expressions ask for queries of the same rule. */
function checkRefIds(
  condition: Located<string> | undefined,
  queries: readonly GrafanaQuery[],
  { issues }: GrafanaReader,
): void {
  const known = queries.flatMap(({ refId }) => (refId === undefined ? [] : [refId.value]));
  const asked = queries.flatMap(({ asks }) => asks);
  for (const one of condition === undefined ? asked : [condition, ...asked]) {
    if (known.includes(one.value) || one.value.includes('$') || queries.length === 0) continue;
    issues({
      code: 'bad-value',
      message: `no query of the rule has the refId "${one.value}"`,
      why: one === condition ? WHY : 'the rule fails at every evaluation, and does what "execErrState" says',
      help: `there are ${known.join(', ')}`,
      range: one.range,
    });
  }
}

function readQuery(node: YamlNode, reader: GrafanaReader): GrafanaQuery {
  const model = child(node, 'model');
  const uid = textAt(node, 'datasourceUid') ?? textAt(model, 'datasource', 'uid');
  const isExpression = uid !== undefined && ['__expr__', '-100'].includes(uid.value);
  const kind = textAt(model, 'datasource', 'type')?.value;
  const datasource: DatasourceRef | undefined =
    uid === undefined && kind === undefined
      ? undefined
      : {
          ...(kind === undefined ? {} : { type: kind }),
          ...(uid === undefined ? {} : { uid }),
          range: node.range,
        };
  const refId = textAt(node, 'refId');
  if (refId === undefined) missing(node, 'refId', 'this query', reader);
  const type = isExpression ? textAt(model, 'type') : undefined;
  if (type !== undefined && !EXPRESSIONS.includes(type.value)) {
    reader.issues({
      code: 'bad-value',
      message: `Grafana has no expression of the type "${type.value}"${didYouMeanText(type.value, EXPRESSIONS)}`,
      why: 'the rule fails at every evaluation, and does what "execErrState" says',
      help: `write one of ${EXPRESSIONS.join(', ')}`,
      range: type.range,
    });
  }
  const text = isExpression ? undefined : textAt(model, 'expr');
  const expr =
    text === undefined
      ? undefined
      : new DashboardExpression(reader.file, text.value, text.node, reader.promql);
  return {
    refId,
    isExpression,
    type,
    datasource,
    expr,
    asks: isExpression ? askedFor(model, type?.value) : [],
  };
}

/** The refIds that an expression names: `A`, in math `$A` and `${A}`, in classic conditions `params: [A]`. */
function askedFor(model: YamlNode | undefined, type: string | undefined): Located<string>[] {
  const expression = textAt(model, 'expression');
  if (type === 'classic_conditions')
    return itemsOf(model, 'conditions').flatMap((condition) => {
      const [param] = itemsOf(child(condition, 'query'), 'params');
      return param?.kind === 'scalar' ? [{ value: param.text, range: param.range, node: param }] : [];
    });
  if (expression === undefined || type === 'sql') return [];
  if (type !== 'math') return [{ ...expression, value: expression.value.replace(/^\$\{?(\w+)\}?$/, '$1') }];
  const names = [...expression.value.matchAll(/\$\{([^{}]+)\}|\$([A-Za-z_]\w*)/g)];
  return names.map(([, braced, plain]) => ({ ...expression, value: braced ?? plain ?? '' }));
}
