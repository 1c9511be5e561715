/** A panel of an example dashboard. */
export interface ExamplePanel {
  readonly id?: number;
  readonly title?: string;
  readonly type?: string;
  readonly expr?: string;
  readonly legend?: string;
  /** What else the panel has, merged in. */
  readonly more?: Readonly<Record<string, unknown>>;
  /** What else its one query has. */
  readonly target?: Readonly<Record<string, unknown>>;
}

/** The text of a classic dashboard with these panels; everything else by `more`. */
export function exampleDashboard(
  panels: readonly ExamplePanel[],
  more: Readonly<Record<string, unknown>> = {},
): string {
  const dashboard = {
    uid: 'shop',
    title: 'Shop',
    schemaVersion: 39,
    ...more,
    panels: panels.map((panel, index) => examplePanel(panel, index + 1)),
  };
  return `${JSON.stringify(dashboard, undefined, 1)}\n`;
}

function examplePanel({ id, title, type, expr, legend, more, target }: ExamplePanel, index: number): object {
  return {
    id: id ?? index,
    title: title ?? `Panel ${index}`,
    type: type ?? 'timeseries',
    ...(expr === undefined
      ? {}
      : {
          datasource: { type: 'prometheus', uid: 'prometheus' },
          targets: [
            { refId: 'A', expr, ...(legend === undefined ? {} : { legendFormat: legend }), ...target },
          ],
        }),
    ...more,
  };
}

/** A variable of an example dashboard. */
export function exampleVariable(name: string, more: Readonly<Record<string, unknown>> = {}): object {
  return { name, type: 'query', query: `label_values(up, ${name})`, ...more };
}
