import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKS } from '../../checks/index.generated.ts';
import type { Severity } from '../../diagnostics/diagnostic.ts';
import { EXIT, failsOn } from '../../diagnostics/exit-code.ts';
import { UserError } from '../../diagnostics/user-error.ts';

import { MAX_FILE_BYTES, readRegular } from '../../project/read-regular.ts';
import { errorCode } from '../../util/error-code.ts';
import type { Io } from '../io.ts';
import { userPath } from '../io.ts';
import { writeOutputs } from '../outputs.ts';
import type { OutputFile } from '../outputs.ts';
import { report } from '../report.ts';
import type { Format, ShowOptions } from '../report.ts';
import { readBlob } from '../shards/blob.ts';
import { blobName } from '../shards/shard.ts';
import { mergeBlobs } from '../shards/merge.ts';
import type { NamedBlob } from '../shards/merge.ts';
import { version } from '../version.ts';

export interface MergeOptions extends ShowOptions {
  /** The folder that `--output blob=FOLDER` of every shard wrote into. */
  readonly folder: string;
  readonly format: Format;
  readonly output?: readonly OutputFile[];
  readonly failOn: Severity | 'never';
}

/** `rulecheck merge-reports`: one report of what several machines found. */
export async function mergeReports(options: MergeOptions, io: Io): Promise<number> {
  const merged = { ...mergeBlobs(blobsIn(options.folder, io), version), checks: CHECKS };
  io.stdout.write(await report(merged, options.format, io, options));
  await writeOutputs(
    options.output,
    io,
    (format) => report(merged, format, io, options),
    blobName(merged.command),
  );
  const failed = (merged.tests?.summary.failed ?? 0) > 0;
  return failed || failsOn(merged.lint?.diagnostics ?? [], options.failOn) ? EXIT.findings : EXIT.clean;
}

/** @throws UserError (exit 2) for a folder without reports, and for a file that is not a report */
function blobsIn(folder: string, io: Io): NamedBlob[] {
  const names = entriesOf(folder, io).filter((name) => name.endsWith('.json'));
  if (names.length === 0)
    throw wrong(
      `the folder "${folder}" has no reports`,
      'write them with --output blob=FOLDER on every shard',
    );
  return names.sort().map((name) => {
    const reading = readRegular(join(userPath(io, folder), name), {
      tree: undefined,
      maxBytes: MAX_FILE_BYTES,
    });
    const blob = reading.ok ? readBlob(reading.bytes.toString('utf8')) : undefined;
    if (blob === undefined)
      throw wrong(
        `"${join(folder, name)}" is not a report of a shard${reading.ok ? '' : `: ${reading.reason}`}`,
        'only reports that --output blob=FOLDER wrote can be merged',
      );
    return { name, blob };
  });
}

function entriesOf(folder: string, io: Io): string[] {
  try {
    return readdirSync(userPath(io, folder));
  } catch (error) {
    throw wrong(`the folder "${folder}" cannot be read: ${errorCode(error)}`, 'check the path');
  }
}

function wrong(message: string, help: string): UserError {
  return new UserError(message, EXIT.usage, help);
}
