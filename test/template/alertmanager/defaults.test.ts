import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertmanagerPeers } from '../../../scripts/peers/alertmanager.ts';
import { INTEGRATIONS, RECEIVER } from '../../../src/documents/alertmanager/schema/integrations.ts';
import { defaultOf } from '../../../src/documents/alertmanager/templated-fields.ts';
import { VERSIONS, isBefore } from '../../../src/documents/alertmanager/version.ts';
import type { NotificationData } from '../../../src/template/alertmanager/data.ts';
import { defaultTemplates, loadWithDefaults } from '../../../src/template/alertmanager/defaults.ts';
import { renderHtmlNotification, renderNotification } from '../../../src/template/alertmanager/render.ts';
import { toolVersions } from '../../testing/support.ts';
import { DATA } from './cases.ts';
import { notifications } from './default-data.ts';
import { HTML_CASES } from './html-cases.ts';
import { visible } from './visible.ts';

/** Alertmanager's own default templates lie beside the peers that tests bring; without them there is nothing to compare with. */
const peers = await alertmanagerPeers(process.env);
const tools = (await toolVersions('amtool')).flatMap((tool) => {
  const templates = peers.find(({ version }) => version === tool.version)?.templates;
  return templates === undefined ? [] : [{ ...tool, templates }];
});

const names = (version: string): string[] =>
  [...defaultTemplates(version).text.matchAll(/\{\{ define "([^"]+)"/g)].map(([, name]) => name ?? '');

/** Templates that take a list of alerts. */
const TAKES_ALERTS = new Set([
  '__text_alert_list',
  '__text_alert_list_markdown',
  'pagerduty.default.instances',
]);

function amtool(
  tool: { path: string; templates: string },
  type: 'text' | 'html',
  text: string,
  data: NotificationData,
): string {
  const folder = mkdtempSync(join(tmpdir(), 'rulecheck-defaults-'));
  try {
    const file = join(folder, 'data.json');
    writeFileSync(file, JSON.stringify(data));
    const args = [
      'template',
      'render',
      `--template.glob=${tool.templates}/*.tmpl`,
      `--template.type=${type}`,
      `--template.text=${text}`,
      `--template.data=${file}`,
    ];
    const run = spawnSync(tool.path, args, { encoding: 'utf8', env: { TZ: 'UTC', HOME: folder } });
    return run.status === 0 ? run.stdout : run.stderr;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the default templates', () => {
  it('are there for the default of every field', () => {
    for (const version of VERSIONS) {
      const library = loadWithDefaults([], version);
      expect(library.errors).toEqual([]);
      for (const [kind, { fields }] of Object.entries(INTEGRATIONS)) {
        const since = RECEIVER.fields[`${kind}_configs`]?.since;
        if (since !== undefined && isBefore(version, since)) continue;
        for (const [key, field] of Object.entries(fields)) {
          const text = defaultOf(field, version);
          if (text === undefined) continue;
          const rendered = renderNotification(library, text, DATA, { nowMs: 0 });
          expect(rendered, `${version} ${kind} ${key}: ${text}`).toHaveProperty('text');
        }
      }
    }
  });

  it('can be replaced by a file', () => {
    const library = loadWithDefaults([
      { name: 'own.tmpl', text: '{{ define "__subject" }}own {{ .Status }}{{ end }}' },
    ]);
    const rendered = renderNotification(library, '{{ template "slack.default.title" . }}', DATA, {
      nowMs: 0,
    });
    expect(rendered).toEqual({ text: 'own firing' });
  });

  it('are those of the version', () => {
    expect(names('0.25')).not.toContain('msteams.default.text');
    expect(names('0.26')).toContain('msteams.default.text');
    expect(names('0.26')).not.toContain('msteams.default.summary');
    expect(names('0.31').filter((name) => /^(?:mattermost|slack\.default\.color)/.test(name))).toEqual([
      'mattermost.default.text',
    ]);
    expect(names('0.32')).toContain('mattermost.default.title');
  });

  it.skipIf(tools.length > 0)(
    'are not compared: no amtool and Alertmanager of one version in the cache',
    (context) => {
      context.skip();
    },
  );

  for (const tool of tools) {
    it(`give what those of ${tool.version} give`, { timeout: 240_000 }, () => {
      const library = loadWithDefaults([], tool.version);
      const known = names(tool.version).filter((name) => name !== 'email.default.html');
      const text = known
        .map((name) => `${name}: {{ template "${name}" ${TAKES_ALERTS.has(name) ? '.Alerts' : '.'} }}`)
        .join('\n');
      fc.assert(
        fc.property(notifications, (data) => {
          const ours = renderNotification(library, text, data, { nowMs: 0 });
          expect(ours).toEqual({ text: amtool(tool, 'text', text, data) });
        }),
        { numRuns: 60 },
      );
    });

    it(`show in e-mails what that of ${tool.version} shows`, { timeout: 240_000 }, () => {
      const library = loadWithDefaults([], tool.version);
      const text = '{{ template "email.default.html" . }}';
      fc.assert(
        fc.property(notifications, (data) => {
          const ours = renderHtmlNotification(library, text, data, { nowMs: 0 });
          expect(visible('text' in ours ? ours.text : ours.error.goText)).toEqual(
            visible(amtool(tool, 'html', text, data)),
          );
        }),
        { numRuns: 40 },
      );
    });

    it(`escape HTML as ${tool.version}`, { timeout: 120_000 }, () => {
      const library = loadWithDefaults([], tool.version);
      const data = { ...DATA, receiver: 'team x&y', externalURL: 'http://am:9093/a b' };
      for (const text of HTML_CASES) {
        const ours = renderHtmlNotification(library, text, data, { nowMs: 0 });
        expect
          .soft('text' in ours ? ours.text : ours.error.goText, text)
          .toBe(amtool(tool, 'html', text, data));
      }
    });
  }
});
