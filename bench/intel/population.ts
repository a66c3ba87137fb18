/** A made-up population of indicators and the values that are looked up. The same numbers give the same texts. */

const hex = (seed: number, digits: number): string => {
  let text = '';
  let state = seed >>> 0;
  while (text.length < digits) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    text += state.toString(16).padStart(8, '0');
  }
  return text.slice(0, digits);
};

const octets = (seed: number): string => {
  const mixed = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  return `${((mixed >>> 24) % 100) + 20}.${(mixed >>> 16) & 255}.${(mixed >>> 8) & 255}.${mixed & 255}`;
};

/** What a feed holds at place `at`: addresses, networks, names, URLs and hashes. */
export const valueAt = (at: number): { readonly type: string; readonly value: string } => {
  switch (at % 10) {
    case 0:
    case 1:
    case 2:
      return { type: 'ip', value: octets(at) };
    case 3:
      return {
        type: 'network',
        value:
          at % 20 === 3
            ? `${octets(at).replace(/\.\d+$/, '.0')}/24`
            : `2001:db8:${(at >>> 16).toString(16)}:${(at & 0xffff).toString(16)}::/64`,
      };
    case 4:
    case 5:
    case 6:
      return { type: 'domain', value: `${hex(at, 10)}.${hex(at + 1, 4)}.example` };
    case 7:
      return { type: 'url', value: `http://${hex(at, 8)}.example/${hex(at + 7, 12)}/gate.php?id=${at}` };
    case 8:
      return { type: 'sha256', value: hex(at, 64) };
    default:
      return { type: 'md5', value: hex(at, 32) };
  }
};

const OBJECTS: Readonly<Record<string, (value: string) => string>> = {
  ip: (value) => `[ipv4-addr:value = '${value}']`,
  network: (value) => `[${value.includes(':') ? 'ipv6' : 'ipv4'}-addr:value = '${value}']`,
  domain: (value) => `[domain-name:value = '${value}']`,
  url: (value) => `[url:value = '${value}']`,
  sha256: (value) => `[file:hashes.'SHA-256' = '${value}']`,
  md5: (value) => `[file:hashes.MD5 = '${value}']`,
};

/** The indicator at a place as an object of STIX 2.1. */
export const stixAt = (at: number): string => {
  const { type, value } = valueAt(at);
  const id = hex(at, 32).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
  return JSON.stringify({
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--${id}`,
    created: '2026-11-01T00:00:00.000Z',
    modified: '2026-11-01T00:00:00.000Z',
    indicator_types: ['malicious-activity'],
    pattern: OBJECTS[type]?.(value) ?? '',
    pattern_type: 'stix',
    valid_from: '2026-11-01T00:00:00Z',
    valid_until: '2027-11-01T00:00:00Z',
    confidence: at % 101,
  });
};

/** The value that look-up number `at` asks for: every tenth is an indicator of `count`. */
export const askedAt = (
  at: number,
  count: number,
): { readonly kind: 'ip' | 'domain' | 'url' | 'sha256' | 'md5'; readonly value: string } => {
  const place = at % 10 === 0 ? Math.imul(at, 7919) % count : count + at;
  const { type, value } = valueAt(Math.abs(place));
  if (type === 'network')
    return { kind: 'ip', value: value.replace(/(?:::)?\/\d+$/, (end) => (end.startsWith('::') ? '::1' : '')) };
  if (type === 'domain') return { kind: 'domain', value: `www.${value}` };
  return { kind: type as 'ip', value };
};
