import { atLeast } from '../functions.ts';
import { textAt } from '../value/access.ts';
import type { Callable } from '../value/callable.ts';
import { TIME } from '../value/time-types.ts';
import { STRING, STRING_LIST, STRING_MAP, declared, sliceOf, structType } from '../value/types.ts';
import type { GoType } from '../value/types.ts';
import { compareBytes, list, string, stringList, stringMap, struct } from '../value/value.ts';
import type { MapValue, SliceValue, StructValue, Value } from '../value/value.ts';

/** The Go types of one version of Alertmanager's template data. */
export interface AlertmanagerTypes {
  readonly kv: GoType;
  readonly alert: GoType;
  readonly alerts: GoType;
  readonly data: GoType;
}

const byVersion = new Map<string, AlertmanagerTypes>();

/** The types as `version` declares them; undefined means the newest. */
export function alertmanagerTypes(version: string | undefined): AlertmanagerTypes {
  const key = version ?? '';
  const known = byVersion.get(key);
  if (known !== undefined) return known;
  const made = makeTypes(version);
  byVersion.set(key, made);
  return made;
}

type Methods = Map<string, Callable>;

function method(params: readonly GoType[], invoke: (args: readonly Value[]) => Value): Callable {
  return { params, invoke };
}

function makeTypes(version: string | undefined): AlertmanagerTypes {
  const strings = stringsType(version);
  const pairs = pairsType(strings, version);
  const kv = kvType(strings, pairs, version);
  const alert = structType('template.Alert', [
    { name: 'Status', type: STRING, json: 'status' },
    { name: 'Labels', type: kv, json: 'labels' },
    { name: 'Annotations', type: kv, json: 'annotations' },
    { name: 'StartsAt', type: TIME, json: 'startsAt' },
    { name: 'EndsAt', type: TIME, json: 'endsAt' },
    { name: 'GeneratorURL', type: STRING, json: 'generatorURL' },
    { name: 'Fingerprint', type: STRING, json: 'fingerprint' },
  ]);
  const plain = sliceOf(alert);
  const withStatus = (status: string): Callable =>
    method([], ([self]) =>
      list(
        itemsOf(self).filter((item) => statusOf(item) === status),
        plain,
      ),
    );
  const alerts = declared(
    'template.Alerts',
    plain,
    new Map([
      ['Firing', withStatus('firing')],
      ['Resolved', withStatus('resolved')],
    ]),
  );
  return { kv, alert, alerts, data: dataType(alerts, kv, version) };
}

function dataType(alerts: GoType, kv: GoType, version: string | undefined): GoType {
  const since = (first: string, field: { name: string; type: GoType; json: string }) =>
    atLeast(version, first) ? [field] : [];
  return structType('template.Data', [
    { name: 'Receiver', type: STRING, json: 'receiver' },
    { name: 'Status', type: STRING, json: 'status' },
    { name: 'Alerts', type: alerts, json: 'alerts' },
    ...since('0.32', { name: 'NotificationReason', type: STRING, json: 'notification_reason' }),
    { name: 'GroupLabels', type: kv, json: 'groupLabels' },
    { name: 'CommonLabels', type: kv, json: 'commonLabels' },
    { name: 'CommonAnnotations', type: kv, json: 'commonAnnotations' },
    ...since('0.34', { name: 'RouteLabels', type: kv, json: 'routeLabels' }),
    { name: 'ExternalURL', type: STRING, json: 'externalURL' },
  ]);
}

/** Names and values became a type with a method of its own in 0.34. */
function stringsType(version: string | undefined): GoType {
  if (!atLeast(version, '0.34')) return STRING_LIST;
  const join = method([STRING], (args) => string(texts(args[0]).join(textAt(args, 1))));
  return declared('template.Strings', STRING_LIST, new Map([['Join', join]]));
}

const PAIR = structType('template.Pair', [
  { name: 'Name', type: STRING },
  { name: 'Value', type: STRING },
]);

function pairsType(strings: GoType, version: string | undefined): GoType {
  const column = (name: string): Callable =>
    method([], ([self]) =>
      stringList(
        itemsOf(self).map((pair) => fieldText(pair, name)),
        strings,
      ),
    );
  const methods: Methods = new Map([
    ['Names', column('Name')],
    ['Values', column('Value')],
  ]);
  if (atLeast(version, STRING_METHOD_SINCE)) {
    methods.set(
      'String',
      method([], ([self]) => string(pairsText(self))),
    );
  }
  return declared('template.Pairs', sliceOf(PAIR), methods);
}

/** From here on a KV prints as `a=b, c=d`, before as Go's map. */
const STRING_METHOD_SINCE = '0.26';

function kvType(strings: GoType, pairs: GoType, version: string | undefined): GoType {
  const methods: Methods = new Map();
  const kv = declared('template.KV', STRING_MAP, methods);
  const sorted = (self: Value | undefined): SliceValue => sortedPairs(self, pairs);
  methods.set(
    'SortedPairs',
    method([], ([self]) => sorted(self)),
  );
  methods.set(
    'Names',
    method([], ([self]) =>
      stringList(
        itemsOf(sorted(self)).map((pair) => fieldText(pair, 'Name')),
        strings,
      ),
    ),
  );
  methods.set(
    'Values',
    method([], ([self]) =>
      stringList(
        itemsOf(sorted(self)).map((pair) => fieldText(pair, 'Value')),
        strings,
      ),
    ),
  );
  methods.set(
    'Remove',
    method([STRING_LIST], ([self, names]) => {
      const removed = new Set(texts(names));
      return stringMap(
        textEntries(self).filter(([name]) => !removed.has(name)),
        kv,
      );
    }),
  );
  if (atLeast(version, STRING_METHOD_SINCE)) {
    methods.set(
      'String',
      method([], ([self]) => string(pairsText(sorted(self)))),
    );
  }
  return kv;
}

/** By name, `alertname` first. */
function sortedPairs(self: Value | undefined, type: GoType): SliceValue {
  const entries = textEntries(self).toSorted(([a], [b]) => {
    const first = Number(b === 'alertname') - Number(a === 'alertname');
    return first === 0 ? compareBytes(a, b) : first;
  });
  return list(
    entries.map(([name, value]) => pair(name, value)),
    type,
  );
}

function pair(name: string, value: string): StructValue {
  return struct(PAIR, { Name: string(name), Value: string(value) });
}

function pairsText(self: Value | undefined): string {
  return itemsOf(self)
    .map((item) => `${fieldText(item, 'Name')}=${fieldText(item, 'Value')}`)
    .join(', ');
}

function itemsOf(value: Value | undefined): readonly Value[] {
  return value?.kind === 'slice' ? value.items : [];
}

function texts(value: Value | undefined): string[] {
  return itemsOf(value).map((item) => (item.kind === 'string' ? item.value : ''));
}

function textEntries(value: Value | undefined): [string, string][] {
  const entries = (value as MapValue | undefined)?.entries ?? new Map<string, Value>();
  return [...entries].map(([name, item]) => [name, item.kind === 'string' ? item.value : '']);
}

function fieldText(value: Value, name: string): string {
  const field = value.kind === 'struct' ? value.fields.get(name) : undefined;
  return field?.kind === 'string' ? field.value : '';
}

function statusOf(value: Value): string {
  return fieldText(value, 'Status');
}
