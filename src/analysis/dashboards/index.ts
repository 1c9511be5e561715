export { datasourceVariables } from './datasource-variables.ts';
export { queriesOfPanel } from './panel-queries.ts';
export { panelUnit } from './panel-unit.ts';
export type { PanelUnit } from './panel-unit.ts';
export { showsSame } from './same-shown.ts';
export { addNames, shownSeries } from './shown-series.ts';
export type { DashboardText } from './texts.ts';
export { dashboardTexts, usedNames } from './texts.ts';
