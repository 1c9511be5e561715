import { EXIT } from '../../diagnostics/exit-code.ts';
import { UserError } from '../../diagnostics/user-error.ts';
import { readLines } from '../../project/read-lines.ts';
import { treeAround } from '../../project/read-regular.ts';
import { Intake, readData } from '../../testing/backtest/index.ts';
import type { IntakeOptions, TimeSpan } from '../../testing/backtest/index.ts';
import { userPath } from '../io.ts';
import type { Io } from '../io.ts';
import { withProgress } from '../progress.ts';
import { groupDigits } from '../../util/digits.ts';

/** Reads every file of recorded data, in the order in which they are named. @throws UserError */
export async function readAllData(files: readonly string[], options: IntakeOptions, io: Io): Promise<Intake> {
  const intake = new Intake(options);
  let current = files[0] ?? '';
  const what = (): string =>
    `reading ${current}: ${groupDigits(intake.recording.samples)} samples, ${groupDigits(intake.lines)} log lines`;
  await withProgress(what, io, async () => {
    for (const name of files) {
      current = name;
      const path = userPath(io, name);
      await readData({ name, lines: readLines(path, name, treeAround(path, io.cwd)) }, intake);
    }
  });
  return intake;
}

/** What the data covers, within what was asked for. @throws UserError where there is nothing */
export function spanOf(intake: Intake, asked: TimeSpan, isAsked: boolean): TimeSpan {
  const { span } = intake.recording;
  const spans = [span, intake.logSpan].filter((one) => one !== undefined);
  if (spans.length === 0) {
    throw new UserError(
      isAsked
        ? 'the data has no sample between --from and --to that a rule reads'
        : 'the data has no sample that a rule reads',
      EXIT.usage,
      intake.leftOut.length === 0
        ? 'check that the data has the metrics that the alerts select'
        : `the data has ${intake.leftOut.slice(0, 3).join(', ')}${intake.leftOut.length > 3 ? ' and others' : ''}, which no alert reads`,
    );
  }
  const fromMs = Math.min(...spans.map((one) => one.fromMs));
  const toMs = Math.max(...spans.map((one) => one.toMs));
  return {
    fromMs: Number.isFinite(asked.fromMs) ? Math.max(asked.fromMs, fromMs) : fromMs,
    toMs: Math.min(asked.toMs, toMs),
  };
}
