import type { CallEnvironment } from '../value/callable.ts';

/** What Alertmanager's functions know besides their arguments. */
export interface AlertmanagerEnvironment extends CallEnvironment {
  /** Renders a label of the route. */
  readonly routeLabel: (name: string) => string;
}

/** The text of a route's label; the environment is made in render.ts for every run. */
export function routeLabelText(environment: CallEnvironment, name: string): string {
  return (environment as AlertmanagerEnvironment).routeLabel(name);
}
