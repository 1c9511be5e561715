export { newFindings } from './compare-lint.ts';
export { changedTests } from './compare-tests.ts';
export { detectChanges } from './detect.ts';
export type { Detected, Sides } from './detect.ts';
export { withRelease } from './with-release.ts';
export type { TestChange, UpgradeEffect, UpgradeFinding, UpgradeReport } from './types.ts';
