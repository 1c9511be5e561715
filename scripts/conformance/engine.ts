import type { Storage } from '../../src/promql/eval/storage/storage.ts';
import type { Result } from './result.ts';

/** What a query came to. */
export type Outcome =
  | {
      readonly ok: true;
      readonly result: Result;
      readonly warnings: readonly string[];
      readonly infos: readonly string[];
    }
  | { readonly ok: false; readonly message: string };

/** The engine as the scripts use it; times in milliseconds. */
export interface ScriptEngine {
  instant(storage: Storage, query: string, timeMs: number): Outcome;
  range(storage: Storage, query: string, startMs: number, endMs: number, stepMs: number): Outcome;
}
