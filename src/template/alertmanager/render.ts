import type { Range } from '../../source/range.ts';
import { goExecError } from '../exec/errors.ts';
import type { TemplateExecErrorCode } from '../exec/errors.ts';
import { executeTemplate } from '../exec/execute.ts';
import type { Program } from '../exec/run.ts';
import type { ExecLimits } from '../exec/limits.ts';
import { parseWith } from '../program.ts';
import type { TemplateTree } from '../syntax/ast.ts';
import { isEmptyList } from '../syntax/empty.ts';
import { goParseError } from '../syntax/errors.ts';
import type { TemplateParseError, TemplateParseErrorCode } from '../syntax/errors.ts';
import { GoFailure } from '../value/callable.ts';
import type { StructValue } from '../value/value.ts';
import type { AlertmanagerEnvironment } from './context.ts';
import { notificationValue } from './data.ts';
import type { NotificationData } from './data.ts';
import { alertmanagerFunctions } from './functions.ts';
import { htmlFunctions, rewriteForHtml } from './html/rewrite.ts';
import type { HtmlEnvironment } from './html/rewrite.ts';
import { HtmlTracker } from './html/tracker.ts';

/** A template file: its base name, which Go's messages show, and its text. */
export interface TemplateFile {
  readonly name: string;
  readonly text: string;
}

/** The definitions of several files, later ones in place of earlier ones of the same name. */
export interface TemplateLibrary {
  readonly version: string | undefined;
  readonly trees: ReadonlyMap<string, TemplateTree>;
  readonly errors: readonly TemplateFileError[];
}

export interface TemplateFileError extends TemplateParseError {
  readonly file: string;
  /** As Alertmanager prints it when it starts. */
  readonly goText: string;
}

/**
 * Reads template files as Alertmanager does when it starts, in the given order. `version` picks functions and
 * types (undefined: the newest). A file with an error gives no definitions, and Alertmanager would not start.
 */
export function loadTemplates(files: readonly TemplateFile[], version?: string): TemplateLibrary {
  const functions = alertmanagerFunctions(version);
  const trees = new Map<string, TemplateTree>();
  const errors: TemplateFileError[] = [];
  for (const { name, text } of files) {
    const parsed = parseWith(functions, name, text);
    for (const error of parsed.errors)
      errors.push({ ...error, file: name, goText: goParseError(name, error) });
    if (parsed.errors.length === 0) addTrees(trees, parsed.trees);
  }
  return { version, trees, errors };
}

/** Go keeps an existing definition where the new one is empty. */
function addTrees(into: Map<string, TemplateTree>, added: ReadonlyMap<string, TemplateTree>): void {
  for (const [name, tree] of added) {
    if (!into.has(name) || !isEmptyList(tree.root)) into.set(name, tree);
  }
}

/** Why a notification's text cannot be made. */
export interface RenderError {
  readonly code: TemplateParseErrorCode | TemplateExecErrorCode;
  /** Go's words without the place. */
  readonly message: string;
  /** The text or file that the range belongs to: a file's name, or '' for the rendered text itself. */
  readonly file: string;
  readonly range: Range;
  /** As Alertmanager logs it. */
  readonly goText: string;
}

export interface RenderOptions {
  /** The present in milliseconds, for `now` and `since`. */
  readonly nowMs: number;
  /** The machine's time zone, an IANA name; UTC where absent. */
  readonly localZone?: string;
  readonly limits?: ExecLimits;
}

export type Rendering = { readonly text: string } | { readonly error: RenderError };

/**
 * Renders the text of a receiver's field, such as `{{ template "slack.default.title" . }}`, as Alertmanager's
 * ExecuteTextString does.
 */
export function renderNotification(
  library: TemplateLibrary,
  text: string,
  data: NotificationData,
  options: RenderOptions,
): Rendering {
  return new Renderer(library, data, options, 'text').render(text);
}

/**
 * Renders the `html` of an e-mail as Alertmanager's ExecuteHTMLString does: values are escaped for the place where
 * they stand, as html/template escapes them.
 */
export function renderHtmlNotification(
  library: TemplateLibrary,
  text: string,
  data: NotificationData,
  options: RenderOptions,
): Rendering {
  return new Renderer(library, data, options, 'html').render(text);
}

