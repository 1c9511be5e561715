// Prints `N passed, N failed` from vitest's JSON report; fails without a report or without tests.
import { readFileSync } from 'node:fs';

const path = process.argv[2] ?? '';
let report;
try {
  report = JSON.parse(readFileSync(path, 'utf8'));
} catch {
  console.log('no test report was written');
  console.log('0 passed, 1 failed');
  process.exit(1);
}
const { numPassedTests, numFailedTests, numPendingTests } = report;
// A file that does not even load has no tests to fail.
const brokenFiles = report.testResults.filter(
  (file) => file.status === 'failed' && file.assertionResults.length === 0,
).length;
const failed = numFailedTests + brokenFiles;
const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
console.log(`${numPassedTests} passed, ${failed} failed${skipped}`);
process.exit(failed > 0 || numPassedTests === 0 ? 1 : 0);
