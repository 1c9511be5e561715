import type { Range } from '../../source/range.ts';
import type { GoType } from './types.ts';
import type { Value } from './value.ts';

/** What a function may use besides its arguments. */
export interface CallEnvironment {
  /** The present, in nanoseconds since 1970. */
  readonly nowNanos: bigint;
  /** The zone of `Local()` and of times without one: an IANA name. */
  readonly localZone: string;
  /** Gets whether the body of an `if`, `with` or `range` runs. */
  readonly onBranch?: ((range: Range, taken: boolean) => void) | undefined;
}

/** The signature and the body of a function or method. */
export interface Callable {
  readonly params: readonly GoType[];
  /** The last parameter takes any number of arguments. */
  readonly variadic?: boolean;
  /** Set where Go refuses the method in templates: how many values it returns. */
  readonly results?: number;
  /** For methods the receiver comes first. Failures are thrown as GoFailure. */
  readonly invoke: (args: readonly Value[], environment: CallEnvironment) => Value;
}

/** The error a Go function returns, or what its panic says. */
export class GoFailure extends Error {
  override readonly name = 'GoFailure';
}
