/** A time as people read it: `0.3 s`, `75.3 s`, `12 min 5 s`. @param ms milliseconds */
export function formatSeconds(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
