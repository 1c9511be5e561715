/** Adds items to a list. `push(...items)` overflows the stack where a file brings more than about 100,000. */
export function append<T>(list: T[], items: Iterable<T>): void {
  for (const item of items) list.push(item);
}

/** The smallest of some numbers, of which there may be any number; Infinity without one. */
export function smallest(numbers: Iterable<number>): number {
  let least = Infinity;
  for (const each of numbers) if (each < least) least = each;
  return least;
}

/** The largest of some numbers, of which there may be any number; `least` without a larger one. */
export function largest(numbers: Iterable<number>, least = -Infinity): number {
  let most = least;
  for (const each of numbers) if (each > most) most = each;
  return most;
}
