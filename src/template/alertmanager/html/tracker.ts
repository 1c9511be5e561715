/** What a place in an HTML text means for a value that is put there. */
export type HtmlPlace =
  | { readonly kind: 'text' }
  /** Inside `<title>` or `<textarea>`: text without tags. */
  | { readonly kind: 'plain' }
  | { readonly kind: 'comment' }
  | { readonly kind: 'script' | 'style' }
  /** Between the name of a tag and its end: the name of an attribute. */
  | { readonly kind: 'tag' }
  | {
      readonly kind: 'attribute';
      readonly type: AttributeType;
      readonly quote: Quote;
      readonly url: UrlPart;
    };

export type AttributeType = 'text' | 'url' | 'script' | 'style';
export type Quote = '"' | "'" | 'none';
/** How far a URL has come: nothing yet, before its query, in its query or fragment. */
export type UrlPart = 'start' | 'path' | 'query';

const URL_ATTRIBUTES = new Set(
  'action archive background cite classid codebase data formaction href icon longdesc manifest poster profile src usemap'.split(
    ' ',
  ),
);

/** Elements whose content is not markup, and its kind. */
const CONTENT: Readonly<Record<string, 'plain' | 'script' | 'style'>> = {
  title: 'plain',
  textarea: 'plain',
  script: 'script',
  style: 'style',
};

/**
 * Follows HTML as it is written, to know the context of each value. html/template works this out before it runs
 * and refuses templates whose branches end in different places; this follows the branch that is taken.
 */
export class HtmlTracker {
  #place: HtmlPlace = { kind: 'text' };
  #element = '';

  get place(): HtmlPlace {
    return this.#place;
  }

  /** A value was written. */
  passValue(): void {
    if (this.#place.kind === 'attribute' && this.#place.url === 'start')
      this.#place = { ...this.#place, url: 'path' };
  }

  /** Goes over fixed text of a template; returns it without comments, which html/template leaves out. */
  passText(text: string): string {
    let out = '';
    for (let rest = text; rest !== '';) {
      const { length, shown } = this.#step(rest);
      out += shown;
      rest = rest.slice(length);
    }
    return out;
  }

  /** Takes at least one character off the front. */
  #step(text: string): { length: number; shown: string } {
    const place = this.#place;
    switch (place.kind) {
      case 'text':
        return this.#inText(text);
      case 'comment': {
        const end = text.indexOf('-->');
        if (end >= 0) this.#place = { kind: 'text' };
        return { length: end < 0 ? text.length : end + 3, shown: '' };
      }
      case 'plain':
      case 'script':
      case 'style':
        return this.#upTo(
          text,
          new RegExp(`</${this.#element}`, 'i'),
          () => (this.#place = { kind: 'text' }),
        );
      case 'tag':
        return this.#inTag(text);
      case 'attribute':
        return this.#inAttribute(text, place);
    }
  }

  #upTo(text: string, end: RegExp, found: () => void): { length: number; shown: string } {
    const match = end.exec(text);
    if (match === null) return { length: text.length, shown: text };
    found();
    if (match.index > 0) return { length: match.index, shown: text.slice(0, match.index) };
    return this.#step(text);
  }

  #inText(text: string): { length: number; shown: string } {
    if (text.startsWith('<!--')) {
      this.#place = { kind: 'comment' };
      return { length: 4, shown: '' };
    }
    const tag = /^<(\/?)([a-zA-Z][^\s/>]*)/.exec(text);
    if (tag !== null) {
      this.#element = tag[1] === '' ? (tag[2] ?? '').toLowerCase() : '';
      this.#place = { kind: 'tag' };
      return { length: tag[0].length, shown: tag[0] };
    }
    if (text.startsWith('<') && !/^<!doctype/i.test(text)) return { length: 1, shown: '&lt;' };
    const next = text.indexOf('<', 1);
    const length = next < 0 ? text.length : next;
    return { length, shown: text.slice(0, length) };
  }

  #inTag(text: string): { length: number; shown: string } {
    const attribute = /^([^\s"'>/=]+)\s*=\s*("|'|(?=[^\s>]|$))/.exec(text);
    if (attribute !== null) {
      const quote = attribute[2] === '"' || attribute[2] === "'" ? attribute[2] : 'none';
      this.#place = { kind: 'attribute', type: attributeType(attribute[1] ?? ''), quote, url: 'start' };
      return { length: attribute[0].length, shown: attribute[0] };
    }
    if (text.startsWith('>')) {
      const content = Object.hasOwn(CONTENT, this.#element) ? CONTENT[this.#element] : undefined;
      this.#place = { kind: content ?? 'text' };
      return { length: 1, shown: '>' };
    }
    const shown = /^(?:[^\s"'>/=]+|.)/s.exec(text)?.[0] ?? text;
    return { length: shown.length, shown };
  }

  #inAttribute(
    text: string,
    place: Extract<HtmlPlace, { kind: 'attribute' }>,
  ): { length: number; shown: string } {
    const end = place.quote === 'none' ? text.search(/[\s>]/) : text.indexOf(place.quote);
    const value = end < 0 ? text : text.slice(0, end);
    if (/[#?]/.test(value)) this.#place = { ...place, url: 'query' };
    else if (value.trim() !== '' && place.url === 'start') this.#place = { ...place, url: 'path' };
    if (end < 0) return { length: text.length, shown: text };
    this.#place = { kind: 'tag' };
    const length = place.quote === 'none' ? end : end + 1;
    // An unquoted value of no length ends where the tag goes on.
    return length === 0 ? this.#inTag(text) : { length, shown: text.slice(0, length) };
  }
}

function attributeType(name: string): AttributeType {
  const lower = name.toLowerCase().replace(/^data-/, '');
  if (lower === 'style') return 'style';
  if (lower.startsWith('on')) return 'script';
  if (URL_ATTRIBUTES.has(lower) || /src|uri|url/.test(lower) || lower.endsWith(':href')) return 'url';
  return 'text';
}
