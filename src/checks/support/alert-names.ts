/** Names in messages: `"A"`, `"A" and "B"`, `"A", "B", "C" and 4 more`; each once, in the order given. */
export function someNames(names: Iterable<string>, most = 3): string {
  const all = [...new Set(names)].map((name) => `"${name}"`);
  const shown = all.length === most + 1 ? all : all.slice(0, most);
  const rest = all.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}

/** The same with what they are in front: `the alert "A"`, `the alerts "A" and "B"`. */
export function theAlerts(names: Iterable<string>, most = 3): string {
  const distinct = [...new Set(names)];
  return `the ${distinct.length === 1 ? 'alert' : 'alerts'} ${someNames(distinct, most)}`;
}