/** The labels of a route as a notification has them, and those whose templates fail. */
export interface RenderedRouteLabels {
  readonly labels: Readonly<Record<string, string>>;
  readonly failed: ReadonlyMap<string, RenderError>;
}

/**
 * Renders the labels of a route before a notification is sent, as the dispatcher of Alertmanager 0.34 does: each sees the
 * others as they are written, the reason is "unknown", and a label that fails is logged and left out.
 */
export function renderRouteLabels(
  library: TemplateLibrary,
  data: NotificationData,
  options: RenderOptions,
): RenderedRouteLabels {
  const renderer = new Renderer(library, { ...data, notificationReason: 'unknown' }, options, 'text');
  const labels: Record<string, string> = {};
  const failed = new Map<string, RenderError>();
  for (const [name, text] of Object.entries(data.routeLabels ?? {})) {
    const rendering = renderer.renderRouteLabel(name, text);
    if ('error' in rendering) failed.set(name, rendering.error);
    else labels[name] = rendering.text;
  }
  return { labels, failed };
}

class Renderer {
  private readonly library: TemplateLibrary;
  private readonly data: NotificationData;
  private readonly options: RenderOptions;
  private readonly format: 'text' | 'html';
  /** Labels of the route that are being rendered, to see when one needs itself. */
  private readonly active: string[] = [];
  private readonly rendered = new Map<string, string>();

  constructor(
    library: TemplateLibrary,
    data: NotificationData,
    options: RenderOptions,
    format: 'text' | 'html',
  ) {
    this.library = library;
    this.data = data;
    this.options = options;
    this.format = format;
  }

  render(text: string, format = this.format): Rendering {
    if (!text.includes('{{')) return { text };
    const { version } = this.library;
    const functions = alertmanagerFunctions(version);
    const parsed = parseWith(functions, '', text);
    const [first] = parsed.errors;
    if (first !== undefined) {
      const { code, message, range } = first;
      return { error: { code, message, range, file: '', goText: goParseError('', first) } };
    }
    const trees = new Map(this.library.trees);
    addTrees(trees, parsed.trees);
    const root = parsed.trees.get('')!;
    const value = notificationValue(this.data, version);
    const result = this.execute({ trees, functions }, root, value, format);
    if ('text' in result) return result;
    const { failure } = result;
    return {
      error: {
        code: failure.code,
        message: failure.reason,
        range: failure.node?.range ?? { start: 0, end: text.length },
        file: failure.tree.parseName,
        goText: goExecError(failure),
      },
    };
  }

  /** A label of the route; it may ask for others, but not for itself. */
  renderRouteLabel(name: string, text: string): Rendering {
    this.active.push(name);
    const rendering = this.render(text, 'text');
    this.active.pop();
    return rendering;
  }

  private execute(
    program: Program,
    root: TemplateTree,
    value: StructValue,
    format: 'text' | 'html',
  ): ReturnType<typeof executeTemplate> {
    const environment = this.environment();
    const { limits } = this.options;
    if (format === 'text') return executeTemplate(program, root, value, environment, limits);
    const trees = new Map([...program.trees].map(([name, tree]) => [name, rewriteForHtml(tree)]));
    const functions = htmlFunctions(program.functions);
    const html: HtmlEnvironment = { ...environment, html: new HtmlTracker() };
    return executeTemplate({ trees, functions }, rewriteForHtml(root), value, html, limits);
  }

  private environment(): AlertmanagerEnvironment {
    return {
      nowNanos: BigInt(Math.trunc(this.options.nowMs)) * 1_000_000n,
      localZone: this.options.localZone ?? 'UTC',
      routeLabel: (name) => this.routeLabel(name),
    };
  }

  private routeLabel(name: string): string {
    const raw = this.data.routeLabels?.[name];
    if (raw === undefined || this.data.routeLabelsRendered === true) return raw ?? '';
    const known = this.rendered.get(name);
    if (known !== undefined) return known;
    if (this.active.includes(name)) {
      throw new GoFailure(`route label cycle detected: ${[...this.active, name].join(' -> ')}`);
    }
    const result = this.renderRouteLabel(name, raw);
    if ('error' in result) throw new GoFailure(result.error.goText);
    this.rendered.set(name, result.text);
    return result.text;
  }
}
