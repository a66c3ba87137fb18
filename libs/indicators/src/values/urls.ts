import { eventName } from './names.ts';

const LONGEST_URL = 2_048;

/** Parts of a URL as they are compared. */
export interface UrlParts {
  /** Scheme in lower case, `http` where the text has none. */
  readonly scheme: string;
  /** Host in lower case, IPv6 with brackets. */
  readonly host: string;
  /** `:8443`, or '' for the standard of the scheme. */
  readonly port: string;
  /** Path and query, `/` at least. */
  readonly rest: string;
}

const STANDARD: Readonly<Record<string, string>> = { http: '80', https: '443', ftp: '21', ws: '80', wss: '443' };

const withUpperEscapes = (text: string): string =>
  text.includes('%') ? text.replaceAll(/%[0-9a-f]{2}/gi, (escape) => escape.toUpperCase()) : text;

const splitAuthority = (authority: string): { readonly host: string; readonly port: string } | undefined => {
  const bare = authority.slice(authority.lastIndexOf('@') + 1);
  const colon = bare.startsWith('[') ? bare.indexOf(':', bare.indexOf(']')) : bare.indexOf(':');
  const host = colon < 0 ? bare : bare.slice(0, colon);
  const port = colon < 0 ? '' : bare.slice(colon + 1);
  if (host === '' || /[\s"<>\\^`{|}]/.test(host) || !/^\d{0,5}$/.test(port)) return undefined;
  return { host, port };
};

const parse = (text: string, assumed: string | undefined): UrlParts | undefined => {
  if (text.length > LONGEST_URL || text === '') return undefined;
  const mark = text.indexOf('://');
  const scheme = mark > 0 ? text.slice(0, mark).toLowerCase() : assumed;
  if (scheme === undefined || !/^[a-z][a-z0-9+.-]{0,15}$/.test(scheme)) return undefined;
  const start = mark > 0 ? mark + 3 : 0;
  const hash = text.indexOf('#', start);
  const whole = text.slice(start, hash < 0 ? undefined : hash);
  const cut = whole.search(/[/?]/);
  const authority = splitAuthority(cut < 0 ? whole : whole.slice(0, cut));
  if (authority === undefined) return undefined;
  const host = eventName(authority.host);
  if (host === undefined || host === '') return undefined;
  const tail = cut < 0 ? '' : whole.slice(cut);
  const rest = withUpperEscapes(tail.startsWith('/') ? tail : `/${tail}`);
  const port = authority.port === '' || authority.port === STANDARD[scheme] ? '' : `:${Number(authority.port)}`;
  return { scheme, host, port, rest };
};

/** Parts of a URL with a scheme; undefined where the text is none or longer than 2,048 characters (RFC 3986). */
export const urlParts = (text: string): UrlParts | undefined => parse(text, undefined);

/** Also reads `host/path`, as proxies log it. */
export const looseUrlParts = (text: string): UrlParts | undefined => parse(text, 'http');

/**
 * The text by which URLs are the same: host, port, path and query. The scheme counts only where it is neither http nor
 * https, because sensors see the one and feeds name the other; user names and fragments do not count.
 */
export const urlKey = ({ scheme, host, port, rest }: UrlParts): string =>
  scheme === 'http' || scheme === 'https' ? `${host}${port}${rest}` : `${scheme}://${host}${port}${rest}`;

/** Canonical text of a URL of an indicator. */
export const canonicalUrl = (text: string): string | undefined => {
  const parts = urlParts(text);
  return parts === undefined ? undefined : `${parts.scheme}://${parts.host}${parts.port}${parts.rest}`;
};
