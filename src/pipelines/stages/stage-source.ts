import type { Range } from '../../source/range.ts';
import type { Setting } from '../setting.ts';

/** A stage as it is written. */
export interface StageSource {
  /** As the agent writes it. */
  readonly name: string;
  readonly nameRange: Range;
  readonly setting: Setting;
  /** The stages inside of a match. */
  readonly inner?: readonly StageSource[] | undefined;
  /** Other blocks inside of a stage of Alloy. */
  readonly blocks?: readonly StageSource[] | undefined;
}
