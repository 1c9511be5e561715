import type { CallEnvironment } from '../value/callable.ts';
import { findMethod } from '../value/method.ts';
import { UINT8 } from '../value/types.ts';
import { sortedEntries, string } from '../value/value.ts';
import type { MapValue, PointerValue, SliceValue, StructValue, TypedValue, Value } from '../value/value.ts';
import { NO_FLAGS, pad } from './flags.ts';
import type { Flags } from './flags.ts';
import { formatFloat, formatInteger } from './numbers.ts';
import { formatString } from './strings.ts';

/** Where Go prints an address, which differs from run to run, one fixed address is shown. */
const ADDRESS = 0xc000000000n;

const METHOD_VERBS = 'vsxXq';

/** One value under a verb, as Go's fmt prints an argument. */
export function formatValue(value: Value, verb: string, flags: Flags, environment: CallEnvironment): string {
  return new Formatter(flags, environment).argument(value, verb);
}

class Formatter {
  private readonly flags: Flags;
  private readonly environment: CallEnvironment;
  private erroring = false;

  constructor(flags: Flags, environment: CallEnvironment) {
    this.flags = flags;
    this.environment = environment;
  }

  /** An argument: an interface is opened first, as passing it to a Go function does. */
  argument(value: Value, verb: string): string {
    const opened = value.kind === 'interface' ? (value.content ?? NIL) : value;
    if (opened.kind === 'invalid') {
      return verb === 'v' || verb === 'T' ? pad('<nil>', this.flags) : `%!${verb}(<nil>)`;
    }
    if (verb === 'T') return pad(opened.type.name, this.flags);
    if (verb === 'p') return this.address(opened, verb);
    return this.value(opened, verb, 0);
  }

  private value(value: Value, verb: string, depth: number): string {
    if (value.kind === 'invalid') return verb === 'v' ? '<nil>' : `%!${verb}(<nil>)`;
    if (value.kind === 'interface') return this.interfaceContent(value.content, value.type.name, verb, depth);
    // %w is for errors, and no value of a template is one.
    if (verb === 'w') return this.badVerb(value, verb);
    const own = this.ownText(value, verb);
    if (own !== undefined) return own;
    switch (value.kind) {
      case 'bool':
        if (verb !== 't' && verb !== 'v') return this.badVerb(value, verb);
        return pad(String(value.value), this.flags);
      case 'int':
      case 'uint': {
        const unsigned = value.kind === 'uint';
        return formatInteger(value.value, verb, this.flags, unsigned) ?? this.badVerb(value, verb);
      }
      case 'float':
        return formatFloat(value.value, verb, this.flags) ?? this.badVerb(value, verb);
      case 'complex':
        return this.complex(value, verb);
      case 'string':
        return formatString(value.value, verb, this.flags) ?? this.badVerb(value, verb);
      case 'map':
        return this.map(value, verb, depth);
      case 'struct':
        return this.struct(value, verb, depth);
      case 'slice':
        return this.slice(value, verb, depth);
      case 'pointer':
        return this.pointer(value, verb, depth);
    }
  }

  private interfaceContent(content: Value | undefined, type: string, verb: string, depth: number): string {
    if (content !== undefined) return this.value(content, verb, depth + 1);
    return this.flags.sharpV ? `${type}(nil)` : '<nil>';
  }

  /** What a String method gives, for the verbs that take text. */
  private ownText(value: TypedValue, verb: string): string | undefined {
    if (this.erroring || this.flags.sharpV || !METHOD_VERBS.includes(verb)) return undefined;
    const found = findMethod(value, 'String');
    if (found === undefined || found.method.params.length > 0) return undefined;
    if (value.kind === 'pointer' && value.target === undefined) return '<nil>';
    const text = found.method.invoke([found.receiver], this.environment);
    return text.kind === 'string' ? formatString(text.value, verb, this.flags) : undefined;
  }

