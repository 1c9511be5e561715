import { LSPErrorCodes, ResponseError } from 'vscode-languageserver-protocol';
import type { ClientCapabilities, ProtocolConnection } from 'vscode-languageserver-protocol';
import { UserError } from '../../../diagnostics/user-error.ts';
import type { BaselineFile } from '../baseline-file.ts';
import type { Publisher } from '../publisher.ts';
import type { Session } from '../session.ts';

/** What a feature answers from. */
export interface Serving {
  readonly session: Session;
  readonly publisher: Publisher;
  readonly baseline: BaselineFile | undefined;
  readonly client: ClientCapabilities;
}

/** One thing that the server can do: answers requests of one kind. */
export type Feature = (connection: ProtocolConnection, serving: Serving) => void;

/** What a request was refused for is an answer for the user of the editor, not a fault of the server. */
export async function refusing<T>(answer: () => Promise<T> | T): Promise<T | ResponseError<never>> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof UserError) return new ResponseError(LSPErrorCodes.RequestFailed, error.message);
    throw error;
  }
}
