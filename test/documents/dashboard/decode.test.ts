import { describe, expect, it } from 'vitest';
import type { DashboardDocument } from '../../../src/documents/dashboard/index.ts';
import { readDocuments } from '../../../src/documents/read.ts';
import { SourceFile } from '../../../src/source/source-file.ts';

function read(text: string, path = 'shop.json'): DashboardDocument[] {
  const { documents } = readDocuments(new SourceFile(path, text), { named: true });
  return documents.filter((document) => document.kind === 'dashboard');
}

const one = (value: object): DashboardDocument => read(JSON.stringify(value))[0]!;
const prometheus = { type: 'prometheus', uid: 'p' };

describe('the classic schema', () => {
  it('reads panels, those inside of collapsed rows, and the rows of old dashboards', () => {
    const target = { refId: 'A', expr: 'up', legendFormat: '{{job}}', hide: true, format: 'table' };
    const dashboard = one({
      uid: 'shop',
      title: 'Shop',
      schemaVersion: 39,
      panels: [
        { id: 1, type: 'stat', title: 'Up', datasource: prometheus, targets: [target] },
        { id: 2, type: 'row', collapsed: true, panels: [{ id: 3, type: 'graph', title: 'In a row' }] },
      ],
      rows: [{ panels: [{ id: 4 }] }],
    });
    expect(dashboard.panels.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    expect(dashboard).toMatchObject({ form: 'classic', uid: 'shop', title: 'Shop' });
    const [read] = dashboard.panels[0]!.targets;
    expect(read).toMatchObject({ refId: 'A', hidden: true, format: 'table' });
    expect(read!.expr!.text).toBe('up');
    expect(read!.datasource).toMatchObject({ type: 'prometheus', uid: { value: 'p' } });
  });

  it('gives a query its own data source before that of the panel, and knows names', () => {
    const targets = [{ expr: 'a' }, { expr: 'b', datasource: 'Loki' }, { expr: 'c', datasource: null }];
    const { panels } = one({ uid: 'x', panels: [{ datasource: '$ds', targets }] });
    expect(panels[0]!.targets.map(({ datasource }) => datasource?.uid?.value)).toEqual([
      '$ds',
      'Loki',
      '$ds',
    ]);
  });

  it('reads units, thresholds and links', () => {
    const steps = [
      { color: 'green', value: null },
      { color: 'red', value: 0.9 },
    ];
    const defaults = { unit: 's', thresholds: { mode: 'absolute', steps }, links: [{ url: '/d/a' }] };
    const { panels } = one({
      uid: 'x',
      links: [{ url: '/d/b' }],
      panels: [
        { type: 'stat', fieldConfig: { defaults }, links: [{ url: '/d/c' }] },
        { type: 'graph', yaxes: [{ format: 'bytes' }, { format: 'short' }] },
        {
          type: 'stat',
          fieldConfig: { defaults, overrides: [{ properties: [{ id: 'unit', value: 'ms' }] }] },
        },
      ],
    });
    expect(panels[0]).toMatchObject({
      unit: { value: 's' },
      thresholds: { shown: true, steps: [{ value: 0.9 }] },
    });
    expect(panels[0]!.links.map(({ kind, url }) => [kind, url.value])).toEqual([
      ['panel', '/d/c'],
      ['data', '/d/a'],
    ]);
    expect(panels[1]!.unit?.value).toBe('bytes');
    expect(panels[2]!.unit).toBeUndefined();
  });

  it('reads variables of all kinds, annotations and what an export asks for', () => {
    const dashboard = one({
      uid: 'x',
      panels: [],
      __inputs: [{ name: 'DS_PROMETHEUS', type: 'datasource', pluginId: 'prometheus' }],
      templating: {
        list: [
          { name: 'ds', type: 'datasource', query: 'prometheus' },
          { name: 'job', type: 'query', query: { query: 'label_values(up, job)', refId: 'A' } },
          { name: 'old', query: 'label_values(job)' },
        ],
      },
      annotations: { list: [{ name: 'Alerts', expr: 'ALERTS', datasource: prometheus }] },
    });
    expect(dashboard.variables.map(({ name, type, query }) => [name.value, type, query?.value])).toEqual([
      ['ds', 'datasource', 'prometheus'],
      ['job', 'query', 'label_values(up, job)'],
      ['old', 'query', 'label_values(job)'],
    ]);
    expect(dashboard.annotations[0]!.expr!.text).toBe('ALERTS');
    expect(dashboard.inputs).toEqual([{ name: 'DS_PROMETHEUS', type: 'datasource', plugin: 'prometheus' }]);
  });
});

describe('the second schema', () => {
  const query = (spec: object, datasource: object): object => ({
    kind: 'PanelQuery',
    spec: { refId: 'A', hidden: false, query: { kind: 'DataQuery', group: 'prometheus', spec, datasource } },
  });
  const spec = {
    title: 'Shop',
    elements: {
      'panel-7': {
        kind: 'Panel',
        spec: {
          id: 7,
          title: 'Up',
          data: { kind: 'QueryGroup', spec: { queries: [query({ expr: 'up' }, { name: '$ds' })] } },
          vizConfig: { kind: 'VizConfig', group: 'stat', spec: { fieldConfig: { defaults: { unit: 's' } } } },
        },
      },
    },
    layout: { kind: 'GridLayout', spec: { items: [] } },
    variables: [
      { kind: 'DatasourceVariable', spec: { name: 'ds', pluginId: 'prometheus' } },
      { kind: 'CustomVariable', spec: { name: 'job', query: 'a,b' } },
    ],
    annotations: [
      {
        kind: 'AnnotationQuery',
        spec: { name: 'A', query: { kind: 'DataQuery', spec: { expr: 'ALERTS' } } },
      },
    ],
  };

  it('reads the object of the API: its name is the uid', () => {
    const api = 'dashboard.grafana.app/v2beta1';
    const dashboard = one({ apiVersion: api, kind: 'Dashboard', metadata: { name: 'shop' }, spec });
    expect(dashboard).toMatchObject({ form: 'v2', uid: 'shop', title: 'Shop' });
    expect(dashboard.panels[0]).toMatchObject({ id: 7, title: 'Up', type: 'stat', unit: { value: 's' } });
    const [target] = dashboard.panels[0]!.targets;
    expect(target!.datasource).toMatchObject({ type: 'prometheus', uid: { value: '$ds' } });
    expect(target!.expr!.text).toBe('up');
    expect(dashboard.variables.map(({ name, type }) => `${name.value} ${type}`)).toEqual([
      'ds datasource',
      'job custom',
    ]);
    expect(dashboard.annotations[0]!.expr!.text).toBe('ALERTS');
  });

  it('reads the bare specification', () => {
    expect(one(spec)).toMatchObject({ form: 'v2', title: 'Shop' });
  });
});

describe('the wrappers', () => {
  const inner = { uid: 'shop', schemaVersion: 39, panels: [{ id: 1, targets: [{ expr: 'sum(up' }] }] };
  const json = JSON.stringify(inner, undefined, 2);

  it('reads the files in a ConfigMap, each with its places in the outer file', () => {
    const block = json.replaceAll('\n', '\n    ');
    const text = `apiVersion: v1\nkind: ConfigMap\ndata:\n  a.json: |\n    ${block}\n  b.json: ${JSON.stringify(json)}\n`;
    const found = read(text, 'cm.yaml');
    expect(found).toHaveLength(2);
    for (const { panels } of found) {
      const expr = panels[0]!.targets[0]!.expr!;
      const { start, end } = expr.rangeOf({ start: 4, end: 6 });
      expect(text.slice(start, end)).toBe('up');
    }
  });

  it('reads GrafanaDashboard objects', () => {
    const api = 'grafana.integreatly.org/v1beta1';
    const text = `apiVersion: ${api}\nkind: GrafanaDashboard\nspec:\n  json: >\n    ${JSON.stringify(inner)}\n`;
    expect(read(text, 'cr.yaml')[0]).toMatchObject({ uid: 'shop', form: 'classic' });
  });

  it('reads library panels, alone and in an export', () => {
    const model = { type: 'stat', targets: [{ expr: 'up' }] };
    expect(one({ kind: 1, uid: 'u', name: 'Up', model })).toMatchObject({ form: 'library', uid: undefined });
    const exported = one({ ...inner, __elements: { u: { name: 'Up', kind: 1, model } } });
    expect(exported.panels[1]!.targets[0]!.expr!.text).toBe('up');
  });
});
