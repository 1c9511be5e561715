export type { Entry } from './entry.ts';
export { AGENT_NAMES } from './issue.ts';
export type { Agent, PipelineIssue, PipelineSink } from './issue.ts';
export { playLines } from './play.ts';
export type { ArrivedLine, RawLine, SentLines } from './play.ts';
export { decodeJobs } from './promtail/jobs.ts';
export type { LogSource } from './source.ts';
