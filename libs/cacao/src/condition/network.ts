/** An IPv4 or IPv6 network: bits of the address and length of the prefix. */
interface Network {
  readonly family: 4 | 6;
  readonly bits: bigint;
  readonly prefix: number;
}

const v4 = (text: string): bigint | undefined => {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
};

const groupsOf = (text: string): readonly string[] => (text === '' ? [] : text.split(':'));

const v6 = (text: string): bigint | undefined => {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = groupsOf(halves[0] ?? '');
  const tail = groupsOf(halves[1] ?? '');
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const all = [...head, ...Array.from({ length: halves.length === 1 ? 0 : missing }, () => '0'), ...tail];
  if (!all.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined;
  return all.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
};

const networkOf = (text: string): Network | undefined => {
  if (text.length > 64) return undefined;
  const [address = '', length] = text.split('/', 2);
  const family = address.includes(':') ? 6 : 4;
  const bits = family === 6 ? v6(address) : v4(address);
  const most = family === 6 ? 128 : 32;
  const prefix = length === undefined ? most : /^\d{1,3}$/.test(length) ? Number(length) : most + 1;
  return bits === undefined || prefix > most ? undefined : { family, bits, prefix };
};

/** True when `inner` (address or CIDR) lies wholly in `outer`; false for what is no network. */
export const isWithin = (inner: string, outer: string): boolean => {
  const one = networkOf(inner);
  const other = networkOf(outer);
  if (one === undefined || other === undefined || one.family !== other.family || one.prefix < other.prefix)
    return false;
  const shift = BigInt((one.family === 6 ? 128 : 32) - other.prefix);
  return one.bits >> shift === other.bits >> shift;
};
