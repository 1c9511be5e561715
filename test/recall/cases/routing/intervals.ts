import type { Topic } from '../../case.ts';
import { CRITICAL, routing, tree, WARNING } from './world.ts';

type Files = Readonly<Record<string, string>>;

const interval = (text: string): string =>
  `time_intervals:\n  - name: off\n    time_intervals:\n      - ${text}\n`;
const muted = (text: string): Files =>
  routing(
    tree(CRITICAL, '- { matchers: [severity="warning"], receiver: chat, mute_time_intervals: [off] }'),
    interval(text),
  );
const critical = (how: string, text: string): Files =>
  routing(
    tree(`- { matchers: [severity="critical"], receiver: pager, ${how}: [off] }`, WARNING),
    interval(text),
  );
const BERLIN = 'location: Europe/Berlin';

export const intervals: Topic = {
  topic: 'time intervals',
  faults: [
    // Without a place.
    {
      files: muted("{ times: [{ start_time: '22:00', end_time: '24:00' }] }"),
      finds: 'routing/interval-location',
      strict: true,
    },
    {
      files: muted("{ times: [{ start_time: '09:00', end_time: '17:00' }], weekdays: ['monday:friday'] }"),
      finds: 'routing/interval-location',
      strict: true,
    },
    {
      files: muted("{ times: [{ start_time: '00:00', end_time: '06:30' }], days_of_month: ['1'] }"),
      finds: 'routing/interval-location',
      strict: true,
    },
    // A minute early.
    {
      files: muted(`{ times: [{ start_time: '22:00', end_time: '23:59' }], ${BERLIN} }`),
      finds: 'routing/interval-traps',
    },
    {
      files: muted(
        `{ times: [{ start_time: '00:00', end_time: '23:59' }], weekdays: [saturday, sunday], ${BERLIN} }`,
      ),
      finds: 'routing/interval-traps',
    },
    {
      files: muted(
        `{ times: [{ start_time: '18:00', end_time: '23:59' }, { start_time: '00:00', end_time: '08:00' }], ${BERLIN} }`,
      ),
      finds: 'routing/interval-traps',
    },
    // Never and always.
    { files: muted('{ weekdays: [] }'), finds: 'routing/accepted-fault' },
    { files: muted(`{ days_of_month: ['31'], months: [february] }`), finds: 'routing/interval-traps' },
    { files: muted('{}'), finds: 'routing/interval-traps' },
    // Refused.
    {
      files: muted(`{ times: [{ start_time: '22:00', end_time: '06:00' }], ${BERLIN} }`),
      finds: 'syntax/alertmanager',
    },
    { files: muted("{ weekdays: ['monday-friday'] }"), finds: 'syntax/alertmanager' },
    { files: muted("{ times: [{ start_time: '9:00', end_time: '17:00' }] }"), finds: 'syntax/alertmanager' },
    { files: muted('{ weekdays: [saturday], location: Europe/Berlln }'), finds: 'syntax/alertmanager' },
    // Not used.
    {
      files: routing(tree(CRITICAL, WARNING), interval(`{ weekdays: [saturday], ${BERLIN} }`)),
      finds: 'routing/unused-interval',
    },
    // Critical alerts at night.
    {
      files: critical('mute_time_intervals', `{ weekdays: [saturday, sunday], ${BERLIN} }`),
      finds: 'routing/critical-muted',
    },
    {
      files: critical('active_time_intervals', `{ weekdays: ['monday:friday'], ${BERLIN} }`),
      finds: 'routing/critical-muted',
    },
    {
      files: critical(
        'active_time_intervals',
        `{ times: [{ start_time: '00:00', end_time: '23:59' }], ${BERLIN} }`,
      ),
      finds: 'routing/critical-muted',
    },
    {
      files: critical(
        'mute_time_intervals',
        `{ times: [{ start_time: '03:10', end_time: '03:11' }], ${BERLIN} }`,
      ),
      finds: 'routing/critical-muted',
    },
  ],
  sound: [
    { files: muted(`{ times: [{ start_time: '22:00', end_time: '24:00' }], ${BERLIN} }`) },
    { files: muted(`{ weekdays: [saturday, sunday], ${BERLIN} }`) },
    { files: muted(`{ days_of_month: ['-3:-1'], months: [december], ${BERLIN} }`) },
    { files: muted(`{ times: [{ start_time: '23:59', end_time: '24:00' }], ${BERLIN} }`) },
    {
      files: routing(
        tree(
          '- { matchers: [severity="critical"], receiver: pager, active_time_intervals: [off], continue: true }',
          '- { matchers: [severity="critical"], receiver: night, mute_time_intervals: [off] }',
          WARNING,
        ),
        interval(`{ weekdays: ['monday:friday'], ${BERLIN} }`),
      ),
    },
  ],
};
