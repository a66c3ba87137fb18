const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Map([...ALPHABET].map((character, value) => [character, value]));
const TEXT = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Base64 of RFC 4648 (4), with padding. */
export const toBase64 = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    const word = a * 65_536 + b * 256 + c;
    const left = bytes.length - at;
    const digits = [word >>> 18, (word >>> 12) & 63, (word >>> 6) & 63, word & 63];
    text += digits.map((digit, place) => (place > left ? '=' : (ALPHABET[digit] ?? ''))).join('');
  }
  return text;
};

/** Reads base64 with padding; undefined for every other text, also for one with bits that mean nothing. */
export const fromBase64 = (text: string): Uint8Array | undefined => {
  if (!TEXT.test(text)) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let at = 0, to = 0; at < text.length; at += 4, to += 3) {
    const word = [0, 1, 2, 3].reduce((sum, place) => sum * 64 + (VALUES.get(text[at + place] ?? '') ?? 0), 0);
    bytes.set([word >>> 16, (word >>> 8) & 255, word & 255].slice(0, bytes.length - to), to);
  }
  return toBase64(bytes) === text ? bytes : undefined;
};
