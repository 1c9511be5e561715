import type { OneiricDashboard } from './dashboard.ts';
import type { Pack } from './pack.ts';
import { bars, lines, numbers, states } from './panels.ts';
import { promql, promqlNow } from './queries.ts';
import { STATE } from './theme.ts';

/** Paused and draining components, since when, and how often that changes. */
export function activity(pack: Pack): OneiricDashboard {
  const paused = 'oneiric_activity_paused_components{domain=~"$domain"}';
  const draining = 'oneiric_activity_draining_components{domain=~"$domain"}';
  return {
    uid: 'oneiric-activity',
    title: 'Oneiric: activity',
    description: 'Paused and draining components, since when, and how often that changes.',
    refresh: '30s',
    variables: ['domain'],
    components: 'activity',
    panels: [
      numbers({
        id: 1,
        title: 'Summary',
        description: 'Components that are paused and draining, and changes of state per second.',
        unit: 'short',
        width: 24,
        height: 5,
        limits: [{ value: 1, state: 'notable' }],
        queries: [
          promql(pack.record('oneiric:activity_paused_total:1m'), 'paused'),
          promql(pack.record('oneiric:activity_draining_total:1m'), 'draining'),
          promql(pack.record('oneiric:activity_pause_rate:5m'), 'pauses'),
          promql(pack.record('oneiric:activity_resume_rate:5m'), 'resumes'),
        ],
        overrides: [
          { query: 2, properties: [{ id: 'unit', value: 'ops' }] },
          { query: 3, properties: [{ id: 'unit', value: 'ops' }] },
        ],
      }),
      lines({
        id: 2,
        title: 'Paused components',
        description: 'Paused components of each domain. Any, for 5 minutes, fire OneiricComponentsPaused.',
        unit: 'short',
        width: 12,
        alerts: ['OneiricComponentsPaused'],
        queries: [promql(`sum by (domain) (${paused})`, '{{domain}}')],
      }),
      lines({
        id: 3,
        title: 'Draining components',
        description:
          'Draining components of each domain. Any, for 5 minutes, fire OneiricComponentsDraining.',
        unit: 'short',
        width: 12,
        alerts: ['OneiricComponentsDraining'],
        queries: [promql(`sum by (domain) (${draining})`, '{{domain}}')],
      }),
      lines({
        id: 4,
        title: 'Events over time',
        description: 'Changes of state per second over 5 minutes: all, pauses, and resumes.',
        unit: 'ops',
        width: 12,
        queries: [
          promql(pack.record('oneiric:activity_events:5m'), 'all changes'),
          promql(pack.record('oneiric:activity_pause_rate:5m'), 'pauses'),
          promql(pack.record('oneiric:activity_resume_rate:5m'), 'resumes'),
        ],
      }),
      bars({
        id: 5,
        title: 'State distribution',
        description: 'Active instances beside paused and draining components, now.',
        unit: 'short',
        width: 12,
        queries: [
          promqlNow(pack.record('oneiric:system_active_instances_total:1m'), 'active'),
          promqlNow(pack.record('oneiric:activity_paused_total:1m'), 'paused'),
          promqlNow(pack.record('oneiric:activity_draining_total:1m'), 'draining'),
        ],
      }),
      states({
        id: 6,
        title: 'Timeline',
        description: 'The state of each domain over time: has it paused components, draining ones, or both.',
        unit: 'short',
        width: 16,
        values: {
          0: { text: 'running', colour: STATE.good },
          1: { text: 'draining', colour: STATE.notable },
          2: { text: 'paused', colour: STATE.warning },
          3: { text: 'paused and draining', colour: STATE.critical },
        },
        queries: [
          promql(
            `2 * (sum by (domain) (${paused}) > bool 0) + (sum by (domain) (${draining}) > bool 0)`,
            '{{domain}}',
          ),
        ],
      }),
      bars({
        id: 7,
        title: 'Long-running paused components',
        description:
          'The fewest paused components of each domain within the last hour: more than 0 has been paused all the time, and OneiricComponentsPausedTooLong fires.',
        unit: 'short',
        width: 8,
        alerts: ['OneiricComponentsPausedTooLong'],
        limits: [{ value: 1, state: 'warning' }],
        queries: [
          promqlNow(`min_over_time(sum by (domain) (last_over_time(${paused}[5m]))[1h:1m])`, '{{domain}}'),
        ],
      }),
    ],
  };
}
