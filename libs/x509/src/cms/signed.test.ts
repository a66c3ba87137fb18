import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeDer, ia5String } from '@chedun/asn1/der';
import { authorityOf, hasOpenssl, mustOpenssl, newKey, openssl, START, withFolder } from '../../testing/index.ts';
import type { Authority, Folder } from '../../testing/index.ts';
import {
  buildSignedData,
  CONTENT,
  formatPem,
  parseSignedData,
  SIGNATURE_ALGORITHMS,
  verifySignedData,
} from '../index.ts';
import type { CmsSigner, SignatureAlgorithm } from '../index.ts';

const CONTENT_BYTES = new TextEncoder().encode('车盾 firmware 1.2.3\n');
const authorities = new Map<SignatureAlgorithm, Authority>();
const by = (algorithm: SignatureAlgorithm): Authority =>
  authorities.get(algorithm) ?? ([...authorities.values()][0] as Authority);
const signer = (algorithm: SignatureAlgorithm): CmsSigner => {
  const { certificate, key } = by(algorithm);
  return { certificate, algorithm, sign: key.sign, signingTime: START };
};
const message = (
  algorithms: readonly SignatureAlgorithm[],
  kind: 'embedded' | 'detached' = 'embedded',
  profile: 'cms' | 'gm' = 'cms',
) =>
  buildSignedData({
    content: CONTENT_BYTES,
    kind,
    signers: algorithms.map(signer),
    certificates: algorithms.map((each) => by(each).certificate),
    profile,
  });

beforeAll(async () => {
  for (const algorithm of SIGNATURE_ALGORITHMS)
    authorities.set(algorithm, await authorityOf(algorithm, newKey(algorithm)));
});

const caFile = (folder: Folder, algorithm: SignatureAlgorithm): string =>
  folder.write('ca.pem', formatPem({ label: 'CERTIFICATE', bytes: by(algorithm).certificate.raw }));

