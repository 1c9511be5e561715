import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { failureCommand, reportGithub } from './github.ts';
import { MARKER, markdownText } from './markdown-text.ts';
import { jsonDiagnostic } from './json-lint.ts';

/** Why a run ended before it could report anything. */
export interface RunFailure {
  readonly message: string;
  readonly help: string | undefined;
  /** 2: bad usage or configuration; 3: a tool or I/O failure. */
  readonly exitCode: number;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * A failed run as one JSON text: `error` says why, and the keys that a successful run of the command has are there
 * and empty, so that a reader finds what it expects. Faults of files are in `diagnostics` with their place.
 */
export function failureJson(failure: RunFailure, command: string): string {
  const { message, help, exitCode } = failure;
  const error = { message, help: help ?? null, exitCode };
  const diagnostics = failure.diagnostics.map((each) => jsonDiagnostic(each));
  const linted = { files: 0, rules: 0, alerts: 0, errors: diagnostics.length, warnings: 0, infos: 0 };
  const tested = { passed: 0, failed: 0, skipped: 0 };
  return `${JSON.stringify({ error, ...shape() }, null, 2)}\n`;

  function shape(): object {
    switch (command) {
      case 'lint':
        return { diagnostics, summary: linted };
      case 'test':
        return { tests: [], diagnostics, summary: tested };
      case 'check':
        return { diagnostics, tests: [], summary: { ...linted, ...tested } };
      default:
        return { diagnostics };
    }
  }
}

/** A failed run as workflow commands: one for the run, one for each place. */
export function failureGithub({ message, help, diagnostics }: RunFailure): string {
  return failureCommand(help === undefined ? message : `${message}\n${help}`) + reportGithub(diagnostics);
}

/** A failed run as a page for a pull request: why, and the places in files that are to blame. */
export function failureMarkdown({ message, help, diagnostics }: RunFailure): string {
  const places = diagnostics.map(({ file, range, message: what }) => {
    const { line } = file.position(range.start);
    return `- ${markdownText(`${file.path}:${line}`)}: ${markdownText(what)}`;
  });
  const words = [markdownText(message), ...(help === undefined ? [] : [markdownText(help)])].join('<br>');
  return `${[`${MARKER}\n### rulecheck`, `✖ ${words}`, places.join('\n')].filter((part) => part !== '').join('\n\n')}\n`;
}
