import type { KeyValue, Located } from '../fields.ts';
import type { IssueSink } from '../issue.ts';

/** Which names are valid: any UTF-8 text (Prometheus 3.x) or classic identifiers (2.x). */
export type NameScheme = 'utf8' | 'legacy';

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/** Label and annotation names of a rule. `__name__` is the metric name's and not a rule's to set. */
export function checkRuleLabels(
  labels: readonly KeyValue[],
  annotations: readonly KeyValue[],
  scheme: NameScheme,
  issues: IssueSink,
): void {
  for (const label of labels) checkLabelName(label, 'label', scheme, issues);
  for (const annotation of annotations) checkName(annotation, 'annotation', scheme, issues);
}

/** Labels of a group, which every rule of it inherits. */
export function checkGroupLabels(labels: readonly KeyValue[], scheme: NameScheme, issues: IssueSink): void {
  for (const label of labels) checkLabelName(label, 'group label', scheme, issues);
}

function checkLabelName(label: KeyValue, what: string, scheme: NameScheme, issues: IssueSink): void {
  if (label.name !== '__name__') {
    checkName(label, what, scheme, issues);
    return;
  }
  issues({
    code: 'bad-label-name',
    message: `a rule cannot set the label "__name__"`,
    why: 'the label contains the metric name; Prometheus rejects the file',
    help: 'use "record" to name the series of a recording rule, and "alert" to name an alert',
    range: label.nameRange,
  });
}

function checkName(label: KeyValue, what: string, scheme: NameScheme, issues: IssueSink): void {
  if (scheme === 'utf8' ? label.name !== '' : LABEL_NAME.test(label.name)) return;
  issues({
    code: 'bad-label-name',
    message: `"${label.name}" is not a valid ${what} name`,
    why: 'Prometheus rejects the file',
    help: 'use letters, digits and "_", not starting with a digit',
    range: label.nameRange,
  });
}

/** The name that a recording rule gives to its series. */
export function checkRecordName(name: Located<string>, scheme: NameScheme, issues: IssueSink): void {
  const braces = /[{}]/.test(name.value);
  if (scheme === 'utf8' ? !braces : METRIC_NAME.test(name.value)) return;
  issues({
    code: 'bad-metric-name',
    message: `"${name.value}" is not a valid name for a recorded metric`,
    why: 'Prometheus rejects the file',
    help: braces
      ? 'write only the name in "record" and the labels under "labels"; a selector belongs in "expr"'
      : 'use letters, digits, "_" and ":", not starting with a digit, for example level:metric:operation',
    range: name.range,
  });
}
