import type { AlertLabels } from './alert-labels.ts';

/** Whether an alert surely has one of these severities, in any letter case. */
export function severityIs(alert: AlertLabels, severities: readonly string[]): boolean {
  const severity = alert.of('severity');
  const wanted = severities.map((value) => value.toLowerCase());
  return (
    severity.kind === 'values' && [...severity.values].every((value) => wanted.includes(value.toLowerCase()))
  );
}

/** What installations call the alerts that call somebody. */
export const CRITICAL: readonly string[] = ['critical', 'page', 'disaster', 'emergency', 'fatal'];

/** An alert that always fires, to prove that alerting works or to inhibit others: nobody needs to see it. */
export function isHeartbeat(alert: AlertLabels): boolean {
  return /watchdog|dead.?man|heartbeat|inhibitor/i.test(alert.name) || severityIs(alert, ['none', 'null']);
}
