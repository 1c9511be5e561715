import { BOOLEAN, described, list, MESSAGES, NAMES, object, root, SCALAR, TEXT, TEXTS } from './parts.ts';
import type { Schema } from './parts.ts';

const EXPECTED = ['receivers', 'dropped', 'inhibited', 'inhibited_by', 'muted_by', 'message'];

const TEST: Schema = {
  ...object(
    {
      name: described(TEXT, 'Default: the labels.'),
      labels: described(TEXTS, 'The labels of an alert.'),
      annotations: TEXTS,
      status: { enum: ['firing', 'resolved'] },
      at: described(SCALAR, 'When: 2026-03-28T23:00:00Z.'),
      while: list(TEXTS, 'The labels of other alerts that fire, for inhibition.'),
      receivers: described(NAMES, 'Who is told, in this order.'),
      dropped: described(BOOLEAN, 'Nobody is told: the receiver has no integration.'),
      inhibited: BOOLEAN,
      inhibited_by: described(SCALAR, 'The alert that mutes it.'),
      muted_by: described(SCALAR, 'The time interval that mutes it; with "at".'),
      message: MESSAGES,
    },
    ['labels'],
  ),
  anyOf: EXPECTED.map((key) => ({ required: [key] })),
};

const AMTOOL_TEST: Schema = object({
  name: SCALAR,
  alerts: list(object({ labels: TEXTS, expected_receivers: NAMES, expected_inhibited: BOOLEAN }, ['labels'])),
});

/** The JSON Schema of files of route tests (docs/route-tests.md). */
export const ROUTE_TESTS = root('Route tests of rulecheck', {
  ...object({
    alertmanager: described(
      SCALAR,
      'The Alertmanager configuration, relative to this file; default: the closest.',
    ),
    route_tests: { type: 'array', items: TEST },
    tests: list(AMTOOL_TEST, "Tests in the form that was proposed for amtool's --test-file."),
  }),
  anyOf: [{ required: ['route_tests'] }, { required: ['tests'] }],
});