  private badVerb(value: TypedValue, verb: string): string {
    const outer = this.erroring;
    this.erroring = true;
    const text = `%!${verb}(${value.type.name}=${this.value(value, 'v', 0)})`;
    this.erroring = outer;
    return text;
  }

  private complex(value: TypedValue & { kind: 'complex' }, verb: string): string {
    const re = formatFloat(value.value.re, verb, this.flags);
    const im = formatFloat(value.value.im, verb, { ...this.flags, plus: true });
    return re === undefined || im === undefined ? this.badVerb(value, verb) : `(${re}${im}i)`;
  }

  private map(value: MapValue, verb: string, depth: number): string {
    const sharp = this.flags.sharpV;
    if (sharp && value.nil === true) return `${value.type.name}(nil)`;
    const parts = sortedEntries(value).map(([key, element]) => {
      const name = this.value(string(key), verb, depth + 1);
      return `${name}:${this.value(element, verb, depth + 1)}`;
    });
    return sharp ? `${value.type.name}{${parts.join(', ')}}` : `map[${parts.join(' ')}]`;
  }

  private struct(value: StructValue, verb: string, depth: number): string {
    const { sharpV, plusV } = this.flags;
    const parts = [...value.fields].map(([name, field]) => {
      const opened = field.kind === 'interface' && field.content !== undefined ? field.content : field;
      const text = this.value(opened, verb, depth + 1);
      return sharpV || plusV ? `${name}:${text}` : text;
    });
    return sharpV ? `${value.type.name}{${parts.join(', ')}}` : `{${parts.join(' ')}}`;
  }

  private slice(value: SliceValue, verb: string, depth: number): string {
    if ('sqxX'.includes(verb) && value.type.elem === UINT8) {
      const bytes = value.items.map((item) => (item.kind === 'uint' ? Number(item.value) : 0));
      return formatString(Buffer.from(bytes).toString(), verb, this.flags) ?? '';
    }
    const sharp = this.flags.sharpV;
    if (sharp && value.nil === true) return `${value.type.name}(nil)`;
    const parts = value.items.map((item) => this.value(item, verb, depth + 1));
    return sharp ? `${value.type.name}{${parts.join(', ')}}` : `[${parts.join(' ')}]`;
  }

  private pointer(value: PointerValue, verb: string, depth: number): string {
    const { target } = value;
    if (depth === 0 && target !== undefined && ['slice', 'struct', 'map'].includes(target.kind)) {
      return `&${this.value(target, verb, depth + 1)}`;
    }
    return this.address(value, verb);
  }

  private address(value: TypedValue, verb: string): string {
    if (!['pointer', 'map', 'slice'].includes(value.kind)) return this.badVerb(value, verb);
    const address = value.kind === 'pointer' && value.target === undefined ? 0n : ADDRESS;
    if (verb === 'v' && address === 0n) return pad('<nil>', this.flags);
    if (verb === 'v' || verb === 'p') {
      return formatInteger(address, 'x', { ...this.flags, sharp: !this.flags.sharp }, true) ?? '';
    }
    if (!'bodxX'.includes(verb)) return `%!${verb}(${value.type.name}=0x${ADDRESS.toString(16)})`;
    return formatInteger(address, verb, this.flags, true) ?? '';
  }
}

const NIL: Value = { kind: 'invalid' };

/** Go's fmt.Sprint: a space between two operands where neither is a string. */
export function sprint(values: readonly Value[], environment: CallEnvironment): string {
  let text = '';
  let afterString = true;
  for (const [index, value] of values.entries()) {
    const opened = value.kind === 'interface' ? (value.content ?? NIL) : value;
    const isString = opened.kind === 'string';
    if (index > 0 && !isString && !afterString) text += ' ';
    text += formatValue(opened, 'v', NO_FLAGS, environment);
    afterString = isString;
  }
  return text;
}

/** Go's fmt.Sprintln: spaces between all operands and a line break at the end. */
export function sprintln(values: readonly Value[], environment: CallEnvironment): string {
  return `${values.map((value) => formatValue(value, 'v', NO_FLAGS, environment)).join(' ')}\n`;
}
