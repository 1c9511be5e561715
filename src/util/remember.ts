/**
 * The same function with its last results remembered, for pure functions that several readers ask about the same
 * thing in turn. At most `limit` results are kept; when there are more, all are forgotten, which costs less than
 * keeping an order.
 */
export function remember<K, V>(compute: (key: K) => V, limit: number): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = compute(key);
      if (known.size >= limit) known.clear();
      known.set(key, value);
    }
    return value;
  };
}
