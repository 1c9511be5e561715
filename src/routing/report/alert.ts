import type { LabelSet } from '../labels.ts';
import { exactly } from '../tree/label-state.ts';
import type { LabelState } from '../tree/label-state.ts';

/** An alert as reports know it: its name and the labels that are known before it fires. */
export interface ReportAlert {
  readonly name: string;
  /** Includes `alertname`. */
  readonly labels: LabelSet;
  /** Facts about every label. Default: the alert has `labels` and no others. */
  readonly state?: LabelState;
}

/** Facts about an alert's labels. */
export function stateOf({ labels, state }: ReportAlert): LabelState {
  return state ?? exactly(labels);
}
