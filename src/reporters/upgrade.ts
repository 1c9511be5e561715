import { PRODUCTS, sourceUrl } from '../releases/index.ts';
import type { DatedChange, ProductName } from '../releases/index.ts';
import type { TestChange, UpgradeEffect, UpgradeFinding, UpgradeReport } from '../upgrade/index.ts';
import { plural } from '../util/plural.ts';
import { printable } from '../util/printable.ts';
import type { Style } from '../util/style.ts';
import { codeFrame } from './code-frame.ts';

const TITLES: Readonly<Record<UpgradeEffect, string>> = {
  fails: 'fails',
  differs: 'changes its meaning',
  warns: 'warns',
};

/** What an upgrade changes, for people: by effect, each place with the reason and its source. */
export function upgradeText(report: UpgradeReport, product: ProductName, style: Style): string {
  const parts = [
    ...(['fails', 'differs', 'warns'] as const).flatMap((effect) =>
      section(
        report.findings.filter((finding) => finding.effect === effect),
        effect,
        product,
        style,
      ),
    ),
    ...report.tests.map((test) => testLines(test, report, style)),
    unseenLines(report.unseen, product, style),
    ...report.notes.map((note) => style.dim(`note: ${printable(note)}`)),
    summaryLine(report),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function section(
  findings: readonly UpgradeFinding[],
  effect: UpgradeEffect,
  product: ProductName,
  style: Style,
): string[] {
  return findings.map(({ file, range, message, help, proof, change, check }) => {
    const { line, column } = file.position(range.start);
    const head = `${style.bold(`${printable(file.path)}:${line}:${column}`)} ${paint(effect, style)(TITLES[effect])}: ${printable(message)}`;
    const why =
      change === undefined ? style.dim(`  (${check ?? 'lint'})`) : style.dim(`  ${reason(change, product)}`);
    return [
      head,
      ...codeFrame(file, [{ range, primary: true }], style),
      ...(proof === undefined ? [] : [`  evaluated with both releases: ${printable(proof)}`]),
      ...(help === undefined ? [] : [`  help: ${printable(help)}`]),
      why,
    ].join('\n');
  });
}

function reason(change: DatedChange, product: ProductName): string {
  return `since ${PRODUCTS[product].name} ${change.release.version}: ${change.what} (${sourceUrl(PRODUCTS[product], change)})`;
}

function paint(effect: UpgradeEffect, style: Style): (text: string) => string {
  return effect === 'fails' ? style.red : style.yellow;
}

function testLines(
  { file, range, name, before, after, message }: TestChange,
  report: UpgradeReport,
  style: Style,
): string {
  const { line } = file.position(range.start);
  const side = after === 'failed' ? report.to : report.from;
  return `${style.bold(`${printable(file.path)}:${line}`)} the test "${printable(name)}" ${before} with ${report.from} and ${after} with ${report.to}\n  with ${side}: ${printable(message)}`;
}

function unseenLines(changes: readonly DatedChange[], product: ProductName, style: Style): string {
  if (changes.length === 0) return '';
  const lines = changes.map(
    (change) => `  ${change.release.version}: ${change.what} (${sourceUrl(PRODUCTS[product], change)})`,
  );
  return [style.bold('Depends on targets, flags or data, which the files do not contain:'), ...lines].join(
    '\n',
  );
}

function summaryLine({ product, from, to, findings, tests, played }: UpgradeReport): string {
  const count = (effect: UpgradeEffect): number => findings.filter((one) => one.effect === effect).length;
  const found = [
    `${plural(count('fails'), 'place')} that fail`,
    `${plural(count('differs'), 'place')} with another meaning`,
    plural(count('warns'), 'new warning'),
  ].join(', ');
  const of =
    played === 0 ? 'no tests' : `${tests.length} of ${plural(played, 'test')} with a different result`;
  return `${product} ${from} to ${to}: ${found}, ${of}`;
}

/** The same as data. */
export function upgradeJson(report: UpgradeReport, product: ProductName): string {
  const place = ({ file, range }: Pick<UpgradeFinding, 'file' | 'range'>) => ({
    file: file.path,
    ...file.position(range.start),
  });
  const changeOf = (change: DatedChange | undefined) =>
    change === undefined
      ? undefined
      : { release: change.release.version, what: change.what, source: sourceUrl(PRODUCTS[product], change) };
  const { findings, tests, unseen, ...rest } = report;
  return `${JSON.stringify(
    {
      ...rest,
      findings: findings.map(({ effect, message, help, proof, check, change, ...at }) => ({
        effect,
        ...place(at),
        message,
        help,
        proof,
        check,
        change: changeOf(change),
      })),
      tests: tests.map(({ name, before, after, message, ...at }) => ({
        ...place(at),
        name,
        before,
        after,
        message,
      })),
      unseen: unseen.map(changeOf),
    },
    null,
    2,
  )}\n`;
}
