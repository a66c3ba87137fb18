/** Bytes of hex text; white space and comments from `#` to the end of a line are ignored. */
export const fromHex = (text: string): Uint8Array =>
  new Uint8Array(Buffer.from(text.replace(/#.*$/gm, '').replace(/\s+/g, ''), 'hex'));

/** Hex text of bytes. */
export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** XOR of bytes, written without regard to speed: the judge of the fast one. */
export const slowBcc = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum ^ byte, 0);

/** A frame written by hand: start, command, answer, a fixed VIN, encryption, length, unit, BCC. */
export const frameHex = (
  start: '2323' | '2424',
  command: string,
  unit: string,
  answer = 'fe',
  encryption = '01',
): Uint8Array => {
  const data = fromHex(unit);
  const head = fromHex(`${start}${command}${answer}${Buffer.from(TEST_VIN).toString('hex')}${encryption}`);
  const checked = Buffer.concat([head, Uint8Array.of(data.length >> 8, data.length & 0xff), data]);
  return new Uint8Array(Buffer.concat([checked, Uint8Array.of(slowBcc(checked.subarray(2)))]));
};

/** VIN of the hand-written frames. */
export const TEST_VIN = 'LCDTEST18R0000017';
