// Ends a run of continuous integration: counts the tests in vitest's JSON report and prints them on one line.
import { existsSync, readFileSync } from 'node:fs';

const file = process.argv[2];
const report = file && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { success: false, testResults: [] };
const passed = sum(report.testResults, (file) => withStatus(file, 'passed'));
const failed = sum(report.testResults, failures) || Number(!report.success);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = passed > 0 && failed === 0 ? 0 : 1;

/** Counts what failed in a file; one that failed without a failed test, because it did not load, counts as one. */
function failures(file) {
  return withStatus(file, 'failed') || Number(file.status === 'failed');
}

function withStatus(file, status) {
  return file.assertionResults.filter((test) => test.status === status).length;
}

function sum(files, count) {
  return files.reduce((total, file) => total + count(file), 0);
}
