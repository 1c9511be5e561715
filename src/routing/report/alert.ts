import type { LabelSet } from '../labels.ts';

/** An alert as reports know it: its name and the labels that are known before it fires. */
export interface ReportAlert {
  readonly name: string;
  /** Includes `alertname`. */
  readonly labels: LabelSet;
}
