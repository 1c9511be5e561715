export { printLogql } from './line.ts';
export { prettyLogql } from './pretty.ts';
export { printLabelFilter, printMatcher, printSelector, printStage } from './stage.ts';
