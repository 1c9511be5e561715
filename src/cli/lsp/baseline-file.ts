import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { UserError } from '../../diagnostics/user-error.ts';
import { EXIT } from '../../diagnostics/exit-code.ts';
import { makeBaseline, parseBaseline, printBaseline } from '../../lint/baseline.ts';
import type { Baseline } from '../../lint/baseline.ts';
import { MAX_FILE_BYTES, readRegular, treeAround } from '../../project/read-regular.ts';
import type { Io } from '../io.ts';
import { writeWhole } from '../write-whole.ts';

/** The file of accepted findings that the editor or the command line names. */
export class BaselineFile {
  readonly path: string;
  readonly #io: Io;
  #complained = '';

  /** @param path absolute */
  constructor(path: string, io: Io) {
    this.path = path;
    this.#io = io;
  }

  /** The accepted findings; undefined: the file does not exist or cannot be read, which stderr says once. */
  read(): Baseline | undefined {
    const reading = readRegular(this.path, {
      tree: treeAround(this.path, this.#io.cwd),
      maxBytes: MAX_FILE_BYTES,
    });
    if (!reading.ok) {
      if (reading.fault !== 'absent') this.#complain(`${this.path} ${reading.reason}`);
      return undefined;
    }
    const result = parseBaseline(reading.bytes.toString('utf8'));
    if (result.status === 'read') return result.baseline;
    this.#complain(`"${this.path}" is not a baseline file: ${result.reason}`);
    return undefined;
  }

  /** Accepts one more finding. @throws UserError if the file cannot be read or is not a baseline: it is not replaced */
  async add(diagnostic: Diagnostic): Promise<void> {
    const reading = readRegular(this.path, {
      tree: treeAround(this.path, this.#io.cwd),
      maxBytes: MAX_FILE_BYTES,
    });
    let findings: Baseline['findings'] = [];
    if (reading.ok) {
      const known = parseBaseline(reading.bytes.toString('utf8'));
      if (known.status !== 'read')
        throw new UserError(`"${this.path}" is not a baseline file: ${known.reason}`, EXIT.usage);
      ({ findings } = known.baseline);
    } else if (reading.fault !== 'absent')
      throw new UserError(`"${this.path}" ${reading.reason}`, EXIT.failure);
    const added = makeBaseline([diagnostic], undefined, new Set(), false).findings;
    await writeWhole(this.path, printBaseline({ version: 1, findings: [...findings, ...added] }));
  }

  #complain(text: string): void {
    if (text !== this.#complained) this.#io.stderr.write(`rulecheck lsp: ${text}\n`);
    this.#complained = text;
  }
}
