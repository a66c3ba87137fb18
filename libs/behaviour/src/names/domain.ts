/** Second-level names under which registries sell: `example.com.cn` has three labels of its own, not two. */
const SHARED = new Set(['com', 'net', 'org', 'gov', 'edu', 'ac', 'co', 'mil', 'or', 'ne', 'go']);

/** A name cut into the part that somebody registered and what stands before it. */
export interface CutName {
  /** For example `example.com.cn`. */
  readonly domain: string;
  /** The first label of the registered part: `example`. */
  readonly label: string;
  /** Everything before the registered part; '' when there is nothing. */
  readonly sub: string;
}

/** Cuts a name; undefined for single labels, addresses and names of reverse look-ups. */
export const cutName = (name: string): CutName | undefined => {
  const labels = name.split('.');
  const top = labels.at(-1) ?? '';
  if (labels.length < 2 || top === 'arpa' || top === 'local' || /^\d*$/.test(top)) return undefined;
  const shared = labels.length > 2 && top.length === 2 && SHARED.has(labels.at(-2) ?? '');
  const own = labels.slice(shared ? -3 : -2);
  return { domain: own.join('.'), label: own[0] ?? '', sub: labels.slice(0, -own.length).join('.') };
};

/** Shannon entropy of the characters, bits a character; 0 for an empty text. */
export const entropyOf = (text: string): number => {
  const counts = new Map<string, number>();
  for (const sign of text) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
};
