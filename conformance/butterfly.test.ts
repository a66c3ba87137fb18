import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sealCcm } from '@chedun/v2x-security';
import { run } from './butterfly.ts';
import { fieldsOf, sectionsOf, valueUnder } from './butterfly/vectors.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'butterfly-'));
const folder = join(dataDir, 'crypto', 'butterfly');
mkdirSync(folder, { recursive: true });
afterAll(() => rmSync(dataDir, { recursive: true }));

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
const key = new Uint8Array(16).fill(1);
const nonce = new Uint8Array(12).fill(2);
const text = Uint8Array.of(1, 2, 3);
const vector = (sealed: Uint8Array): string =>
  `Test Vector #1:\n---\nK = 0x${hex(key)}\n key[16] = \n{ 0x01 }\n\nN = 0x${hex(nonce)}\nP = 0x${hex(text)}\nC_T = 0x${hex(sealed)}\n`;

const judge = async (ccm: string) => {
  writeFileSync(join(folder, 'aesccm.txt'), ccm);
  const { passed, failed, skipped, failures } = await run({ dataDir });
  return { counts: [passed, failed, skipped], cases: failures.map((one) => one.case) };
};

describe('the suite of butterfly vectors', () => {
  it('passes what is right, and skips files that are absent', async () => {
    expect(await judge(vector(sealCcm('aes128Ccm', key, nonce, text)))).toEqual({ counts: [3, 0, 6], cases: [] });
  });

  it('fails on another ciphertext, and on a file without vectors', async () => {
    const wrong = sealCcm('aes128Ccm', key, nonce, text).with(0, 0);
    expect((await judge(vector(wrong))).cases).toEqual(['aesccm 1: seal', 'aesccm 1: open']);
    expect((await judge('nothing here')).cases).toEqual(['aesccm: the file can be read']);
    expect((await judge('Test Vector #1:\nK = 0x00\n')).cases).toEqual(['aesccm: the file can be read']);
  });
});

describe('the reader of vectors', () => {
  it('finds values under the lines that name them, and points', () => {
    const lines = 'j (32 bits) =\n0x0A0b\n\nA: point\n[0x1L], [0x2L]\n[le] A = {\n';
    expect(valueUnder(lines, /^j /)).toBe('0a0b');
    expect(valueUnder(lines, /^A/)).toBe(`04${'1'.padStart(64, '0')}${'2'.padStart(64, '0')}`);
    expect(() => valueUnder(lines, /^k/)).toThrow(/no value/);
  });

  it('cuts sections, and reads fields that are empty or decimal', () => {
    const parts = sectionsOf('i = 0\na\ni = 1\nb\n', /^i = (\d+)$/);
    expect(parts).toEqual([
      { name: '0', text: 'i = 0\na\n' },
      { name: '1', text: 'i = 1\nb\n' },
    ]);
    const field = fieldsOf('kdp = ""\ndl = 16 octets\nss = 0xAB\nss = 0xCD\n');
    expect([field('kdp'), field('dl'), field('ss')]).toEqual(['', '16', 'ab']);
    expect(() => field('none')).toThrow(/no field/);
  });
});
