export { printRouteTests } from './route-tests.ts';
export { printScenarios } from './print.ts';
export { generateScenarios } from './scenarios.ts';
export type { GeneratedFile, GenerateOptions, Unsolved } from './scenarios.ts';
