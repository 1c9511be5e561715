export { findValue } from './find-value.ts';
export type { Demand, Found } from './find-value.ts';
export { Language } from './language.ts';
