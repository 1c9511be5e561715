/** Where a set of labels or annotations comes from. */
export type LabelSource =
  | 'labels'
  | 'externalLabels'
  | 'annotations'
  | 'groupLabels'
  | 'commonLabels'
  | 'commonAnnotations'
  | 'routeLabels';

/** Facts about a value without running the template. */
export type Shape =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'alert-data' | 'notification' | 'alerts' | 'alert' | 'samples' | 'sample' | 'value' }
  | { readonly kind: 'label-set'; readonly source: LabelSource };

/** A shape, and whether the alert's value or a query's went into it. */
export interface Abstract {
  readonly shape: Shape;
  readonly fromValue: boolean;
}

export const UNKNOWN: Abstract = { shape: { kind: 'unknown' }, fromValue: false };

const LABELS = (source: LabelSource): Shape => ({ kind: 'label-set', source });
const TEXT: Shape = { kind: 'unknown' };

/** The fields of the structs that templates meet; methods count as fields. */
const FIELDS: Readonly<Partial<Record<Shape['kind'], Readonly<Record<string, Shape>>>>> = {
  'alert-data': {
    Labels: LABELS('labels'),
    ExternalLabels: LABELS('externalLabels'),
    ExternalURL: TEXT,
    Value: { kind: 'value' },
  },
  notification: {
    Receiver: TEXT,
    Status: TEXT,
    Alerts: { kind: 'alerts' },
    NotificationReason: TEXT,
    GroupLabels: LABELS('groupLabels'),
    CommonLabels: LABELS('commonLabels'),
    CommonAnnotations: LABELS('commonAnnotations'),
    RouteLabels: LABELS('routeLabels'),
    ExternalURL: TEXT,
  },
  alerts: { Firing: { kind: 'alerts' }, Resolved: { kind: 'alerts' } },
  alert: {
    Status: TEXT,
    Labels: LABELS('labels'),
    Annotations: LABELS('annotations'),
    StartsAt: TEXT,
    EndsAt: TEXT,
    GeneratorURL: TEXT,
    Fingerprint: TEXT,
  },
  sample: { Labels: TEXT, Value: { kind: 'value' } },
};

/** Methods of a set of labels in Alertmanager; there a label of the same name is hidden. */
export const LABEL_SET_METHODS: readonly string[] = ['SortedPairs', 'Names', 'Values', 'Remove', 'String'];

/** The names that may follow a value of this shape, or undefined where that is not known. */
export function fieldsOf(shape: Shape): Readonly<Record<string, Shape>> | undefined {
  return FIELDS[shape.kind];
}

/** What a field of data holds; nothing is known of one that is not there. */
export function fieldOf(data: Shape['kind'], name: string): Abstract {
  const shape = FIELDS[data]?.[name];
  return shape === undefined ? UNKNOWN : abstractOf(shape);
}

/** A value of this shape that comes straight from the data. */
export function abstractOf(shape: Shape): Abstract {
  return { shape, fromValue: shape.kind === 'value' };
}

/** The shape of a list's elements. */
export function elementOf(value: Abstract): Abstract {
  switch (value.shape.kind) {
    case 'alerts':
      return { shape: { kind: 'alert' }, fromValue: false };
    case 'samples':
      return { shape: { kind: 'sample' }, fromValue: false };
    default:
      return { shape: { kind: 'unknown' }, fromValue: value.fromValue };
  }
}

/** What holds for both. */
export function join(a: Abstract, b: Abstract): Abstract {
  const same =
    a.shape.kind === b.shape.kind &&
    (a.shape.kind !== 'label-set' || b.shape.kind !== 'label-set' || a.shape.source === b.shape.source);
  return { shape: same ? a.shape : UNKNOWN.shape, fromValue: a.fromValue || b.fromValue };
}
