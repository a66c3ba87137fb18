import { beforeAll, describe, expect, it } from 'vitest';
import { isDomainError } from '@chedun/kernel';
import { formatPem, parseSignedData } from '@chedun/x509';
import { hasOpenssl, openssl, withFolder } from '@chedun/x509/testing';
import { attacks, exampleHead, examplePackage, exampleParts, exampleSigner, pdfWith } from '../testing/index.ts';
import { buildPackage, readPackage, sm3Hex, verifyPackage, type Signer } from './index.ts';
import { readZip, writeZip } from './zip/index.ts';

let signer: Signer;
let right: Uint8Array;
beforeAll(async () => {
  signer = await exampleSigner();
  right = await examplePackage(signer);
});

const verdictOf = (bytes: Uint8Array) => {
  const pack = readPackage(bytes);
  return verifyPackage(pack, sm3Hex(pack.manifestBytes));
};
const LIMITS = { maxEntries: 100, maxEntryBytes: 1 << 26, maxTotalBytes: 1 << 27, folders: 'refuse' } as const;

/** Whether a package is read and everything in it holds. */
const holds = (bytes: Uint8Array): boolean => {
  try {
    const { signature, embedded, form } = verdictOf(bytes);
    return signature.kind === 'signed' && embedded === 'same' && form === 'canonical';
  } catch (error) {
    if (isDomainError(error) && error.code.startsWith('exchange.')) return false;
    throw error;
  }
};

