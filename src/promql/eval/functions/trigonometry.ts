import type { Implementation } from './implementation.ts';
import { ofFloat } from './math.ts';

export const TRIGONOMETRY = {
  acos: ofFloat(Math.acos),
  acosh: ofFloat(Math.acosh),
  asin: ofFloat(Math.asin),
  asinh: ofFloat(Math.asinh),
  atan: ofFloat(Math.atan),
  atanh: ofFloat(Math.atanh),
  cos: ofFloat(Math.cos),
  cosh: ofFloat(Math.cosh),
  deg: ofFloat((radians) => (radians * 180) / Math.PI),
  rad: ofFloat((degrees) => (degrees * Math.PI) / 180),
  sin: ofFloat(Math.sin),
  sinh: ofFloat(Math.sinh),
  tan: ofFloat(Math.tan),
  tanh: ofFloat(Math.tanh),
} satisfies Record<string, Implementation>;
