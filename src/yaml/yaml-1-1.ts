import type { ScalarNode } from './node.ts';

/** Words that Go's YAML reads as true or false where anything may be (gopkg.in/yaml.v2). */
const WORD_OF_YAML_1_1 = /^(?:y|yes|on|n|no|off|true|false)$/i;

/** What gopkg.in/yaml.v2, which Loki and Promtail read with, makes of a scalar: it knows the booleans of YAML 1.1. */
export function yaml11Value({ value, text, style }: ScalarNode): ScalarNode['value'] {
  if (style !== 'plain' || !WORD_OF_YAML_1_1.test(text) || !isUniform(text)) return value;
  return /^(?:y|yes|on|true)$/i.test(text);
}

/** `yes`, `Yes` and `YES` are words of YAML 1.1, `yEs` is not. */
const isUniform = (text: string): boolean => /^(?:[a-z]+|[A-Z][a-z]*|[A-Z]+)$/.test(text);
