/** A text that Go reads as a URL, or what it says against it. */
export type GoUrl =
  | { readonly ok: true; readonly scheme: string; readonly host: string }
  | { readonly ok: false; readonly reason: string };

const BAD_ESCAPE = /%(?![0-9a-fA-F]{2})/;

/** Reads a URL as Go's url.Parse does, as far as Alertmanager asks. */
export function parseGoUrl(text: string): GoUrl {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\x00-\x1f\x7f]/.test(text)) return refuse('it contains a control character or line break');
  const hash = text.indexOf('#');
  const fragment = hash < 0 ? '' : text.slice(hash + 1);
  const beforeHash = hash < 0 ? text : text.slice(0, hash);
  if (BAD_ESCAPE.test(fragment)) return refuse('it contains a "%" without a valid escape');
  if (beforeHash.startsWith(':')) return refuse('the scheme before ":" is missing');
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(beforeHash)?.[1] ?? '';
  const rest = (scheme === '' ? beforeHash : beforeHash.slice(scheme.length + 1)).replace(/\?[^]*/, '');
  if (scheme === '' && /^[^/]*:/.test(rest)) return refuse('its first part contains a colon but no scheme');
  if (!rest.startsWith('//')) {
    if (rest.startsWith('/') && BAD_ESCAPE.test(rest))
      return refuse('it contains a "%" without a valid escape');
    return { ok: true, scheme: scheme.toLowerCase(), host: '' };
  }
  const slash = rest.indexOf('/', 2);
  const authority = slash < 0 ? rest.slice(2) : rest.slice(2, slash);
  if (slash >= 0 && BAD_ESCAPE.test(rest.slice(slash)))
    return refuse('it contains a "%" without a valid escape');
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const user = authority.slice(0, authority.length - host.length);
  if (user !== '' && (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user) || BAD_ESCAPE.test(user))) {
    return refuse('its user name or password contains a character that must be escaped');
  }
  const reason = hostFault(host);
  return reason === undefined ? { ok: true, scheme: scheme.toLowerCase(), host } : refuse(reason);
}

function hostFault(host: string): string | undefined {
  if (host.startsWith('[')) {
    const close = host.lastIndexOf(']');
    if (close < 0) return 'the "]" of its IPv6 address is missing';
    return portFault(host.slice(close + 1));
  }
  const colon = host.lastIndexOf(':');
  const fault = colon < 0 ? undefined : portFault(host.slice(colon));
  if (fault !== undefined) return fault;
  if (/%(?![89a-fA-F][0-9a-fA-F])/.test(host)) return 'its host contains an escape';
  // eslint-disable-next-line no-control-regex -- every ASCII character but those that Go allows in a host
  const bad = /[\x00-\x7f]/g;
  const allowed = /[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"%]/;
  for (const [c] of host.matchAll(bad)) if (!allowed.test(c)) return `its host contains the character "${c}"`;
  return undefined;
}

function portFault(port: string): string | undefined {
  return port === '' || /^:\d*$/.test(port) ? undefined : `"${port.replace(/^:/, '')}" is not a port`;
}

function refuse(reason: string): GoUrl {
  return { ok: false, reason };
}

/** Why Alertmanager refuses a text where it wants an http or https URL; undefined: it takes it. */
export function httpUrlFault(text: string): string | undefined {
  const url = parseGoUrl(text);
  if (!url.ok) return url.reason;
  if (url.scheme !== 'http' && url.scheme !== 'https') {
    return url.scheme === ''
      ? 'it does not start with http:// or https://'
      : `its scheme is "${url.scheme}", not http or https`;
  }
  return url.host === '' ? 'it has no host' : undefined;
}

/** Why a text is not a `host:port`, as Go's net.SplitHostPort sees it and with a port; undefined: it is one. */
export function addressFault(text: string): string | undefined {
  const colon = text.lastIndexOf(':');
  if (colon < 0) return 'the port is missing';
  if (text.startsWith('[')) {
    const close = text.indexOf(']');
    if (close < 0) return 'the "]" of the IPv6 address is missing';
    if (close + 1 === text.length) return 'the port is missing';
    if (close + 1 !== colon)
      return text[close + 1] === ':' ? 'it has too many colons' : 'the port is missing';
    if (text.slice(1, close).includes('[') || text.slice(colon).includes(']'))
      return 'it has an unmatched bracket';
  } else {
    if (text.slice(0, colon).includes(':')) return 'it has too many colons: an IPv6 address needs brackets';
    if (/[[\]]/.test(text)) return 'it has an unmatched bracket';
  }
  return colon + 1 === text.length ? 'the port is empty' : undefined;
}
