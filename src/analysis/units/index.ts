export { measureOfName } from './measure-names.ts';
export { UNIT_WORD, measureText, textUnit } from './measure-text.ts';
export type { Dimension, Measure } from './dimension.ts';
export { measureOf } from './measure.ts';
export { RECORDED_RATIO, isNamedShare, shareFault } from './share-fault.ts';
export { isAlike, isConversion, isNear } from './unit-factors.ts';
export { UNIT_KEEPING, suffixUnit } from './unit-suffixes.ts';
