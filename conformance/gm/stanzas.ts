/** One test of a file in OpenSSL's stanza format: its first line says of what kind it is. */
export interface Stanza {
  /** Keyword of the first line: Cipher, Digest, MAC, Verify ... */
  readonly kind: string;
  readonly value: string;
  /** Line of the file, from 1. */
  readonly line: number;
  /** Last value of every other key. */
  readonly fields: ReadonlyMap<string, string>;
  /** Every value of `Ctrl`. */
  readonly controls: readonly string[];
  /** What stands between BEGIN and END, base64. */
  readonly pem: string;
}

/** Keys that say something about the stanza, or the file, and do not begin one. */
const LEADING = new Set(['Title', 'Availablein', 'FIPSversion', 'Fipsversion']);
const PAIR = /^([A-Za-z][\w-]*)\s*=\s*(.*)$/;

interface Line {
  readonly text: string;
  readonly number: number;
}

/** Groups of lines that follow one another; comments are left out and end nothing. */
const groupsOf = (text: string): readonly (readonly Line[])[] => {
  const groups: Line[][] = [[]];
  text.split(/\r?\n/).forEach((raw, at) => {
    const line = raw.trim();
    if (line.startsWith('#')) return;
    if (line === '') groups.push([]);
    else groups.at(-1)?.push({ text: line, number: at + 1 });
  });
  return groups.filter((group) => group.length > 0);
};

const stanzaOf = (group: readonly Line[]): readonly Stanza[] => {
  const pairs = group.flatMap(({ text, number }) => {
    const [, key = '', value = ''] = PAIR.exec(text) ?? [];
    return key === '' || text.startsWith('-----') ? [] : [{ key, value: value.trim(), line: number }];
  });
  const rest = pairs.filter(({ key }) => !LEADING.has(key));
  const [head, ...fields] = rest;
  if (head === undefined) return [];
  const begin = group.findIndex(({ text }) => text.startsWith('-----BEGIN'));
  const end = group.findIndex(({ text }) => text.startsWith('-----END'));
  const pem = begin < 0 ? [] : group.slice(begin + 1, end < 0 ? undefined : end);
  return [
    {
      kind: head.key,
      value: head.value,
      line: head.line,
      // a base64 line that ends with '=' looks like a pair, and does no harm here
      fields: new Map(fields.map(({ key, value }) => [key, value])),
      controls: fields.filter(({ key }) => key === 'Ctrl').map(({ value }) => value),
      pem: pem.map(({ text }) => text).join(''),
    },
  ];
};

/** Reads all stanzas of a file. What has no `key = value` line at all is left out. */
export const parseStanzas = (text: string): readonly Stanza[] => groupsOf(text).flatMap(stanzaOf);

/** A value: hexadecimal, or text between quotation marks. Throws for anything else. */
export const valueBytes = (value: string | undefined): Uint8Array => {
  if (value === undefined) throw new Error('a value is missing');
  const quoted = /^"(.*)"$/.exec(value)?.[1];
  if (quoted !== undefined) return new TextEncoder().encode(quoted);
  if (!/^([\da-f]{2})*$/i.test(value)) throw new Error(`neither hexadecimal nor quoted: ${value.slice(0, 40)}`);
  return new Uint8Array(Buffer.from(value, 'hex'));
};
