import { formatGoFloat } from '../../../go/numbers/format-float.ts';

/** A float as OpenMetrics writes label values (`1.0`, `0.99`): histogram_quantiles names its series so. */
export function formatOpenMetricsFloat(value: number): string {
  const text = formatGoFloat(value, 'g');
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
