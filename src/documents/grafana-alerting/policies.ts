import { child } from '../../yaml/node.ts';
import type { MapEntry, MapNode, ScalarNode, YamlNode } from '../../yaml/node.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { readAlertmanager } from '../alertmanager-document.ts';
import type { AlertmanagerDocument } from '../alertmanager-document.ts';
import type { AlertmanagerIssueCode } from '../alertmanager/issue.ts';
import { entriesOf, itemsOf } from '../dashboard/index.ts';
import { syntheticScalar } from '../deployed/synthetic.ts';
import type { DocumentIssue, IssueSink } from '../issue.ts';

/** Keys of a policy that Alertmanager's routes do not have. */
const OWN_KEYS = new Set(['orgId', 'provenance', 'version', 'object_matchers', 'name']);

/** What depends on other files, or on what somebody made in Grafana itself. */
const ELSEWHERE: ReadonlySet<AlertmanagerIssueCode> = new Set(['undefined-receiver', 'undefined-interval']);

/**
 * A notification policy of Grafana as the configuration of Alertmanager that it becomes: `object_matchers` are matchers,
 * the contact points that the file names are receivers, its mute timings are time intervals.
 */
export function readPolicy(
  policy: MapNode,
  root: YamlNode,
  file: SourceFile,
  issues: IssueSink,
): AlertmanagerDocument {
  const at = { start: policy.range.start, end: policy.range.start };
  const key = (text: string): ScalarNode => syntheticScalar(text, at);
  const seq = (items: readonly YamlNode[]): YamlNode => ({ kind: 'seq', range: policy.range, items });
  const names = new Set([...receiversOf(policy), ...itemsOf(root, 'contactPoints').flatMap(nameOf)]);
  const receivers = [...names].map((name): MapNode => {
    return { kind: 'map', range: at, entries: [{ key: key('name'), value: key(name) }] };
  });
  const intervals = itemsOf(root, 'muteTimes').map((item) => withoutKeys(item, OWN_BUT_NAME));
  const entries: MapEntry[] = [
    { key: key('route'), value: asRoute(policy) },
    { key: key('receivers'), value: seq(receivers) },
    ...(intervals.length === 0 ? [] : [{ key: key('time_intervals'), value: seq(intervals) }]),
  ];
  const document = readAlertmanager({ kind: 'map', range: policy.range, entries }, file);
  const own = document.issues.filter(({ code }) => !ELSEWHERE.has(code));
  for (const { message, help, range, level } of own)
    if (level === 'error') issues(asIssue(message, help, range));
  return { ...document, isGrafana: true, issues: own };
}

/** Checks mute timings of a file that has no policy, as the time intervals that they become. */
export function checkMuteTimes(root: MapNode, file: SourceFile, issues: IssueSink): void {
  if (itemsOf(root, 'muteTimes').length === 0) return;
  const at = { start: root.range.start, end: root.range.start };
  const receiver = { key: syntheticScalar('receiver', at), value: syntheticScalar('any', at) };
  readPolicy({ kind: 'map', range: at, entries: [receiver] }, root, file, issues);
}

const OWN_BUT_NAME = new Set([
  'orgId',
  'provenance',
  'version',
  'editable',
  'instanceSelector',
  'resyncPeriod',
  'allowCrossNamespaceImport',
  'suspend',
]);

function asIssue(message: string, help: string | undefined, range: DocumentIssue['range']): DocumentIssue {
  return {
    code: 'bad-value',
    message,
    why: 'Grafana refuses the policy: it does not start with the file, and a reload keeps the old policies',
    ...(help === undefined ? {} : { help }),
    range,
  };
}

function withoutKeys(node: YamlNode, keys: ReadonlySet<string>): YamlNode {
  return node.kind === 'map'
    ? { ...node, entries: node.entries.filter(({ key }) => !keys.has(key.text)) }
    : node;
}

function nameOf(node: YamlNode): string[] {
  const name = child(node, 'name');
  return name?.kind === 'scalar' && name.text !== '' ? [name.text.trim()] : [];
}

function receiversOf(route: YamlNode): string[] {
  const receiver = child(route, 'receiver');
  const own = receiver?.kind === 'scalar' && receiver.text !== '' ? [receiver.text] : [];
  return [...own, ...itemsOf(route, 'routes').flatMap(receiversOf)];
}

function asRoute(policy: YamlNode): YamlNode {
  if (policy.kind !== 'map') return policy;
  const kept = policy.entries
    .filter(({ key }) => !OWN_KEYS.has(key.text))
    .map((entry): MapEntry => {
      if (entry.key.text !== 'routes' || entry.value.kind !== 'seq') return entry;
      return { key: entry.key, value: { ...entry.value, items: entry.value.items.map(asRoute) } };
    });
  const matchers = entriesOf(policy).find(({ key }) => key.text === 'object_matchers');
  if (matchers?.value.kind !== 'seq') return { ...policy, entries: kept };
  const items = matchers.value.items.map(asMatcher);
  const key = syntheticScalar('matchers', matchers.key.range);
  return { ...policy, entries: [...kept, { key, value: { ...matchers.value, items } }] };
}

/** `[severity, '=', critical]` as the text `severity="critical"`, whose parts are in the places of the three items. */
function asMatcher(item: YamlNode): YamlNode {
  if (item.kind !== 'seq') return item;
  const parts = item.items.map((one) => (one.kind === 'scalar' ? one : undefined));
  const [name, op, value] = parts.map((one) => one?.text ?? '');
  const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
  const first = /^[A-Za-z_]\w*$/.test(name ?? '') ? (name ?? '') : quoted(name ?? '');
  const pieces = [first, op ?? '', quoted(value ?? '')];
  const places = pieces.flatMap((text, i) => placesOf(text, parts[i], item.range.start, i === 2));
  const offsets = (): Uint32Array => Uint32Array.from([...places, item.range.end]);
  return { ...syntheticScalar(pieces.join(''), item.range), offsets };
}

/** The position of each character of a piece: one after the other, as far as its item reaches. */
function placesOf(
  text: string,
  item: ScalarNode | undefined,
  otherwise: number,
  isQuoted: boolean,
): readonly number[] {
  if (item === undefined) return Array.from(text, () => otherwise);
  const { start, end } = item.range;
  const lead = (item.style === 'plain' ? 0 : 1) - (isQuoted ? 1 : 0);
  return Array.from({ length: text.length }, (_, i) => Math.min(end, Math.max(start, start + lead + i)));
}