describe('signed messages', () => {
  it.each(SIGNATURE_ALGORITHMS)('with %s are verified, embedded and detached', async (algorithm) => {
    const embedded = parseSignedData(await message([algorithm]));
    expect(embedded.content).toEqual(CONTENT_BYTES);
    expect(verifySignedData(embedded)).toEqual([
      { kind: 'signed', certificate: by(algorithm).certificate, signingTime: START },
    ]);
    const detached = parseSignedData(await message([algorithm], 'detached'));
    expect(detached.content).toBeUndefined();
    expect(verifySignedData(detached)).toEqual([{ kind: 'refused', problem: 'no-content' }]);
    expect(verifySignedData(detached, { content: CONTENT_BYTES })[0]?.kind).toBe('signed');
    expect(verifySignedData(detached, { content: Uint8Array.of(1) })).toEqual([
      { kind: 'refused', problem: 'message-digest' },
    ]);
  });

  it.skipIf(!hasOpenssl()).each(SIGNATURE_ALGORITHMS.filter((each) => each !== 'sm2-sm3' && each !== 'ed25519'))(
    'with %s are verified by openssl',
    async (algorithm) => {
      const embedded = await message([algorithm]);
      await withFolder((folder) => {
        const file = folder.write('m.der', embedded);
        const args = [
          'cms',
          '-verify',
          '-inform',
          'DER',
          '-binary',
          '-purpose',
          'any',
          '-CAfile',
          caFile(folder, algorithm),
          '-attime',
          String(START / 1000 + 60),
        ];
        const { ok, output } = openssl([...args, '-in', file]);
        expect(output).toContain('firmware');
        expect(ok).toBe(true);
      });
    },
  );

  it.skipIf(!hasOpenssl()).each(['ecdsa-sha256', 'rsa-sha256', 'rsa-pss-sha256'] as const)(
    'of openssl with %s are verified',
    async (algorithm) => {
      await withFolder((folder) => {
        const { key } = by(algorithm);
        const file = folder.write('key.pem', formatPem({ label: 'PRIVATE KEY', bytes: key.pkcs8 }));
        const pss =
          algorithm === 'rsa-pss-sha256'
            ? ['-keyopt', 'rsa_padding_mode:pss', '-keyopt', 'rsa_pss_saltlen:digest']
            : [];
        const how = ['cms', '-sign', '-binary', '-nodetach', '-noindef', '-md', 'sha256', '-outform', 'DER'];
        const bytes = mustOpenssl([
          ...how,
          '-signer',
          caFile(folder, algorithm),
          '-inkey',
          file,
          ...pss,
          '-in',
          folder.write('c', CONTENT_BYTES),
        ]);
        const parsed = parseSignedData(new Uint8Array(bytes));
        expect(parsed.content).toEqual(CONTENT_BYTES);
        expect(verifySignedData(parsed)[0]?.kind).toBe('signed');
      });
    },
  );

  it('of several signers are judged one by one, in both profiles', async () => {
    const both = parseSignedData(await message(['sm2-sm3', 'ecdsa-sha256']));
    expect(verifySignedData(both).map((each) => each.kind)).toEqual(['signed', 'signed']);
    const gm = parseSignedData(await message(['sm2-sm3'], 'embedded', 'gm'));
    expect([gm.profile, gm.contentType]).toEqual(['gm', CONTENT.gmData]);
    expect(verifySignedData(gm)[0]?.kind).toBe('signed');
  });

  it('are refused for closed reasons', async () => {
    const data = parseSignedData(await message(['sm2-sm3']));
    const [one] = data.signers;
    const refusal = (change: Partial<typeof data>) => verifySignedData({ ...data, ...change })[0];
    expect(refusal({ certificates: [] })).toEqual({ kind: 'refused', problem: 'no-certificate' });
    expect(refusal({ contentType: '1.2.3' })).toEqual({ kind: 'refused', problem: 'content-type' });
    expect(refusal({ content: Uint8Array.of(1) })).toEqual({ kind: 'refused', problem: 'message-digest' });
    const other = by('ecdsa-sha256').certificate;
    const named = { ...by('sm2-sm3').certificate, publicKey: other.publicKey };
    expect(refusal({ certificates: [named] })).toEqual({ kind: 'refused', problem: 'bad-signature' });
    expect(one && refusal({ signers: [{ ...one, digest: { ...one.digest, oid: '1.3.14.3.2.26' } }] })).toEqual({
      kind: 'refused',
      problem: 'algorithm',
    });
    expect(one && refusal({ signers: [{ ...one, signedAttributes: [] }] })).toEqual({
      kind: 'refused',
      problem: 'content-type',
    });
    expect(one && refusal({ signers: [{ ...one, signedBytes: undefined, signedAttributes: [] }] })).toEqual({
      kind: 'refused',
      problem: 'bad-signature',
    });
    expect(verifySignedData({ ...data, signers: [] })).toEqual([]);
    await expect(
      buildSignedData({ content: CONTENT_BYTES, kind: 'embedded', signers: [], certificates: [] }),
    ).rejects.toThrow(/x509\.value/);
  });

  it('carry further attributes', async () => {
    const value = encodeDer(ia5String('x'));
    const { certificate, key } = by('sm2-sm3');
    const more = {
      certificate,
      algorithm: 'sm2-sm3' as const,
      sign: key.sign,
      attributes: [{ type: '1.2.3.4', value }],
    };
    const data = parseSignedData(
      await buildSignedData({
        content: CONTENT_BYTES,
        kind: 'embedded',
        signers: [more],
        certificates: [certificate],
        crls: [Uint8Array.of(0x30, 0)],
      }),
    );
    expect(data.signers[0]?.signedAttributes.find((each) => each.type === '1.2.3.4')?.values).toEqual([value]);
    expect(verifySignedData(data)).toEqual([{ kind: 'signed', certificate, signingTime: undefined }]);
    expect(data.crls).toEqual([Uint8Array.of(0x30, 0)]);
  });

  it('changed anywhere count no longer, or throw errors of the catalogue', async () => {
    const bytes = await message(['sm2-sm3']);
    const { publicKey } = by('sm2-sm3').certificate;
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Uint8Array.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ flip;
        try {
          const data = parseSignedData(changed);
          const isSame = data.content !== undefined && Buffer.compare(data.content, CONTENT_BYTES) === 0;
          for (const result of verifySignedData(data))
            if (result.kind === 'signed' && Buffer.compare(result.certificate.publicKey.raw, publicKey.raw) === 0)
              expect(isSame).toBe(true);
        } catch (error) {
          expect((error as { code?: string }).code).toMatch(/^(asn1|x509)\./);
        }
      }),
      { numRuns: 300 },
    );
  });
});
