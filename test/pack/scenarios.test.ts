import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { Io } from '../../src/cli/io.ts';
import { ROOT } from '../support/pack.ts';

const { RULECHECK_PROMTOOL, RULECHECK_PROMTOOL_OLD, RULECHECK_AMTOOL, RULECHECK_AMTOOL_OLD } = process.env;

interface Report {
  readonly tests: readonly {
    readonly name: string;
    readonly engine: string;
    readonly status: string;
    readonly message: string;
  }[];
  readonly summary: { readonly passed: number; readonly failed: number; readonly skipped: number };
}

async function runPack(...args: string[]): Promise<Report> {
  let out = '';
  const io: Io = {
    cwd: ROOT,
    env: process.env,
    stdout: { write: (text) => (out += text), isTTY: false, columns: 80 },
    stderr: { write: () => undefined, isTTY: false, columns: 80 },
    readStdin: () => Promise.resolve(''),
    now: () => 0,
  };
  await main(['test', '--format', 'json', ...args], io);
  return JSON.parse(out) as Report;
}

function expectAllPassed(report: Report): void {
  expect(report.tests.filter(({ status }) => status === 'failed')).toEqual([]);
  expect(report.summary.passed).toBeGreaterThanOrEqual(26 * 3);
}

/** Hundreds of processes, one after the other: ends what hangs, and nothing else, also on a busy machine. */
const TOOLS_TIMEOUT_MS = 240_000;

describe('the scenarios of the pack hold', () => {
  test('on the embedded engine, with nothing installed', async () => {
    expectAllPassed(await runPack('--engine', 'embedded'));
  });

  test.skipIf(RULECHECK_PROMTOOL === undefined || RULECHECK_AMTOOL === undefined)(
    'on promtool and amtool, which agree with the embedded engine',
    async () => {
      expectAllPassed(
        await runPack('--engine', 'both', '--promtool', RULECHECK_PROMTOOL!, '--amtool', RULECHECK_AMTOOL!),
      );
    },
    TOOLS_TIMEOUT_MS,
  );

  test.skipIf(RULECHECK_PROMTOOL_OLD === undefined || RULECHECK_AMTOOL_OLD === undefined)(
    'on the oldest promtool and amtool that are supported',
    async () => {
      expectAllPassed(
        await runPack(
          '--engine',
          'promtool',
          '--promtool',
          RULECHECK_PROMTOOL_OLD!,
          '--amtool',
          RULECHECK_AMTOOL_OLD!,
        ),
      );
    },
    TOOLS_TIMEOUT_MS,
  );
});
