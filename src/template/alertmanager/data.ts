import type { GoTime } from '../../go/time/time.ts';
import { ZERO_TIME, nanosOfDate } from '../../go/time/time.ts';
import { UTC } from '../../go/time/zone.ts';
import { timeValue } from '../value/time-types.ts';
import { string, stringMap, zeroOf } from '../value/value.ts';
import type { StructValue, Value } from '../value/value.ts';
import { alertmanagerTypes } from './types.ts';
import type { AlertmanagerTypes } from './types.ts';

type Labels = Readonly<Record<string, string>>;

/** One alert of a notification. Times are RFC 3339 texts or milliseconds since 1970. */
export interface NotificationAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsAt: string | number;
  readonly endsAt: string | number;
  readonly generatorURL?: string;
  readonly fingerprint?: string;
}

/** What a notification's templates see: Alertmanager's template.Data, in the names of its JSON. */
export interface NotificationData {
  readonly receiver: string;
  readonly status: string;
  readonly alerts: readonly NotificationAlert[];
  readonly groupLabels: Labels;
  readonly commonLabels: Labels;
  readonly commonAnnotations: Labels;
  readonly externalURL: string;
  /** From 0.32. */
  readonly notificationReason?: string;
  /** From 0.34: the labels of the route, as they are written or, with `routeLabelsRendered`, their texts. */
  readonly routeLabels?: Labels;
  /** The function `routeLabels` returns the labels as they are: messages get them rendered. */
  readonly routeLabelsRendered?: boolean;
}

/** Labels or annotations that all alerts share, as Alertmanager works them out. */
export function commonPairs(all: readonly Labels[]): Record<string, string> {
  const [first, ...rest] = all;
  const shared = Object.entries(first ?? {}).filter(([name, value]) =>
    rest.every((labels) => labels[name] === value),
  );
  return Object.fromEntries(shared);
}

/** The data as a value for templates of `version`. */
export function notificationValue(data: NotificationData, version: string | undefined): StructValue {
  const types = alertmanagerTypes(version);
  const pairs = (labels: Labels): Value => stringMap(Object.entries(labels), types.kv);
  const all: Readonly<Record<string, Value>> = {
    Receiver: string(data.receiver),
    Status: string(data.status),
    Alerts: {
      kind: 'slice',
      type: types.alerts,
      items: data.alerts.map((alert) => alertValue(alert, types)),
    },
    NotificationReason: string(data.notificationReason ?? ''),
    GroupLabels: pairs(data.groupLabels),
    CommonLabels: pairs(data.commonLabels),
    CommonAnnotations: pairs(data.commonAnnotations),
    RouteLabels: pairs(data.routeLabels ?? {}),
    ExternalURL: string(data.externalURL),
  };
  return structOf(types.data, all);
}

function alertValue(alert: NotificationAlert, types: AlertmanagerTypes): StructValue {
  return structOf(types.alert, {
    Status: string(alert.status),
    Labels: stringMap(Object.entries(alert.labels), types.kv),
    Annotations: stringMap(Object.entries(alert.annotations), types.kv),
    StartsAt: timeValue(parseInstant(alert.startsAt)),
    EndsAt: timeValue(parseInstant(alert.endsAt)),
    GeneratorURL: string(alert.generatorURL ?? ''),
    Fingerprint: string(alert.fingerprint ?? ''),
  });
}

/** A struct with the fields that its type declares, in that order. */
function structOf(type: AlertmanagerTypes['data'], values: Readonly<Record<string, Value>>): StructValue {
  const fields = (type.fields ?? []).map((field): [string, Value] => [
    field.name,
    values[field.name] ?? zeroOf(field.type),
  ]);
  return { kind: 'struct', type, fields: new Map(fields) };
}

/** An RFC 3339 text with its offset kept, or milliseconds in UTC; Go's zero time for anything else. */
function parseInstant(instant: string | number): GoTime {
  if (typeof instant === 'number') return { nanos: BigInt(Math.trunc(instant)) * 1_000_000n, zone: UTC };
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9})\d*)?(Z|[+-]\d\d:\d\d)$/.exec(
    instant,
  );
  if (match === null) return ZERO_TIME;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const nanosecond = Number((match[7] ?? '').padEnd(9, '0'));
  const nanos = nanosOfDate({ year, month, day, hour, minute, second, nanosecond });
  const zone = match[8] ?? 'Z';
  if (zone === 'Z') return { nanos, zone: UTC };
  const sign = zone.startsWith('-') ? -1 : 1;
  const offsetSeconds = sign * (Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(4)) * 60);
  return {
    nanos: nanos - BigInt(offsetSeconds) * 1_000_000_000n,
    zone: { kind: 'fixed', offsetSeconds, name: '' },
  };
}
