import type { Report } from './issue.ts';
import type { AlertmanagerVersion } from './version.ts';

/** What decoders need to know, and where they put what they find. */
export interface DecodeContext {
  readonly version: AlertmanagerVersion;
  readonly report: Report;
  /** The fault of a text as a Go template; undefined: nothing. */
  readonly templateFault: (text: string) => string | undefined;
}
