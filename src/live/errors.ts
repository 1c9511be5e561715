import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { TransportError } from './transport.ts';

/** A server that gives no usable answer ends the run with exit code 3: silence would look like "no findings". */
export class LiveError extends UserError {
  /** The same question may be answered a little later. */
  readonly isTransient: boolean;

  constructor(message: string, help?: string, isTransient = false) {
    super(message, EXIT.failure, { help });
    this.name = 'LiveError';
    this.isTransient = isTransient;
  }
}

/** A server refused one question for what it asks, or could not work it out: other questions may be answered. */
export class RefusedQuery extends Error {
  /** Prometheus's `errorType`: bad_data, execution, timeout, canceled, ... */
  readonly type: string;

  constructor(type: string, detail: string) {
    super(detail);
    this.name = 'RefusedQuery';
    this.type = type;
  }
}

const CONNECT_HELP = 'check the address, the network and that the server is running';

/** What a failed connection means for whoever started the run. */
export function unreachable(url: string, error: unknown): LiveError {
  if (!(error instanceof TransportError)) throw error;
  switch (error.reason) {
    case 'timeout':
      return new LiveError(`${url} is too slow: ${error.message}`, 'raise --live-timeout', true);
    case 'too-large':
      return new LiveError(
        `${url} sends too much: ${error.message}`,
        'check that the address is that of the API',
      );
    case 'unreachable':
      return new LiveError(`${url} cannot be reached: ${error.message}`, CONNECT_HELP, true);
  }
}

const STATUS_HELP: Readonly<Record<number, string>> = {
  401: 'set a token (RULECHECK_TOKEN or --token-file), or a user and a password (RULECHECK_USER and RULECHECK_PASSWORD, or --basic-auth-file)',
  403: 'the credentials do not permit this request; check them and the tenant (--tenant)',
  404: 'the address may lack a prefix: Mimir and Cortex answer below /prometheus, VictoriaMetrics in a cluster below /select/0/prometheus',
};

/** Statuses of servers and proxies that are busy or start. */
const TRANSIENT: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

/** A status other than success. */
export function badStatus(url: string, status: number): LiveError {
  return new LiveError(
    `${url} answered with HTTP status ${status}`,
    STATUS_HELP[status] ?? CONNECT_HELP,
    TRANSIENT.has(status),
  );
}

/** The server's answer has not the form that its API promises. */
export function notAsPromised(url: string, expected: string): LiveError {
  return new LiveError(
    `${url} did not answer like the API of Prometheus: ${expected}`,
    'check the address: a login page or another service may answer there',
  );
}
