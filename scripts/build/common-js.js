import { transform } from 'esbuild';

/** What stands for the things that CommonJS has not, in the chunks that use them. */
const STAND_INS = {
  __later: '(path) => Promise.resolve().then(() => require(path))',
  // The loader hands in its own: code that V8 runs with what it compiled before cannot import by itself.
  __imported: 'module.imported ?? ((name) => import(name))',
  __moduleUrl: "require('node:url').pathToFileURL(__filename).href",
};

/** What esbuild writes at the head of a chunk, one after the other: imports of other chunks. */
const IMPORT = /import(?:\{(?<names>[^}]*)\}from)?"(?<path>\.[^"]+)";\s*/y;
const EXPORTS = /export\{(?<names>[^}]*)\};\s*$/;

/**
 * A chunk of esbuild (minified, ES module) as a CommonJS module. Chunks take what they import from another once, when
 * they are loaded: esbuild's own conversion asks a getter at each use, which is 4% of a large run. That needs chunks that
 * do not import in circles and exported variables that do not change after the chunk has been loaded; the build checks
 * the one and a test the other.
 *
 * Chunks that load later are required then; a dynamic import of anything else (a plugin) stays one.
 */
export async function toCommonJs(text) {
  const { head, body } = withoutImports(text);
  const required = body
    .replace(EXPORTS, (_, names) => `module.exports={${pairsOf(names, swapped)}};`)
    .replaceAll(/\bimport\((?="\.{1,2}\/)/g, '__later(')
    .replaceAll(/(?<![\w.$"'`])import\(/g, '__imported(');
  const standIns = Object.entries(STAND_INS).filter(([name]) => required.includes(name));
  const prelude = standIns.map(([name, value]) => `const ${name} = ${value};\n`).join('');
  const options = { format: 'cjs', target: 'node20', minify: true, logLevel: 'error' };
  const { code } = await transform(`"use strict";${prelude}${head}${required}`, options);
  return asciiOnly(code);
}

function withoutImports(text) {
  const statements = [];
  IMPORT.lastIndex = 0;
  let end = 0;
  for (let found = IMPORT.exec(text); found !== null; found = IMPORT.exec(text)) {
    const { names, path } = found.groups;
    statements.push(`${names === undefined ? '' : `var{${pairsOf(names)}}=`}require("${path}");`);
    end = IMPORT.lastIndex;
  }
  return { head: statements.join(''), body: text.slice(end) };
}

/** `a as b` of an import is `a:b` of a pattern: exported as a, known here as b. */
function pairsOf(names, order = (pair) => pair) {
  const pairs = names.split(',').filter((name) => name !== '');
  return pairs.map((pair) => order(pair.trim().split(' as ')).join(':')).join(',');
}

/** An export names the two the other way round. */
const swapped = (pair) => [...pair].reverse();

/** The loader reads bytes as characters, which is right for ASCII alone; esbuild leaves other characters in patterns. */
function asciiOnly(code) {
  return code.replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * Refuses chunks that import one another: the one that is loaded first would take what is not there yet.
 *
 * @param metafile what esbuild says of the chunks
 * @throws Error that names the circle
 */
export function refuseCircles({ outputs }) {
  const done = new Set();
  const visit = (chunk, path) => {
    if (path.includes(chunk)) throw new Error(`chunks import in a circle: ${[...path, chunk].join(' -> ')}`);
    if (done.has(chunk)) return;
    for (const { kind, path: imported } of outputs[chunk]?.imports ?? [])
      if (kind === 'import-statement') visit(imported, [...path, chunk]);
    done.add(chunk);
  };
  for (const chunk of Object.keys(outputs)) visit(chunk, []);
}
