import type { CoverageReport } from '../../testing/coverage/index.ts';
import { coveredFiles } from './lines.ts';
import type { CoveredFile, CoveredLine } from './lines.ts';
import { escapeMarkup } from './xml.ts';

/**
 * A Cobertura report (coverage-04.dtd): a package per folder, a class per file, a line for each line with points, whose
 * points are its conditions.
 *
 * @param root where the paths count from
 * @param nowMs milliseconds since 1970
 */
export function coverageCobertura(report: CoverageReport, root: string, nowMs: number): string {
  const files = coveredFiles(report);
  const packages = new Map<string, CoveredFile[]>();
  for (const file of files) {
    const folder = file.file.path.split('/').slice(0, -1).join('/') || '.';
    packages.set(folder, [...(packages.get(folder) ?? []), file]);
  }
  const lines = files.flatMap((file) => file.lines);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">',
    `<coverage ${rates(lines)} ${totals(lines)} complexity="0" version="rulecheck" timestamp="${Math.round(nowMs)}">`,
    '  <sources>',
    `    <source>${escapeMarkup(root)}</source>`,
    '  </sources>',
    '  <packages>',
    ...[...packages].flatMap(([folder, own]) => packageLines(folder, own)),
    '  </packages>',
    '</coverage>',
    '',
  ].join('\n');
}

function packageLines(folder: string, files: readonly CoveredFile[]): string[] {
  const lines = files.flatMap((file) => file.lines);
  return [
    `    <package name="${escapeMarkup(folder)}" ${rates(lines)} complexity="0">`,
    '      <classes>',
    ...files.flatMap(({ file, lines: own }) => [
      `        <class name="${escapeMarkup(file.path.split('/').at(-1)!)}" filename="${escapeMarkup(file.path)}" ${rates(own)} complexity="0">`,
      '          <methods/>',
      '          <lines>',
      ...own.map(lineElement),
      '          </lines>',
      '        </class>',
    ]),
    '      </classes>',
    '    </package>',
  ];
}

function lineElement({ line, points, hits, covered }: CoveredLine): string {
  const start = `            <line number="${line}" hits="${hits}"`;
  if (points.length < 2) return `${start} branch="false"/>`;
  const percent = Math.floor((covered / points.length) * 100);
  const conditions = points.map(
    (point, i) => `<condition number="${i}" type="jump" coverage="${point.hits > 0 ? 100 : 0}%"/>`,
  );
  const coverage = `condition-coverage="${percent}% (${covered}/${points.length})"`;
  return `${start} branch="true" ${coverage}><conditions>${conditions.join('')}</conditions></line>`;
}

interface Sums {
  readonly lines: number;
  readonly linesHit: number;
  readonly branches: number;
  readonly branchesHit: number;
}

function sumsOf(lines: readonly CoveredLine[]): Sums {
  const branched = lines.filter(({ points }) => points.length > 1);
  return {
    lines: lines.length,
    linesHit: lines.filter(({ hits }) => hits > 0).length,
    branches: branched.reduce((sum, { points }) => sum + points.length, 0),
    branchesHit: branched.reduce((sum, { covered }) => sum + covered, 0),
  };
}

const rate = (hit: number, all: number): string => (all === 0 ? '1' : (hit / all).toFixed(4));

function rates(lines: readonly CoveredLine[]): string {
  const { lines: all, linesHit, branches, branchesHit } = sumsOf(lines);
  return `line-rate="${rate(linesHit, all)}" branch-rate="${rate(branchesHit, branches)}"`;
}

function totals(lines: readonly CoveredLine[]): string {
  const { lines: all, linesHit, branches, branchesHit } = sumsOf(lines);
  return `lines-covered="${linesHit}" lines-valid="${all}" branches-covered="${branchesHit}" branches-valid="${branches}"`;
}
