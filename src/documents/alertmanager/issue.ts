import type { Range } from '../../source/range.ts';
import type { ScalarNode } from '../../yaml/node.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import type { MatcherErrorCode } from '../../routing/matchers/error.ts';
import type { TimeIntervalErrorCode } from '../../routing/time-intervals/parse.ts';

export type AlertmanagerIssueCode =
  | MatcherErrorCode
  | TimeIntervalErrorCode
  | 'unknown-key'
  | 'newer-key'
  | 'duplicate-key'
  | 'wrong-type'
  | 'bad-duration'
  | 'zero-interval'
  | 'bad-url'
  | 'bad-address'
  | 'bad-value'
  | 'bad-label-name'
  | 'bad-regexp'
  | 'bad-template'
  | 'missing-key'
  | 'missing-global'
  | 'conflicting-keys'
  | 'empty-entry'
  | 'group-by-duplicate'
  | 'group-by-wildcard'
  | 'no-route'
  | 'root-receiver'
  | 'root-matchers'
  | 'root-intervals'
  | 'root-continue'
  | 'undefined-receiver'
  | 'undefined-interval'
  | 'duplicate-receiver'
  | 'duplicate-interval'
  | 'unknown-zone'
  | 'never-matches';

/** One fault of an Alertmanager configuration. */
export interface AlertmanagerIssue {
  readonly code: AlertmanagerIssueCode;
  /** `error`: amtool check-config refuses the file. `warning`: it is accepted, and goes wrong later. */
  readonly level: 'error' | 'warning';
  readonly message: string;
  readonly why?: string;
  readonly help?: string;
  readonly range: Range;
  readonly related?: readonly { readonly range: Range; readonly message: string }[];
  /** It rests on something that is not in the file, which the reason says: a warning. */
  readonly premise?: true;
}

/** Where decoders put what they find; decoding goes on. */
export class Report {
  readonly issues: AlertmanagerIssue[] = [];
  readonly #source: string;

  /** `source` is the text of the file. */
  constructor(source: string) {
    this.#source = source;
  }

  /** The place in the file of a part of a scalar's text, through quotes and folding. */
  inside(node: ScalarNode, part: Range): Range {
    return scalarRange(node, this.#source, part.start, part.end);
  }

  /** Something that amtool check-config refuses. */
  error(code: AlertmanagerIssueCode, range: Range, message: string, rest: IssueRest = {}): void {
    this.issues.push({ code, level: 'error', range, message, ...rest });
  }

  /** Something that is accepted and goes wrong later. */
  warning(code: AlertmanagerIssueCode, range: Range, message: string, rest: IssueRest = {}): void {
    this.issues.push({ code, level: 'warning', range, message, ...rest });
  }
}

export type IssueRest = Pick<AlertmanagerIssue, 'why' | 'help' | 'related'>;