describe('a package', () => {
  it('is read as it was built, and its signature holds', () => {
    const pack = readPackage(right);
    expect(pack.manifest.document).toEqual(exampleHead);
    expect([...pack.parts.keys()]).toEqual(['attachments/拓扑图.txt', 'form.json', 'form.pdf']);
    expect(verdictOf(right)).toEqual({
      signature: { kind: 'signed', certificate: signer.certificate, signingTime: signer.signingTime },
      embedded: 'same',
      form: 'canonical',
      receipt: { kind: 'none' },
    });
  });

  it('is the same for the same parts and signature', async () => {
    const { signers } = parseSignedData(readPackage(right).signature);
    const fixed = { ...signer, sign: () => Promise.resolve(signers[0]?.signature ?? new Uint8Array()) };
    expect(await buildPackage(exampleHead, exampleParts().toReversed(), fixed)).toEqual(right);
  });

  it('does not hold when any byte of its content is changed', () => {
    const view = new DataView(right.buffer, right.byteOffset);
    const directory = view.getUint32(right.length - 6, true);
    let held: number[] = [];
    for (let at = 0; at < directory; at += 1) {
      const changed = Uint8Array.from(right);
      changed[at] = (changed[at] ?? 0) ^ 0x20;
      if (holds(changed)) held = [...held, at];
    }
    // What may differ are versions and times in headers, and nothing that anybody reads: 6 bytes a file.
    expect(held.length).toBeLessThanOrEqual(readZip(right, LIMITS).length * 6);
    const plain = held.map((at) =>
      readZip(
        Uint8Array.from(right, (byte, index) => (index === at ? byte ^ 0x20 : byte)),
        LIMITS,
      ),
    );
    for (const files of plain) expect(files).toEqual(readZip(right, LIMITS));
  });

  it('is refused for every attack', () => {
    for (const [what, bytes, code] of attacks(right)) {
      let thrown: unknown;
      try {
        readPackage(bytes);
      } catch (error) {
        thrown = error;
      }
      expect(isDomainError(thrown, code), `${what}: ${thrown}`).toBe(true);
    }
  });

  it('does not hold when somebody else signed other content under its head', async () => {
    const other = await examplePackage(await exampleSigner('别人'));
    const swapped = readZip(right, LIMITS).map((each) =>
      each.name === 'signature.p7s' ? (readZip(other, LIMITS).find(({ name }) => name === each.name) ?? each) : each,
    );
    // The other signature is over the same manifest: it holds, and tells the other certificate.
    const verdict = verdictOf(writeZip(swapped, 'store')).signature;
    expect(verdict.kind === 'signed' && verdict.certificate.raw).not.toEqual(signer.certificate.raw);
    const foreign = await buildPackage({ ...exampleHead, version: 2 }, exampleParts(), signer);
    const mixed = readZip(right, LIMITS).map((each) =>
      each.name === 'signature.p7s' ? (readZip(foreign, LIMITS).find(({ name }) => name === each.name) ?? each) : each,
    );
    expect(verdictOf(writeZip(mixed, 'store')).signature).toEqual({ kind: 'refused', problem: 'message-digest' });
  });

  it('tells when the PDF holds other data than the form', async () => {
    const [form, , more] = exampleParts();
    if (form === undefined || more === undefined) throw new Error('no parts');
    const lying = await buildPackage(
      exampleHead,
      [form, { name: 'form.pdf', bytes: pdfWith([new Uint8Array([1])]) }],
      signer,
    );
    expect(verdictOf(lying).embedded).toBe('differs');
    const empty = await buildPackage(exampleHead, [form, { name: 'form.pdf', bytes: pdfWith([]) }], signer);
    expect(verdictOf(empty).embedded).toBe('absent');
  });

  it('does not hold outside of the time of its certificate', async () => {
    const late = await examplePackage({ ...signer, signingTime: signer.certificate.notAfter + 1000 });
    expect(verdictOf(late).signature).toEqual({ kind: 'refused', problem: 'certificate-period' });
  });

  it('is never built with a part that no reader takes', async () => {
    const bad = [...exampleParts(), { name: 'run.exe', bytes: new Uint8Array() }];
    await expect(buildPackage(exampleHead, bad, signer)).rejects.toThrow(/exchange\.value/);
    await expect(buildPackage(exampleHead, exampleParts().slice(1), signer)).rejects.toThrow(/exchange\.value/);
    const huge = [...exampleParts(), { name: 'attachments/x', bytes: new Uint8Array(65 << 20) }];
    await expect(buildPackage(exampleHead, huge, signer)).rejects.toThrow(/exchange\.too-large/);
  });

  it.skipIf(!hasOpenssl())('is signed so that openssl verifies it, and refuses a changed byte', async () => {
    const { signature, manifestBytes } = readPackage(right);
    const [info] = parseSignedData(signature).signers;
    if (info?.signedBytes === undefined) throw new Error('no signer');
    const { signedBytes, signature: sm2 } = info;
    await withFolder((folder) => {
      const pem = folder.write('cert.pem', formatPem({ label: 'CERTIFICATE', bytes: signer.certificate.raw }));
      const key = folder.write('key.pem', openssl(['x509', '-in', pem, '-pubkey', '-noout']).output);
      const how = ['pkeyutl', '-verify', '-pubin', '-inkey', key, '-rawin', '-digest', 'sm3'];
      const identity = ['-pkeyopt', 'distid:1234567812345678', '-sigfile', folder.write('sig', sm2)];
      const verify = (message: Uint8Array): boolean =>
        openssl([...how, ...identity, '-in', folder.write('m', message)]).ok;
      expect(verify(signedBytes)).toBe(true);
      const changed = Uint8Array.from(signedBytes);
      changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
      expect(verify(changed)).toBe(false);
      // The signed attributes hold the SM3 that openssl computes of the manifest.
      const digest = openssl(['dgst', '-sm3', '-r', folder.write('manifest.json', manifestBytes)]).output.slice(0, 64);
      expect(Buffer.from(signedBytes).includes(Buffer.from(digest, 'hex'))).toBe(true);
      const parsed = openssl([
        'cms',
        '-cmsout',
        '-print',
        '-noout',
        '-inform',
        'DER',
        '-in',
        folder.write('p7s', signature),
      ]);
      expect(parsed.ok).toBe(true);
    });
  });
});
