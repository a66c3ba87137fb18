const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;

const ipv6Groups = (text: string): readonly number[] | undefined => {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const read = (half: string): readonly number[] | undefined => {
    if (half === '') return [];
    const groups: number[] = [];
    const parts = half.split(':');
    for (const [at, part] of parts.entries()) {
      if (at === parts.length - 1 && IPV4.test(part)) {
        const [a = 0, b = 0, c = 0, d = 0] = part.split('.').map(Number);
        groups.push(a * 256 + b, c * 256 + d);
      } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
      else return undefined;
    }
    return groups;
  };
  const [head, tail] = [read(halves[0] ?? ''), halves.length === 2 ? read(halves[1] ?? '') : []];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1) return missing === 0 ? head : undefined;
  return missing < 1 ? undefined : [...head, ...Array.from({ length: missing }, () => 0), ...tail];
};

/** The short form of RFC 5952. */
const ipv6Text = (groups: readonly number[]): string => {
  let best = { at: -1, length: 1 };
  for (let at = 0; at < 8; at += 1) {
    let length = 0;
    while (at + length < 8 && groups[at + length] === 0) length += 1;
    if (length > best.length) best = { at, length };
  }
  const hex = groups.map((group) => group.toString(16));
  if (best.at < 0) return hex.join(':');
  return `${hex.slice(0, best.at).join(':')}::${hex.slice(best.at + best.length).join(':')}`;
};

/**
 * An address in its one form (IPv4 dotted, IPv6 by RFC 5952, IPv4-mapped as IPv4; a zone `%eth0` is left out), or
 * undefined when it is none.
 */
export const readAddress = (text: string): string | undefined => {
  const plain = text.trim().replace(/%.*$/, '');
  if (plain.length > 45) return undefined;
  if (IPV4.test(plain)) return plain.split('.').map(Number).join('.');
  if (!plain.includes(':')) return undefined;
  const groups = ipv6Groups(plain);
  if (groups === undefined) return undefined;
  const [a = 0, b = 0] = groups.slice(6);
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xff_ff)
    return `${a >> 8}.${a & 255}.${b >> 8}.${b & 255}`;
  return ipv6Text(groups);
};

/** True for an address that tells one thing of a network from another: not loopback, link-local, multicast, broadcast or unspecified. */
export const isTelling = (address: string): boolean =>
  address.includes(':')
    ? address !== '::' && address !== '::1' && !/^(fe[89ab]|ff)/.test(address)
    : !/^(0\.|127\.|169\.254\.|2(2[4-9]|[34]\d|5[0-5])\.)/.test(address);

/** True for an address of a private network: RFC 1918, RFC 6598 (shared by carriers), RFC 4193. */
export const isPrivate = (address: string): boolean =>
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(address) ||
  /^f[cd][0-9a-f]{2}:/.test(address);

/**
 * A hardware address in its one form `00:1b:21:0a:0b:0c`: octets apart by `:` or `-` (one digit is enough), three groups by `.`,
 * or twelve digits. '' for one that names nobody (zeros, broadcast, multicast); undefined when it is none.
 */
export const readMac = (text: string): string | undefined => {
  const plain = text.trim().toLowerCase();
  const parts = /^[0-9a-f]{12}$/.test(plain)
    ? plain.match(/../g)
    : /^[0-9a-f]{4}(\.[0-9a-f]{4}){2}$/.test(plain)
      ? plain.replaceAll('.', '').match(/../g)
      : /^[0-9a-f]{1,2}([:-][0-9a-f]{1,2}){5}$/.test(plain)
        ? plain.split(/[:-]/)
        : null;
  if (parts === null) return undefined;
  const mac = parts.map((part) => part.padStart(2, '0')).join(':');
  return mac === '00:00:00:00:00:00' || Number.parseInt(mac.slice(0, 2), 16) % 2 === 1 ? '' : mac;
};

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_]([a-z0-9_-]{0,62}))*$/;
const SAYS_NOTHING = /^(localhost(\.localdomain)?|localhost6?(\.localdomain6?)?|unknown|none|null|n-a|-)$/;

/**
 * A host name in lower case without its last dot. '' for one that names nobody (`localhost`, `*`, `?`, an address);
 * undefined when it is none.
 */
export const readHostName = (text: string): string | undefined => {
  const plain = text.trim().toLowerCase().replace(/\.$/, '');
  if (plain === '' || plain === '*' || plain === '?' || SAYS_NOTHING.test(plain)) return '';
  if (readAddress(plain) !== undefined) return '';
  return HOST_NAME.test(plain) ? plain : undefined;
};

/** A port, 1 to 65535, or undefined. */
export const readPort = (text: string): number | undefined => {
  if (!/^\d{1,5}$/.test(text)) return undefined;
  const port = Number(text);
  return port >= 1 && port <= 65_535 ? port : undefined;
};

/** Free text of a field: on one line, without control characters, at most 128 characters. */
export const plainText = (text: string): string =>
  text
    .slice(0, 1_024)
    .replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 128)
    .toWellFormed();

/** Years 2000 to 2100: other times come from clocks that were never set. */
const [FIRST, LAST] = [946_684_800_000, 4_102_444_800_000];

/** Milliseconds of a time that can be true, or null. */
export const plausible = (ms: number): number | null => (ms >= FIRST && ms < LAST ? ms : null);
