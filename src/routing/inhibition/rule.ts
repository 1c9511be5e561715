import type { Range } from '../../source/range.ts';
import type { Matcher } from '../matchers/matcher.ts';

/** An inhibition rule: a firing source alert mutes target alerts with the same values of the `equal` labels. */
export interface InhibitRule {
  /** Optional name, Alertmanager 0.30 and later. */
  readonly name?: string | undefined;
  /** `source_match`, `source_match_re` and `source_matchers` together; none accept every alert. */
  readonly sourceMatchers: readonly Matcher[];
  readonly targetMatchers: readonly Matcher[];
  /** A label missing on both sides is equal on both sides: it is "" there. */
  readonly equal: readonly string[];
  readonly range?: Range | undefined;
}
