import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

/** One regular expression of the program. */
export interface Pattern {
  /** `src/promql/syntax/number.ts`, from the root. */
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  readonly source: string;
  readonly flags: string;
}

/** A place that makes a regular expression of a text that is only known when it runs. */
export interface DynamicPattern {
  readonly file: string;
  readonly line: number;
  readonly code: string;
}

export interface Patterns {
  readonly fixed: readonly Pattern[];
  readonly dynamic: readonly DynamicPattern[];
}

/** Every regular expression in the sources below a folder: literals, and `new RegExp(...)`. @param root of the checkout */
export function collectPatterns(root: string, folder = 'src'): Patterns {
  const fixed: Pattern[] = [];
  const dynamic: DynamicPattern[] = [];
  for (const path of sourceFiles(join(root, folder))) {
    const file = relative(root, path).split(sep).join('/');
    const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      const literal = literalPattern(node);
      if (literal !== undefined) fixed.push({ file, line, ...literal });
      else if (isConstructor(node)) dynamic.push({ file, line, code: node.getText(source) });
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { fixed, dynamic };
}

/**
 * Loads a module and collects the regular expressions that it makes while it loads (constants that are put together
 * from several texts).
 */
export async function patternsMadeByLoading(
  path: string,
): Promise<readonly { source: string; flags: string }[]> {
  const made: { source: string; flags: string }[] = [];
  const { RegExp: Original } = globalThis;
  globalThis.RegExp = new Proxy(Original, {
    construct(target, args: [string, string?], newTarget: typeof Original) {
      const pattern = Reflect.construct(target, args, newTarget);
      made.push({ source: pattern.source, flags: pattern.flags });
      return pattern;
    },
  });
  try {
    await import(pathToFileURL(path).href);
    return made;
  } finally {
    globalThis.RegExp = Original;
  }
}

function literalPattern(node: ts.Node): Pick<Pattern, 'source' | 'flags'> | undefined {
  if (ts.isRegularExpressionLiteral(node)) {
    const end = node.text.lastIndexOf('/');
    return { source: node.text.slice(1, end), flags: node.text.slice(end + 1) };
  }
  if (!isConstructor(node)) return undefined;
  const [source, flags] = node.arguments ?? [];
  if (source === undefined || !ts.isStringLiteralLike(source)) return undefined;
  if (flags !== undefined && !ts.isStringLiteralLike(flags)) return undefined;
  return { source: source.text, flags: flags?.text ?? '' };
}

function isConstructor(node: ts.Node): node is ts.NewExpression | ts.CallExpression {
  return (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp';
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|js)$/.test(name) && !name.endsWith('.d.ts'))
    .sort()
    .map((name) => join(folder, name));
}
