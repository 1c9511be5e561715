import { errorText } from './error-text.ts';

/** The system's code of an error (`ENOENT`), or its message where it has none. */
export function errorCode(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code;
  return errorText(error);
}
