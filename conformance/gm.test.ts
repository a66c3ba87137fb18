import { describe, expect, it } from 'vitest';
import { suiteOf } from './gm.ts';
import type { Outcome } from './gm/outcome.ts';
import { parseStanzas, valueBytes } from './gm/stanzas.ts';
import { tongsuoCases } from './gm/tongsuo.ts';
import { v2xCases } from './gm/v2x.ts';
import { wycheproofCases } from './gm/wycheproof.ts';

const kinds = (outcomes: readonly Outcome[]): readonly string[] => outcomes.map(({ kind }) => kind);

const KEY = `PrivateKey=one
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqBHM9VAYItBG0wawIBAQQg0JFWczAXva2An9m7
2MaT9gIwWTFptvlKrxyO4TjMmbWhRANCAAQ5OirZ4n5DrKqrhaGdO4VZHhRAYVcX
Wt3Te/d/8Mr57Tf886i09VwDhSMmH8pmNq/mp6+ioUgqYG9cs6GLLioe
-----END PRIVATE KEY-----
`;
const VERIFY = `Verify = one
Ctrl = digest:SM3
Input = D7AD397F6FFA5D4F7F11E7217F241607DC30618C236D2C09C1B9EA8FDADEE2E8
Output = 3046022100AB1DB64DE7C40EDBDE6651C9B8EBDB804673DB836E5D5C7FE15DCF9ED2725037022100EBA714451FF69B0BB930B379E192E7CD5FA6E3C41C7FBD8303B799AB54A54621
`;

describe('stanzas', () => {
  it('begin with their kind, whatever stands before and between', () => {
    const text = `# comment\nTitle = x\n\nAvailablein = default\nDigest = SM3\n# inside\nInput = 61\nCtrl = a\nCtrl = b\n\n\nMAC=HMAC\n`;
    const stanzas = parseStanzas(text);
    expect(stanzas.map(({ kind, value, line }) => `${line} ${kind} ${value}`)).toEqual(['5 Digest SM3', '12 MAC HMAC']);
    expect(stanzas[0]?.fields.get('Input')).toBe('61');
    expect(stanzas[0]?.controls).toEqual(['a', 'b']);
    expect(parseStanzas(KEY)[0]?.pem).toMatch(/^MIGH.*Lioe$/);
  });

  it('have values in hexadecimal or quotation marks', () => {
    expect([...valueBytes('00fF')]).toEqual([0, 255]);
    expect([...valueBytes('"a b"')]).toEqual([97, 32, 98]);
    expect([...valueBytes('""')]).toEqual([]);
    expect(() => valueBytes('0')).toThrow('neither');
    expect(() => valueBytes('xyz')).toThrow('neither');
    expect(() => valueBytes(undefined)).toThrow('missing');
  });
});

describe('cases that fail', () => {
  it('a digest, a MAC, a cipher and a signature that are not those of the file', () => {
    const right = [
      'Digest = SM3\nInput = 616263\nOutput = 66C7F0F462EEEDD9D1F2D46BDC10E4E24167C4875CF2F7A2297DA02B8F4BA8E0\n',
      'MAC = HMAC\nAlgorithm = SM3\nInput = "what do ya want for nothing?"\nKey = "Jefe"\nOutput = 2e87f1d16862e6d964b50a5200bf2b10b764faa9680a296a2405f24bec39f882\n',
      'Cipher = SM4-ECB\nKey = 0123456789ABCDEFFEDCBA9876543210\nPlaintext = 0123456789ABCDEFFEDCBA9876543210\nCiphertext = 681EDF34D206965E86B3E94F536E4246\n',
      VERIFY,
    ];
    const wrong = right.map((text) =>
      text.replace(
        /(.*[=\n].*)([0-9A-Fa-f])\n$/s,
        (_, head: string, last: string) => `${head}${last === '0' ? '1' : '0'}\n`,
      ),
    );
    expect(kinds(tongsuoCases('file', [KEY, ...right].join('\n')))).toEqual(right.map(() => 'passed').concat('passed'));
    expect(kinds(tongsuoCases('file', [KEY, ...wrong].join('\n')))).toEqual(['passed', ...wrong.map(() => 'failed')]);
  });

  it('a stanza that cannot be read fails, one of another kind is skipped with its reason', () => {
    const [broken, foreign, keyless] = tongsuoCases(
      'file',
      'Digest = SM3\nInput = x\n\nEncoding = hex\n\nVerify = none\n',
    );
    expect(broken?.kind).toBe('failed');
    expect(foreign).toEqual({ kind: 'skipped', reason: 'a stanza of kind Encoding' });
    expect(keyless?.kind).toBe('failed');
  });

  it('a Wycheproof test that is called valid and is not, or invalid and is not', () => {
    const test = { tcId: 1, key: '00', msg: '', tag: '00'.repeat(32), result: 'valid' };
    const file = (result: string, tag = test.tag): string =>
      JSON.stringify({ algorithm: 'HMACSM3', testGroups: [{ tagSize: 256, tests: [{ ...test, result, tag }] }] });
    expect(kinds(wycheproofCases('f', file('valid')))).toEqual(['failed']);
    expect(kinds(wycheproofCases('f', file('invalid')))).toEqual(['passed']);
    expect(kinds(wycheproofCases('f', file('acceptable')))).toEqual(['skipped']);
    const aead = {
      algorithm: 'SM4-GCM',
      testGroups: [
        { tagSize: 128, tests: [{ ...test, key: '00'.repeat(16), iv: '00', ct: '', tag: '00'.repeat(16) }] },
      ],
    };
    expect(kinds(wycheproofCases('f', JSON.stringify(aead)))).toEqual(['failed']);
    expect(kinds(wycheproofCases('f', JSON.stringify({ ...aead, algorithm: 'AES-XXX' })))).toEqual(['skipped']);
  });

  it('a certificate whose signature is another', () => {
    const head = '8003008102';
    const hex = `${head}58842182${'00'.repeat(32)}8440${'11'.repeat(64)}`;
    expect(kinds(v2xCases('f', JSON.stringify({ one: { hex }, two: { hex: 'aa' } })))).toEqual(['failed', 'skipped']);
    expect(kinds(v2xCases('f', JSON.stringify({ one: { hex: 'aa', sm3: '00' }, text: 'x', other: 5 })))).toEqual([
      'skipped',
      'failed',
      'skipped',
    ]);
  });

  it('are counted and named', () => {
    const failed: Outcome = { kind: 'failed', case: 'c', expected: 'e', got: 'g' };
    const result = suiteOf([{ kind: 'passed' }, failed, { kind: 'skipped', reason: 'r' }]);
    expect(result).toEqual({
      suite: 'gm',
      passed: 1,
      failed: 1,
      skipped: 1,
      failures: [{ case: 'c', expected: 'e', got: 'g' }],
    });
  });
});
