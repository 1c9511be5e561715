export { printLogql } from './line.ts';
export { prettyLogql } from './pretty.ts';
export { goQuote } from './quote.ts';
export { printLabelFilter, printMatcher, printSelector, printStage } from './stage.ts';
