import { settingsInWords } from './show-text.ts';
import type { ShownRoute } from './show.ts';

/** The tree as a Mermaid flowchart: routes as boxes, receivers where alerts end as stadiums. */
export function showMermaid(root: ShownRoute): string {
  const lines = ['flowchart LR'];
  const receivers = new Map<string, string>();
  const walk = (route: ShownRoute, parent: ShownRoute | undefined): void => {
    const id = nodeId(route);
    const name = parent === undefined ? 'root' : route.matchers;
    const words = settingsInWords(route, parent).filter((word) => !word.startsWith('receiver '));
    lines.push(`  ${id}["${escape([name, ...words].join('\n'))}"]`);
    if (parent !== undefined) lines.push(`  ${nodeId(parent)} --> ${id}`);
    let receiver = receivers.get(route.receiver);
    if (receiver === undefined) {
      receiver = `rcv${receivers.size}`;
      receivers.set(route.receiver, receiver);
      lines.push(`  ${receiver}(["${escape(route.receiver)}"])`);
    }
    const alerts = [
      ...route.alerts,
      ...route.possibleAlerts.map(({ alert, when }) => possibleText(alert, when)),
    ];
    const label = alerts.length === 0 ? '' : `|"${escape(alerts.join('\n'))}"|`;
    lines.push(`  ${id} -.->${label} ${receiver}`);
    for (const child of route.routes) walk(child, route);
  };
  walk(root, undefined);
  return `${lines.join('\n')}\n`;
}

function possibleText(alert: string, when: readonly string[]): string {
  const [only] = when;
  return only === undefined || when.length > 1 ? `${alert} (depending on labels)` : `${alert} if ${only}`;
}

function nodeId(route: ShownRoute): string {
  return `r${route.route.map((i) => `_${i}`).join('')}`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '"': '&quot;',
  '<': '&lt;',
  '>': '&gt;',
  '#': '&#35;',
  '\n': '<br>',
};

/** Mermaid reads HTML entities in quoted labels, and `#` and quotes as its own. */
function escape(text: string): string {
  return text.replace(/[&"<>#\n]/g, (c) => ENTITIES[c] ?? c);
}
