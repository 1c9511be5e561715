import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';

/** The folder of the innermost package that a bundled file is of. */
const PACKAGE_OF = /^.*(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;
const PACKAGE_NAME = /(?:@[^/]+\/)?[^/]+$/;
const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)(?:[-.].*)?$/i;
/** Packages whose published file holds libraries that a bundle of it cannot show. */
const INSIDE = {
  'junit-report-builder': ['lodash', 'make-dir', 'make-dir/semver', 'xmlbuilder'],
  'mutation-testing-elements': ['lit', 'prismjs', 'rxjs', 'anser', 'fuzziersort'],
};
const LEGAL_COMMENT = /\/\*![\s\S]*?\*\//g;

const HEAD = `rulecheck

This product contains the following packages, each under its own licence.
`;

/**
 * The text of NOTICE: every package that is part of the built program, with its licence.
 *
 * @param metafiles what esbuild says of its bundles
 * @throws Error for a package whose licence has no text
 */
export function noticeOf(metafiles) {
  const files = metafiles.flatMap(({ outputs }) => Object.values(outputs).flatMap(bundledFiles));
  const byFolder = new Map();
  for (const file of files) {
    const folder = PACKAGE_OF.exec(file)?.[0];
    if (folder !== undefined) byFolder.set(folder, [...(byFolder.get(folder) ?? []), file]);
  }
  for (const folder of [...byFolder.keys()].flatMap(foldersInside))
    if (!byFolder.has(folder)) byFolder.set(folder, []);
  // Packages with one and the same text stand above it together.
  const texts = new Map();
  for (const { head, text } of [...byFolder].map(([folder, own]) => partOf(folder, own)))
    texts.set(text, [...(texts.get(text) ?? []), head]);
  const parts = [...texts].map(([text, heads]) => `${[...new Set(heads.sort())].join('\n')}\n\n${text}\n`);
  return [HEAD, ...parts.sort()].join(`\n${'-'.repeat(80)}\n\n`);
}

/** The folders of the packages that are part of a package's own file; `a/b`: as `a` finds its dependency `b`. */
function foldersInside(folder) {
  return (INSIDE[PACKAGE_NAME.exec(folder)?.[0]] ?? []).map((way) =>
    way.split('/').reduce((from, name) => {
      const main = createRequire(join(process.cwd(), from, 'package.json')).resolve(name);
      return relative('', PACKAGE_OF.exec(main)?.[0] ?? main);
    }, folder),
  );
}

/** Where nothing is left of a file, the program does not contain it. */
function bundledFiles({ inputs }) {
  return Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : []));
}

function partOf(folder, files) {
  const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { name, version, license, repository } = about;
  const home = typeof repository === 'string' ? repository : repository?.url;
  const texts = readdirSync(folder)
    .filter((file) => LICENCE_FILE.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  const text = texts.length > 0 ? texts.join('\n\n') : standardText(about, files);
  return {
    head: [`${name} ${version} (${license})`, ...(home === undefined ? [] : [home])].join('\n'),
    text,
  };
}

/** For a package that names the MIT licence and does not bring its text, with what its own files say. */
function standardText({ name, license, author, contributors = [] }, files) {
  if (license !== 'MIT') throw new Error(`${name} is bundled, and has no text of its licence (${license})`);
  const people = [author, ...contributors]
    .filter(Boolean)
    .map((one) => (typeof one === 'string' ? one : one.name));
  const comments = new Set(files.flatMap((file) => readFileSync(file, 'utf8').match(LEGAL_COMMENT) ?? []));
  return [`Copyright (c) ${people.join(', ')}`, ...comments, MIT].join('\n\n');
}

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
