/**
 * The colours of Okabe and Ito, which people with any of the common colour vision deficiencies can tell apart
 * (https://jfly.uni-koeln.de/color/). Red and green never stand for bad and good side by side.
 */
export const COLOUR = {
  orange: '#E69F00',
  skyBlue: '#56B4E9',
  green: '#009E73',
  yellow: '#F0E442',
  blue: '#0072B2',
  vermillion: '#D55E00',
  purple: '#CC79A7',
  grey: '#8E8E8E',
} as const;

/** Colours of states: blue is as it should be, orange warns, vermillion is critical. */
export const STATE = {
  good: COLOUR.blue,
  notable: COLOUR.skyBlue,
  warning: COLOUR.orange,
  critical: COLOUR.vermillion,
} as const;

/** Every domain has one colour on all dashboards. */
export const DOMAIN_COLOURS: Readonly<Record<string, string>> = {
  adapter: COLOUR.blue,
  service: COLOUR.orange,
  task: COLOUR.green,
  event: COLOUR.purple,
  workflow: COLOUR.skyBlue,
};

/** The colours of the queries of one panel, in the order of the queries. */
export const SERIES_COLOURS: readonly string[] = [
  COLOUR.blue,
  COLOUR.orange,
  COLOUR.green,
  COLOUR.purple,
  COLOUR.skyBlue,
  COLOUR.vermillion,
  COLOUR.yellow,
  COLOUR.grey,
];
