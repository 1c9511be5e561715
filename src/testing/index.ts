export type { EngineName } from './observe/types.ts';
export type { PaceOptions, Progress } from './pace.ts';
export type {
  DiffLine,
  Failure,
  FailureCode,
  TestFileIssue,
  TestResult,
  TestRun,
  TestStatus,
} from './result.ts';
export { NO_CONFIGURATION, type RoutingChoice } from './routing/choice.ts';
export type { RoutingConfig } from './routing/resolve.ts';
export type { Timeline, TimelineCell, TimelineCondition, TimelineRow } from './timeline/types.ts';
export type { RuleFileReader } from './rule-file-reader.ts';
export type { EngineChoice } from './runner/engines.ts';
export { runTests, type RunTestsOptions, type RunTestsOutcome } from './runner/run-tests.ts';
