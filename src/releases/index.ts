import { compareVersions } from '../util/compare-versions.ts';
import { ALERTMANAGER } from './alertmanager.ts';
import { LOKI } from './loki.ts';
import { PROMETHEUS } from './prometheus.ts';
import type { Product, Release, ReleaseChange } from './types.ts';

export type { ChangeArea, ChangeKind, Detection, Product, Release, ReleaseChange } from './types.ts';

/** The products whose releases are known, by the name that the command line and the configuration use. */
export const PRODUCTS = { prometheus: PROMETHEUS, alertmanager: ALERTMANAGER, loki: LOKI } as const;

export type ProductName = keyof typeof PRODUCTS;

/** The newest release line of a product that rulecheck knows: `3.16`. */
export function newestRelease(product: ProductName): string {
  return PRODUCTS[product].releases.at(-1)!.version;
}

/** Is a version (`3.18`, `3.18.1`) of a later release line than the newest known? */
export function isUnknownRelease(product: ProductName, version: string): boolean {
  return compareVersions(lineOf(version), newestRelease(product)) > 0;
}

/** The release line of a version: `3.5` for `3.5.3` and `v3.5.3`. */
export function lineOf(version: string): string {
  return version.replace(/^v/, '').split('.').slice(0, 2).join('.');
}

/** A change with the release that brought it. */
export interface DatedChange extends ReleaseChange {
  readonly release: Release;
}

/** The changes of the releases after `from` up to and including `to`, oldest first. */
export function changesBetween(product: ProductName, from: string, to: string): DatedChange[] {
  return PRODUCTS[product].releases
    .filter(
      ({ version }) =>
        compareVersions(version, lineOf(from)) > 0 && compareVersions(version, lineOf(to)) <= 0,
    )
    .flatMap((release) => release.changes.map((change) => ({ ...change, release })));
}

/** The address of the page that describes a change. */
export function sourceUrl({ repository }: Product, { source }: ReleaseChange): string {
  return typeof source === 'string' ? source : `https://github.com/${repository}/pull/${source}`;
}
