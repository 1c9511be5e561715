import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { libraryIo } from '../../../src/api/io.ts';
import { OpenProject } from '../../../src/cli/lsp/open-project.ts';
import { loadAll } from '../../../src/cli/load.ts';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { isAskedAbout } from '../../../src/lint/focus.ts';
import { lint } from '../../../src/lint/run.ts';
import { readProject } from '../../../src/project/read-project.ts';
import { folderOf } from '../support.ts';
import { SHOP } from './shop.ts';

const NOW = Date.UTC(2026, 0, 5);

/** Findings as bytes: every field, with the places in words. */
const told = (found: readonly Diagnostic[]): string =>
  JSON.stringify(
    found.map(({ file, related, ...rest }) => ({
      ...rest,
      file: file.path,
      related: related.map((each) => [each.file.path, each.range, each.message]),
    })),
  );

function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** Edits that change what other files see: names, labels, routes, metrics, and texts that no longer parse. */
const EDITS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/job:http_errors:rate5m/, ['job:http_errors:rate1m', 'job:http_errors:rate5m', 'job:http_error:rate5m']],
  [/by \((\w*)\)/, ['by (job)', 'by (instance)', 'by ()', 'by (code)']],
  [/severity: \w+/, ['severity: critical', 'severity: warning', 'severity: page']],
  [/severity="\w+"/, ['severity="critical"', 'severity="page"', 'severity="warning"']],
  [/receiver: \w+/, ['receiver: pager', 'receiver: everyone', 'receiver: nobody']],
  [/for: \w+/, ['for: 10m', 'for: 0s', 'for: x']],
  [/> \d+/, ['> 5', '> 100', '> 1', '>> 5']],
  [/alert: \w+/, ['alert: ErrorsHigh', 'alert: QueueLong', 'alert: Other']],
  [/type: \w+/, ['type: counter', 'type: gauge']],
  [/labels: \[[\w, ]*\]/, ['labels: [job, instance, code]', 'labels: [job]', 'labels: []']],
  [/\$labels\.\w+/, ['$labels.job', '$labels.instance', '$labels.code']],
  [/groups:/, ['groups:', 'group:', 'groups: [']],
  [/runbooks\.example\/\w+/, ['runbooks.example/errors', 'runbooks.example/nothing']],
  [/http_requests_total|queue_length/, ['http_requests_total', 'queue_length', 'up']],
];

test.each([7, 8, 9])(
  'finds after 100 random edits what a fresh run finds (seed %i)',
  { timeout: 240_000 },
  async (seed) => {
    const random = numbers(seed);
    const folder = await folderOf({ ...SHOP, 'more.yml': SHOP['alerts.yml'].replaceAll('High', 'Low') });
    const [loaded] = await loadAll({ paths: [] }, libraryIo(folder));
    const kept = new OpenProject(loaded!);
    const disk = loaded!.files;
    const texts = new Map(disk.map(({ path, text }) => [path, text]));
    const names = [...texts.keys()].filter((name) => /\.(?:yml|md)$/.test(name));
    const open = new Set<string>(['alerts.yml']);
    for (let step = 0; step < 100; step++) {
      const name = names[random(names.length)]!;
      open.add(name);
      if (open.size > 3) open.delete([...open][random(open.size - 1)]!);
      const [pattern, words] = EDITS[random(EDITS.length)]!;
      for (const path of open) {
        const text = texts.get(path)!;
        if (path === name)
          texts.set(
            path,
            text.replace(pattern, () => words[random(words.length)]!),
          );
      }
      // A file that was closed is what is on the disk again.
      for (const { path, text } of disk) if (!open.has(path)) texts.set(path, text);
      kept.show([...open].map((path) => ({ path: join(folder, path), text: texts.get(path)! })));
      const files = disk.map(({ unreported: _, ...file }) => ({
        ...file,
        text: texts.get(file.path)!,
        ...(open.has(file.path) ? {} : { unreported: true as const }),
      }));
      const project = readProject(files, loaded!.config.settings);
      const all = lint(project, kept.checks, loaded!.config, kept.lintOptions(NOW)).diagnostics;
      expect(told(kept.lintOpen(NOW)), `${name}, step ${step}`).toBe(told(all.filter(isAskedAbout(project))));
    }
    await rm(folder, { recursive: true, force: true });
  },
);
