/** What a server said of one metric. */
export interface LiveMetric {
  /** How many series there are now. */
  readonly present: number;
  /** Names of the labels of its series in the span, `__name__` left out; none: there was no series. */
  readonly labels: ReadonlySet<string>;
  /** Values of the labels that selectors ask for, where none of them matched. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** What a server said of one selector, without its offset. */
export interface LiveSelector {
  readonly present: number;
  /** Was there a series in the span? */
  readonly seen: boolean;
  /** The last instant (milliseconds) at which there was one, where none is there now. */
  readonly lastSeenMs?: number | undefined;
}

/** What a server made of one expression, now. */
export type LiveQuery =
  | {
      /** Series of the result. */
      readonly series: number;
      /** Samples that were looked at; undefined: this server does not count them. */
      readonly samples: number | undefined;
      readonly seconds: number | undefined;
    }
  | {
      /** Prometheus's error type: `execution`, `timeout`, `bad_data`. */
      readonly error: string;
      readonly detail: string;
    };

/** How often an alert would have fired in the span. */
export interface LiveFiring {
  readonly count: number;
  /** Label sets that fired at least once. */
  readonly series: number;
  /** Label sets that fire at its end. */
  readonly now: number;
}

/** What a web address answered; undefined status: nothing. */
export interface LiveLink {
  readonly status: number | undefined;
  readonly detail: string;
}

/** What the server that the command line names said of a project. Every question that could be asked has an answer. */
export interface LiveFacts {
  /** The server as messages name it. */
  readonly server: string;
  /** The time to which series were looked for, milliseconds. */
  readonly seriesSpanMs: number;
  /** The time in which firings were counted, milliseconds. */
  readonly firingSpanMs: number;
  /** Metrics that the server describes: those that a wrong name may be meant to be. */
  readonly names: readonly string[];
  readonly metrics: ReadonlyMap<string, LiveMetric>;
  /** By `selectorText`. */
  readonly selectors: ReadonlyMap<string, LiveSelector>;
  /** By the text of the expression. */
  readonly queries: ReadonlyMap<string, LiveQuery>;
  /** By `firingKey`. */
  readonly firings: ReadonlyMap<string, LiveFiring>;
  readonly links: ReadonlyMap<string, LiveLink>;
}

/** What two alerts share that fire alike. */
export function firingKey(alert: {
  readonly expr: { readonly text: string };
  readonly for?: { readonly value: number };
  readonly keepFiringFor?: { readonly value: number };
}): string {
  return JSON.stringify([alert.expr.text, alert.for?.value ?? 0, alert.keepFiringFor?.value ?? 0]);
}
