import { join } from 'node:path';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { coverageCobertura } from '../reporters/coverage/cobertura.ts';
import { coverageHtml } from '../reporters/coverage/html.ts';
import { coverageJson } from '../reporters/coverage/json.ts';
import { coverageLcov } from '../reporters/coverage/lcov.ts';
import { coverageText } from '../reporters/coverage/text.ts';
import { countPoints, percentOf } from '../testing/coverage/index.ts';
import type { CoverageReport } from '../testing/coverage/index.ts';
import { didYouMeanText } from '../util/did-you-mean.ts';
import { printablePath } from '../util/printable.ts';
import { styleFor, userPath } from './io.ts';
import type { Io, Output } from './io.ts';
import { writeReportTo } from './outputs.ts';
import type { Relocation } from './relocate.ts';

const COVERAGE_FORMATS = ['text', 'html', 'cobertura', 'lcov', 'json'] as const;
export type CoverageFormat = (typeof COVERAGE_FORMATS)[number];

export interface CoverageOptions {
  /** true: as text. */
  readonly coverage?: readonly CoverageFormat[];
  /** Where files are written; default `coverage`. */
  readonly coverageDir?: string;
  /** Exit with 1 below this share of points, in percent. */
  readonly failUnder?: number;
}

/** Reads `text,html`. @throws UserError for a format that does not exist */
export function coverageFormats(text: string): readonly CoverageFormat[] {
  return text.split(',').map((name) => {
    const format = COVERAGE_FORMATS.find((known) => known === name.trim());
    if (format !== undefined) return format;
    throw new UserError(
      `there is no coverage format "${name}"${didYouMeanText(name, COVERAGE_FORMATS)}`,
      EXIT.usage,
      `the formats are ${COVERAGE_FORMATS.join(', ')}`,
    );
  });
}

const FILES: Readonly<Record<Exclude<CoverageFormat, 'text'>, string>> = {
  html: 'index.html',
  cobertura: 'cobertura.xml',
  lcov: 'lcov.info',
  json: 'coverage.json',
};

/**
 * Writes the formats that were asked for: text to a stream, the others into files of a folder.
 *
 * @returns whether the coverage is at least what `failUnder` asks for
 */
export async function reportCoverage(
  report: CoverageReport,
  { coverage = ['text'], coverageDir = 'coverage', failUnder }: CoverageOptions,
  textTo: Output,
  io: Io,
): Promise<boolean> {
  for (const format of coverage) {
    if (format === 'text') {
      textTo.write(`\n${coverageText(report, styleFor(textTo, io.env))}`);
      continue;
    }
    const path = join(coverageDir, FILES[format]);
    await writeReportTo(path, () => textOf(report, format, io), io, true);
    io.stderr.write(`coverage: ${printablePath(path)}\n`);
  }
  const percent = percentOf(countPoints(report.owners));
  const isEnough = failUnder === undefined || percent >= failUnder;
  if (!isEnough)
    io.stderr.write(`the coverage of ${percent.toFixed(1)} % is below --fail-under ${failUnder}\n`);
  return isEnough;
}

/** One report of several projects, whose paths count from one folder. */
export function joinCoverage(reports: readonly CoverageReport[], relocation: Relocation): CoverageReport {
  const owners = reports.flatMap((report) => report.owners);
  return {
    owners: owners.map((owner) => ({
      ...owner,
      file: relocation.file(owner.file),
      points: owner.points.map((point) => ({ ...point, file: relocation.file(point.file) })),
    })),
  };
}

function textOf(report: CoverageReport, format: Exclude<CoverageFormat, 'text'>, io: Io): string {
  switch (format) {
    case 'html':
      return coverageHtml(report);
    case 'cobertura':
      return coverageCobertura(report, userPath(io, '.'), io.now());
    case 'lcov':
      return coverageLcov(report);
    case 'json':
      return `${JSON.stringify(coverageJson(report), undefined, 2)}\n`;
  }
}
