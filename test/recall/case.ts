import type { ExampleAlert } from '../../src/checks/support/example-rules.ts';

/** A rule in the manner of public collections with one fault, and what must be said of it. */
export interface Fault extends ExampleAlert {
  /** The alert's expression; left out where `files` say everything. */
  readonly expr?: string;
  /** More rules of the same group, before the alert. */
  readonly before?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly config?: string;
  /** The check that finds it. */
  readonly finds: string;
  /** The text below the finding; any place where left out. */
  readonly at?: string;
  /** Found by the strict preset alone. */
  readonly strict?: true;
  /** It is not found, and why: a test fails once it is. */
  readonly missed?: string;
}

/** A sound rule that looks like one with a fault: the default preset does not report it. */
export interface Sound extends ExampleAlert {
  readonly expr?: string;
  readonly before?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly config?: string;
}

export interface Topic {
  readonly topic: string;
  readonly faults: readonly Fault[];
  readonly sound: readonly Sound[];
}
