import { SymbolKind } from 'vscode-languageserver-types';
import type { RouteNode } from '../documents/alertmanager/types.ts';
import type { ProjectDocument } from '../documents/types.ts';
import type { Range } from '../source/range.ts';
import { child } from '../yaml/node.ts';
import type { YamlNode } from '../yaml/node.ts';
import { printMatchers } from '../routing/matchers/print.ts';
import { parsedOf } from './place.ts';
import type { OpenFile } from './place.ts';

/** A part of a file with a name; ranges are offsets. */
export interface Outline {
  readonly name: string;
  readonly detail?: string;
  readonly kind: SymbolKind;
  /** All of it. */
  readonly range: Range;
  /** Its name. */
  readonly selection: Range;
  readonly children: readonly Outline[];
}

/** The parts of a file: groups and rules, routes and receivers, tests, panels, headings, templates. */
export function outlineOf(open: OpenFile): readonly Outline[] {
  return (parsedOf(open)?.documents ?? []).flatMap((document) => outline(document, open));
}

function outline(document: ProjectDocument, open: OpenFile): Outline[] {
  switch (document.kind) {
    case 'rules':
      return document.groups.map(({ name, node, rules }) => ({
        name: name?.value ?? 'group',
        kind: SymbolKind.Namespace,
        range: node.range,
        selection: name?.range ?? node.range,
        children: rules.map((rule) =>
          part(
            rule.name.value,
            rule.kind === 'alert' ? SymbolKind.Event : SymbolKind.Variable,
            rule.node.range,
            rule.name.range,
            rule.kind,
          ),
        ),
      }));
    case 'alertmanager': {
      const { route, receivers, timeIntervals, inhibitRules } = document.config;
      return [
        ...(route === undefined ? [] : [routeOutline(route, 'route')]),
        ...receivers.map(({ name, range, integrations }) =>
          part(
            name.value,
            SymbolKind.Interface,
            range,
            name.range,
            integrations.map((each) => each.kind).join(', '),
          ),
        ),
        ...inhibitRules.map(({ range, sourceMatchers, targetMatchers }) =>
          part(
            `${printMatchers(sourceMatchers)} inhibits ${printMatchers(targetMatchers)}`,
            SymbolKind.Operator,
            range,
            range,
          ),
        ),
        ...timeIntervals.map(({ name, range }) => part(name.value, SymbolKind.Constant, range, name.range)),
      ];
    }
    case 'dashboard':
      return [
        {
          ...part(
            document.title ?? 'dashboard',
            SymbolKind.Module,
            document.range,
            document.uidRange ?? document.range,
          ),
          children: document.panels.map(({ title, range, idRange, type }) =>
            part(title ?? 'panel', SymbolKind.Object, range, idRange, type),
          ),
        },
      ];
    case 'markdown':
      return document.headings.map(({ text, range }) => part(text, SymbolKind.String, range, range));
    case 'scenarios':
    case 'promtool-test':
    case 'route-tests':
      return testsOf(document.root);
    case 'notification-templates':
      return open.names
        .in(document.file)
        .filter(({ kind, role }) => kind === 'template' && role === 'definition')
        .map(({ name, range, whole }) => part(name, SymbolKind.Function, whole ?? range, range));
    case 'catalogue':
      return document.metrics.map(({ name, type, range }) =>
        part(name, SymbolKind.Variable, range, range, type),
      );
    case 'queries':
      return document.queries.map(({ name, node }) =>
        part(name?.value ?? 'query', SymbolKind.Variable, node.range, name?.range ?? node.range),
      );
    default:
      return [];
  }
}

function part(name: string, kind: SymbolKind, range: Range, selection: Range, detail?: string): Outline {
  const base = {
    name: name === '' ? '(unnamed)' : name,
    kind,
    range: around(range, selection),
    selection,
    children: [],
  };
  return detail === undefined || detail === '' ? base : { ...base, detail };
}

/** The protocol wants the name inside of the whole. */
const around = (range: Range, inner: Range): Range => ({
  start: Math.min(range.start, inner.start),
  end: Math.max(range.end, inner.end),
});

function routeOutline({ matchers, range, located, routes }: RouteNode, name: string): Outline {
  const receiver = located.receiver?.value;
  return {
    ...part(
      matchers.length === 0 ? name : printMatchers(matchers),
      SymbolKind.Method,
      range,
      { start: range.start, end: range.start },
      receiver,
    ),
    children: routes.map((route) => routeOutline(route, 'route without matchers')),
  };
}

/** The tests of a file by their names. */
export function testsOf(root: YamlNode): Outline[] {
  return ['scenarios', 'route_tests', 'tests'].flatMap((key) => {
    const list = child(root, key);
    if (list?.kind !== 'seq') return [];
    return list.items.map((item, index) => {
      const name = child(item, 'name');
      const selection = name?.range ?? { start: item.range.start, end: item.range.start };
      return part(
        name?.kind === 'scalar' ? name.text : `test ${index + 1}`,
        SymbolKind.Method,
        item.range,
        selection,
      );
    });
  });
}
