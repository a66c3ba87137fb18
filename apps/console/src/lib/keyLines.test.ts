import { describe, expect, it } from 'vitest';
import { readKeyLines } from './keyLines.ts';

const KEY = '04'.repeat(65);

describe('lines of public keys', () => {
  it('are read with commas, tabs and a header', () => {
    const text = `vin,algorithm,publicKey,chip\nlsvaa49j132047371,SM2,${KEY},CHIP1\r\n\nLSVAA49J132047372\trsa\t${KEY}\n`;
    expect(readKeyLines(text)).toEqual({
      keys: [
        { vin: 'LSVAA49J132047371', algorithm: 'sm2', publicKey: KEY, chipId: 'CHIP1' },
        { vin: 'LSVAA49J132047372', algorithm: 'rsa', publicKey: KEY, chipId: '' },
      ],
      bad: [],
    });
  });

  it('that are none are named by their number', () => {
    expect(readKeyLines(`LSVAA49J132047371,ecc,${KEY}\nshort,sm2,${KEY}\nLSVAA49J132047371,sm2,abc`)).toEqual({
      keys: [],
      bad: [1, 2, 3],
    });
  });
});
