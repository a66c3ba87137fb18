const LONGEST_NAME = 253;

const asAscii = (name: string): string | undefined => {
  try {
    // The URL parser of the platform holds the tables of IDNA.
    return new URL(`http://${name}/`).hostname;
  } catch {
    return undefined;
  }
};

const isPlain = (name: string): boolean => {
  for (let at = 0; at < name.length; at += 1) if (name.charCodeAt(at) > 127) return false;
  return true;
};

/** Lower case, without the dot of the root; undefined when there is nothing to compare. Cheap: for names of events. */
export const eventName = (text: string): string | undefined => {
  if (text === '' || text.length > LONGEST_NAME + 1) return undefined;
  const name = text.endsWith('.') ? text.slice(0, -1) : text;
  // A name has one root: what ends in several dots is none.
  return name.endsWith('.') ? undefined : name.toLowerCase();
};

/** A domain name of an indicator in ASCII and lower case; undefined where the text is none (RFC 1035, RFC 5891). */
export const canonicalDomain = (text: string): string | undefined => {
  const bare = text.replace(/^\*\.|^\./, '').replace(/\.$/, '');
  if (bare === '' || bare.length > LONGEST_NAME) return undefined;
  const name = isPlain(bare) ? bare.toLowerCase() : asAscii(bare);
  if (name === undefined || name.length > LONGEST_NAME) return undefined;
  const labels = name.split('.');
  const fit = labels.every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label));
  return fit && !/^\d+$/.test(labels.at(-1) ?? '') ? name : undefined;
};

/** Second labels below which a country registers names of everybody; with {@link isTooBroadDomain}. */
const SHARED = new Set(['com', 'net', 'org', 'gov', 'edu', 'ac', 'co', 'or', 'ne', 'go', 'mil']);

/** True for names that would match whole registries: `com`, `com.cn`, `co.uk`. */
export const isTooBroadDomain = (name: string): boolean => {
  const labels = name.split('.');
  if (labels.length === 1) return true;
  const [second = '', top = ''] = labels;
  return labels.length === 2 && top.length === 2 && SHARED.has(second);
};
