import { countPoints, leastProved, percentOf } from '../../testing/coverage/index.ts';
import type { CoverageReport } from '../../testing/coverage/index.ts';
import { coveredFiles } from './lines.ts';
import type { CoveredFile, CoveredLine } from './lines.ts';
import { escapeMarkup } from './xml.ts';

const STYLE = `
:root { color-scheme: light dark; --good: #d3f2d9; --part: #fbeec2; --bad: #fbd5d5; }
@media (prefers-color-scheme: dark) { :root { --good: #17371f; --part: #40370f; --bad: #4a1d1d; } }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
table { border-collapse: collapse; } td, th { padding: .2rem .8rem .2rem 0; text-align: left; }
pre { font: 13px/1.5 ui-monospace, monospace; overflow-x: auto; }
.line { display: block; white-space: pre; } .number { display: inline-block; width: 4em; opacity: .6; }
.good { background: var(--good); } .part { background: var(--part); } .bad { background: var(--bad); }
details ul { margin: .2rem 0 .4rem 4em; padding: 0; list-style: none; }
summary { cursor: pointer; white-space: pre; } .miss::before { content: "\\2718 "; } .hit::before { content: "\\2714 "; }
`;

/** One page without scripts: the files with their lines, and behind each line with points what happened there. */
export function coverageHtml(report: CoverageReport): string {
  const files = coveredFiles(report);
  const count = countPoints(report.owners);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Coverage of alerting rules</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Coverage of alerting rules: ${percentOf(count).toFixed(1)} %</h1>
<p>${count.covered} of ${count.total} points. A line opens and says what tests made happen there.</p>
${weakest(report)}
<h2>Files</h2>
<table>
<tr><th>file</th><th>coverage</th><th>points</th></tr>
${files.map(fileRow).join('\n')}
</table>
${files.map(fileSection).join('\n')}
</body>
</html>
`;
}

function weakest({ owners }: CoverageReport): string {
  const alerts = leastProved(owners);
  if (alerts.length === 0) return '';
  const items = alerts.map(({ owner, gaps, share }) => {
    const list = gaps.map((gap) => `<li class="miss">${escapeMarkup(gap)}</li>`).join('');
    const head = `${escapeMarkup(owner.name)} ${(share * 100).toFixed(0)} %`;
    return `<details><summary>${head}</summary><ul>${list}</ul></details>`;
  });
  return `<h2>Least proved alerts</h2>\n${items.join('\n')}`;
}

const fileId = (path: string): string => `file-${encodeURIComponent(path)}`;

function fileRow({ file, covered, total }: CoveredFile): string {
  const percent = percentOf({ covered, total }).toFixed(1);
  const link = `<a href="#${escapeMarkup(encodeURIComponent(fileId(file.path)))}">${escapeMarkup(file.path)}</a>`;
  return `<tr><td>${link}</td><td>${percent} %</td><td>${covered} of ${total}</td></tr>`;
}

function fileSection({ file, lines }: CoveredFile): string {
  const known = new Map(lines.map((line) => [line.line, line]));
  const rows = Array.from({ length: file.lineCount }, (_, i) =>
    lineRow(i + 1, file.lineText(i + 1), known.get(i + 1)),
  );
  return `<h2 id="${escapeMarkup(fileId(file.path))}">${escapeMarkup(file.path)}</h2>\n<pre>${rows.join('')}</pre>`;
}

function lineRow(number: number, text: string, line: CoveredLine | undefined): string {
  const shown = `<span class="number">${number}</span>${escapeMarkup(text)}`;
  if (line === undefined) return `<span class="line">${shown}</span>`;
  const shade = line.covered === line.points.length ? 'good' : line.covered > 0 ? 'part' : 'bad';
  const items = line.points.map(({ hits, what, missing }) =>
    hits > 0
      ? `<li class="hit">${escapeMarkup(what)} (${hits})</li>`
      : `<li class="miss">${escapeMarkup(missing)}</li>`,
  );
  return `<details><summary class="${shade}">${shown}</summary><ul>${items.join('')}</ul></details>`;
}
