/** Sign, mantissa and binary exponent of a finite float: value = mantissa * 2 ** exponent. */
function partsOf(value: number): { negative: boolean; mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  return {
    negative: bits >> 63n === 1n,
    mantissa: biased === 0 ? fraction : fraction | 0x10000000000000n,
    exponent: Math.max(biased, 1) - 1075,
  };
}

function nonFinite(value: number): string | undefined {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? undefined : value > 0 ? '+Inf' : '-Inf';
}

/** Go's %b of a float: `4503599627370496p-52`. */
export function binaryFloat(value: number): string {
  const special = nonFinite(value);
  if (special !== undefined) return special;
  const { negative, mantissa, exponent } = partsOf(value);
  return `${negative ? '-' : ''}${String(mantissa)}p${exponent >= 0 ? '+' : ''}${exponent}`;
}

/** Go's %x of a float: `0x1.8p+01`; `precision` -1 gives as many hexadecimal digits as needed. */
export function hexFloat(value: number, precision: number): string {
  const special = nonFinite(value);
  if (special !== undefined) return special;
  const { negative, mantissa, exponent } = partsOf(value);
  const sign = negative ? '-' : '';
  if (mantissa === 0n) return `${sign}0x0${precision > 0 ? `.${'0'.repeat(precision)}` : ''}p+00`;
  const length = mantissa.toString(2).length;
  let aligned = mantissa << BigInt(53 - length);
  let power = exponent + length - 1;
  if (precision >= 0 && precision < 13) {
    const dropped = BigInt(52 - precision * 4);
    aligned = roundHalfEven(aligned, dropped) << dropped;
    if (aligned >> 53n === 1n) {
      aligned >>= 1n;
      power++;
    }
  }
  const all = (aligned & 0xfffffffffffffn).toString(16).padStart(13, '0');
  const digits =
    precision < 0 ? all.replace(/(?<!0)0+$/, '') : all.slice(0, precision).padEnd(precision, '0');
  const exponentText = String(Math.abs(power)).padStart(2, '0');
  return `${sign}0x1${digits === '' ? '' : `.${digits}`}p${power < 0 ? '-' : '+'}${exponentText}`;
}

function roundHalfEven(value: bigint, dropped: bigint): bigint {
  const kept = value >> dropped;
  const rest = value - (kept << dropped);
  const half = 1n << (dropped - 1n);
  const up = rest > half || (rest === half && kept % 2n === 1n);
  return up ? kept + 1n : kept;
}
