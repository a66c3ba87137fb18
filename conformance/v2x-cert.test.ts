import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPair, sign } from '@chedun/gm';
import { selfSign, verificationKeyValue } from '@chedun/v2x-security';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from './v2x-cert.ts';
import { Ledger } from './v2x-cert/ledger.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'v2x-cert-'));
const folder = join(dataDir, 'crypto', 'etsi-certs');
afterAll(() => rmSync(dataDir, { recursive: true }));

const pair = generateKeyPair();
const key = { curve: 'sm2', point: pair.publicKey } as const;

/** A self-signed certificate: it stands alone in a folder. */
const certificate = await selfSign(
  {
    id: { name: 'root.example' },
    cracaId: { octets: '000000' },
    crlSeries: 0,
    validityPeriod: { start: 0, duration: { years: 30 } },
    certIssuePermissions: [{ subjectPermissions: { all: null } }],
    verifyKeyIndicator: { verificationKey: verificationKeyValue(key) },
  },
  {
    curve: 'sm2',
    sign: (input) => (input.kind === 'sm2' ? sign(pair.privateKey, input.message, input.signerId) : new Uint8Array(0)),
  },
);
const ROOT = Buffer.from(certificate.bytes).toString('hex');

const judge = async (files: Readonly<Record<string, string>>) => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, hex] of Object.entries(files)) writeFileSync(join(folder, name), Buffer.from(hex, 'hex'));
  return run({ dataDir });
};

describe('the suite of V2X certificates', () => {
  it('passes a certificate that is whole: form, signature, and changed data refused', async () => {
    expect(await judge({ 'A.oer': ROOT })).toMatchObject({ passed: 3, failed: 0, skipped: 1 });
  });

  it('fails on another signature, another form, and keys that are not those of the certificate', async () => {
    const forged = `${ROOT.slice(0, -2)}${ROOT.endsWith('38') ? '39' : '38'}`;
    expect(await judge({ 'A.oer': forged })).toMatchObject({ passed: 2, failed: 1 });
    expect(await judge({ 'A.oer': ROOT.slice(0, -2) })).toMatchObject({ passed: 0, failed: 1 });
    const wrong = await judge({ 'A.oer': ROOT, 'A.vkey_pub': '04', 'A.vkey': '11'.repeat(32) });
    expect(wrong.failures.map((one) => one.case)).toEqual([
      'A: verification: public key',
      'A: verification: private key',
    ]);
  });

  it('skips what is not there', async () => {
    expect(await run({ dataDir: join(dataDir, 'none') })).toMatchObject({ passed: 0, failed: 0, skipped: 2 });
  });
});

describe('the ledger', () => {
  it('counts a thrown error as a failure, with its text', () => {
    const ledger = new Ledger();
    ledger.check('one', 1, () => 1);
    ledger.check('two', 1, () => {
      throw new Error('no');
    });
    ledger.check('three', 'Error: no', () => undefined);
    expect([ledger.count, ledger.result('x')]).toMatchObject([3, { passed: 1, failed: 2, skipped: 0 }]);
    expect(ledger.result('x').failures.map(({ got }) => got)).toEqual(['"Error: no"', 'undefined']);
  });
});
