import type { CallEnvironment } from '../value/callable.ts';
import { GoFailure } from '../value/callable.ts';
import { boundText } from '../value/text-limit.ts';
import { unboxed } from '../value/value.ts';
import type { Value } from '../value/value.ts';
import { NO_FLAGS } from './flags.ts';
import type { Flags } from './flags.ts';
import { formatValue } from './print.ts';

/** Go gives up on widths and precisions above this. */
const LARGEST = 1_000_000;
/** One verb may not fill more than this, so a template cannot exhaust memory. */
const WIDEST = 100_000;

/** Go's fmt.Sprintf, with its texts for wrong verbs, missing and extra arguments. */
export function sprintf(format: string, args: readonly Value[], environment: CallEnvironment): string {
  return new Printf(format, args, environment).run();
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

class Printf {
  private readonly format: string;
  private readonly args: readonly Value[];
  private readonly environment: CallEnvironment;
  private at = 0;
  private argument = 0;
  private reordered = false;
  private goodIndex = true;
  private afterIndex = false;
  private output = '';

  constructor(format: string, args: readonly Value[], environment: CallEnvironment) {
    this.format = format;
    this.args = args;
    this.environment = environment;
  }

  run(): string {
    while (this.at < this.format.length) {
      const percent = this.format.indexOf('%', this.at);
      if (percent < 0) {
        this.output += this.format.slice(this.at);
        break;
      }
      this.output += this.format.slice(this.at, percent);
      this.at = percent + 1;
      if (!this.verb()) break;
      boundText(this.output.length);
    }
    return this.output + this.extra();
  }

  /** One verb behind its percent sign; false at the end of the format. */
  private verb(): boolean {
    this.goodIndex = true;
    const flags = this.flags();
    this.index();
    this.width(flags);
    this.precision(flags);
    this.lateIndex();
    const code = this.format.codePointAt(this.at);
    if (code === undefined) {
      this.output += '%!(NOVERB)';
      return false;
    }
    const verb = String.fromCodePoint(code);
    this.at += verb.length;
    this.output += this.operand(verb, flags);
    return true;
  }

  private operand(verb: string, flags: Writable<Flags>): string {
    if (verb === '%') return '%';
    if (!this.goodIndex) return `%!${verb}(BADINDEX)`;
    const value = this.args[this.argument];
    if (value === undefined) return `%!${verb}(MISSING)`;
    this.argument++;
    if (verb === 'v') {
      flags.sharpV = flags.sharp;
      flags.plusV = flags.plus;
      flags.sharp = false;
      flags.plus = false;
    }
    return formatValue(value, verb, flags, this.environment);
  }

  private flags(): Writable<Flags> {
    const flags: Writable<Flags> = { ...NO_FLAGS };
    for (; ; this.at++) {
      const character = this.format[this.at];
      if (character === '#') flags.sharp = true;
      else if (character === '0') flags.zero = true;
      else if (character === '+') flags.plus = true;
      else if (character === '-') flags.minus = true;
      else if (character === ' ') flags.space = true;
      else return flags;
    }
  }

  /** `[n]`: the next operand is the n-th. */
  private index(): void {
    this.afterIndex = false;
    if (this.format[this.at] !== '[') return;
    this.reordered = true;
    const close = this.format.indexOf(']', this.at);
    if (close < 0) {
      this.goodIndex = false;
      this.at++;
      return;
    }
    const text = this.format.slice(this.at + 1, close);
    const number = /^[0-9]+$/.test(text) ? Number(text) : 0;
    this.at = close + 1;
    this.afterIndex = number >= 1 && number <= this.args.length;
    if (this.afterIndex) this.argument = number - 1;
    else this.goodIndex = false;
  }

  /** The index may also stand behind width and precision. */
  private lateIndex(): void {
    if (!this.afterIndex) this.index();
  }

  private width(flags: Writable<Flags>): void {
    if (this.format[this.at] !== '*') {
      const width = this.number();
      if (width === undefined) return;
      flags.width = this.bounded(width);
      if (this.afterIndex) this.goodIndex = false;
      return;
    }
    this.at++;
    const width = this.starred();
    if (width === undefined) this.output += '%!(BADWIDTH)';
    else {
      flags.width = this.bounded(Math.abs(width));
      if (width < 0) flags.minus = true;
      if (width < 0) flags.zero = false;
    }
    this.afterIndex = false;
  }

  private precision(flags: Writable<Flags>): void {
    if (this.format[this.at] !== '.' || this.at + 1 >= this.format.length) return;
    this.at++;
    if (this.afterIndex) this.goodIndex = false;
    this.index();
    if (this.format[this.at] !== '*') {
      flags.precision = this.bounded(this.number() ?? 0);
      return;
    }
    this.at++;
    const precision = this.starred();
    if (precision === undefined || precision < 0) this.output += '%!(BADPREC)';
    else flags.precision = this.bounded(precision);
    this.afterIndex = false;
  }

  private number(): number | undefined {
    const text = /^[0-9]+/.exec(this.format.slice(this.at, this.at + 20))?.[0];
    if (text === undefined) return undefined;
    this.at += text.length;
    if (Number(text) <= LARGEST * 10) return Number(text);
    // Go gives up on a number this long and takes the rest of the format with it.
    this.at = this.format.length;
    return undefined;
  }

  private bounded(size: number): number {
    if (size <= WIDEST) return size;
    throw new GoFailure(`printf width or precision ${size} is above the limit of ${WIDEST}`);
  }

  /** The operand of a `*`. */
  private starred(): number | undefined {
    const raw = this.args[this.argument];
    if (raw === undefined) return undefined;
    this.argument++;
    const value = unboxed(raw);
    if (value.kind !== 'int' && value.kind !== 'uint') return undefined;
    const number = Number(value.value);
    return Math.abs(number) > LARGEST ? undefined : number;
  }

  private extra(): string {
    if (this.reordered || this.argument >= this.args.length) return '';
    const texts = this.args.slice(this.argument).map((raw) => {
      const value = unboxed(raw);
      if (value.kind === 'invalid') return '<nil>';
      return `${value.type.name}=${formatValue(value, 'v', NO_FLAGS, this.environment)}`;
    });
    return `%!(EXTRA ${texts.join(', ')})`;
  }
}
