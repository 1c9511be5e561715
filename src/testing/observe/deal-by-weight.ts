/**
 * Deals items into hands of about the same weight: the heaviest first, each to the hand that has least so far.
 *
 * @param weights of the items, in their order
 * @param hands how many there are at least; more where `size` asks for it
 * @param size most items in one hand
 * @returns the positions of the items of each hand, ascending; no hand is empty
 */
export function dealByWeight(weights: readonly number[], hands: number, size: number): number[][] {
  const count = Math.max(hands, Math.ceil(weights.length / size));
  const dealt = Array.from({ length: count }, () => ({ weight: 0, items: [] as number[] }));
  const heaviestFirst = [...weights.keys()].sort((a, b) => weights[b]! - weights[a]! || a - b);
  for (const item of heaviestFirst) {
    const open = dealt.filter(({ items }) => items.length < size);
    const hand = open.reduce((least, one) => (one.weight < least.weight ? one : least));
    hand.items.push(item);
    hand.weight += weights[item]!;
  }
  return dealt.filter(({ items }) => items.length > 0).map(({ items }) => items.sort((a, b) => a - b));
}
