import { callAround } from './completion/expression-context.ts';
import { expressionAt } from './place.ts';
import type { OpenFile } from './place.ts';
import { signatureOf } from './signatures.ts';
import type { ShownSignature } from './signatures.ts';

/** The signature of the call around a place, and which of its arguments is written (from 0). */
export function signatureAt(
  open: OpenFile,
  offset: number,
): { readonly signature: ShownSignature; readonly active: number } | undefined {
  const inside = expressionAt(open, offset);
  if (inside === undefined) return undefined;
  const call = callAround(inside.query.source.text.slice(0, inside.index));
  const signature = call === undefined ? undefined : signatureOf(call.name, inside.query.language);
  if (call === undefined || signature === undefined) return undefined;
  const last = signature.parameters.length - 1;
  return { signature, active: signature.repeats ? Math.min(call.argument, last) : call.argument };
}
