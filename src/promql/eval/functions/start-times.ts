/*
 * Start timestamps (feature use-start-timestamps): when the counter behind a sample began to count. 0 is unknown.
 */

/** Whether start timestamps prove a counter reset between two samples. Milliseconds. */
export function startProvesReset(
  previousStart: number,
  previousTime: number,
  start: number,
  time: number,
): boolean {
  // A start at the sample's own time is OpenTelemetry's way to say unknown; one after it is invalid.
  if (start === 0 || start >= time || start < previousTime) return false;
  if (start > previousTime) return true;
  // The sample starts at the previous one: a delta, unless the previous start is unknown or invalid.
  return previousStart !== 0 && previousStart < previousTime;
}

/** Whether a sample claims to have started before the previous one was taken, yet not with it. */
export function startOverlaps(previousStart: number, previousTime: number, start: number): boolean {
  return start !== 0 && start < previousTime && start !== previousStart;
}
