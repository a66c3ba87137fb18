import { encodeDer, int, oid, seq } from '@chedun/asn1/der';
import { isDomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newKey } from '../../testing/keys.ts';
import { signatureIdentifier } from '../algorithm.ts';
import { subjectAltName } from '../extensions/names.ts';
import { encodeName, nameOf } from '../name.ts';
import { parsePublicKey } from '../public-key.ts';
import {
  buildPkiMessage,
  CMP,
  encodeCertRequest,
  isMacOf,
  isSignedMessage,
  macAlgorithm,
  macOf,
  macSpecOf,
  parsePkiMessage,
  PKI_FAILURE,
  PKI_STATUS,
  type CertRequestMessage,
  type MacSpec,
  type PkiBody,
  type PkiHeader,
} from './index.ts';

const bytes = (min: number, max: number) => fc.uint8Array({ minLength: min, maxLength: max });
const key = newKey('ecdsa-sha256');
const name = encodeName(nameOf({ C: 'CN', CN: 'LSVAA49J132000001' }));
const sequence = encodeDer(seq(int(1), seq(oid('1.2.3'))));
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((each) => each.isWellFormed());

const status = fc.record({
  status: fc.constantFrom(...PKI_STATUS),
  text: fc.array(text, { maxLength: 3 }),
  failures: fc.subarray([...PKI_FAILURE]),
});
const id = fc.integer({ min: -1, max: 70_000 });
/** INTEGER content of a positive number in its shortest form. */
const serial = bytes(1, 20).map((raw) => Uint8Array.of(0x01, ...raw));
const certId = fc.record({
  issuer: fc.constant({ kind: 'directory', value: name } as const),
  serial,
});
const second = fc.integer({ min: 0, max: 4e9 }).map((each) => each * 1000);
const template = fc.record({
  serial: fc.option(serial, { nil: undefined }),
  issuer: fc.option(fc.constant(name), { nil: undefined }),
  notBefore: fc.option(second, { nil: undefined }),
  notAfter: fc.option(second, { nil: undefined }),
  subject: fc.option(fc.constant(name), { nil: undefined }),
  publicKey: fc.option(fc.constant(parsePublicKey(key.spki)), { nil: undefined }),
  extensions: fc.constantFrom([], [subjectAltName([{ kind: 'dns', value: 'a.cn' }])]),
});
const proof = fc.option(
  fc.oneof(
    fc.constant({ kind: 'ra-verified' } as const),
    bytes(1, 72).map((signature) => ({
      kind: 'signature' as const,
      input: 'request' as const,
      algorithm: signatureIdentifier('sm2-sm3'),
      signature,
    })),
  ),
  { nil: undefined },
);
const request = fc
  .record({ id, template, oldCertificate: fc.option(certId, { nil: undefined }), proof })
  .map((asked): CertRequestMessage => ({ ...asked, request: encodeCertRequest(asked) }));
const info = fc.record({
  type: fc.constantFrom(CMP.implicitConfirm, CMP.caCertificates),
  value: fc.option(fc.constant(sequence), { nil: undefined }),
});
const some = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { minLength: 1, maxLength: 4 });
const any = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { maxLength: 4 });

const body: fc.Arbitrary<PkiBody> = fc.oneof(
  fc.record({ kind: fc.constantFrom('ir', 'cr', 'kur'), requests: some(request) }),
  fc.record({
    kind: fc.constantFrom('ip', 'cp', 'kup'),
    caCertificates: any(fc.constant(sequence)),
    responses: some(fc.record({ id, status, certificate: fc.option(fc.constant(sequence), { nil: undefined }) })),
  }),
  fc.constant({ kind: 'p10cr', request: sequence } as const),
  fc.record({
    kind: fc.constant('rr' as const),
    details: some(
      fc.record({ template, extensions: fc.constantFrom([], [subjectAltName([{ kind: 'dns', value: 'b' }])]) }),
    ),
  }),
  fc.record({ kind: fc.constant('rp' as const), statuses: some(status), certificates: any(certId) }),
  fc.record({
    kind: fc.constant('certConf' as const),
    confirmations: any(
      fc.record({
        id,
        hash: bytes(1, 64),
        status: fc.option(status, { nil: undefined }),
        hashAlgorithm: fc.option(fc.constant(signatureIdentifier('sm2-sm3')), { nil: undefined }),
      }),
    ),
  }),
  fc.constant({ kind: 'pkiconf' } as const),
  fc.record({ kind: fc.constantFrom('genm', 'genp'), items: any(info) }),
  fc.record({ kind: fc.constant('error' as const), status }),
  fc.record({ kind: fc.constant('pollReq' as const), ids: some(id) }),
  fc.record({
    kind: fc.constant('pollRep' as const),
    items: some(fc.record({ id, checkAfter: fc.integer({ min: 0, max: 86_400 }) })),
  }),
);
const directory = fc.constant({ kind: 'directory', value: name } as const);
const nonce = fc.option(bytes(1, 64), { nil: undefined });
const header: fc.Arbitrary<PkiHeader> = fc.record({
  version: fc.constantFrom(2, 3),
  sender: directory,
  recipient: directory,
  messageTime: fc.option(second, { nil: undefined }),
  protectionAlgorithm: fc.constant(signatureIdentifier('ecdsa-sha256')),
  senderKid: nonce,
  recipientKid: nonce,
  transactionId: nonce,
  senderNonce: nonce,
  recipientNonce: nonce,
  freeText: any(text),
  generalInfo: any(info),
});

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'nothing';
  } catch (error) {
    return isDomainError(error) ? error.code : String(error);
  }
};

describe('messages of CMP', () => {
  it('are read as they were written, whatever they hold, and prove who signed them', async () => {
    await fc.assert(
      fc.asyncProperty(header, body, any(fc.constant(sequence)), async (head, content, extraCertificates) => {
        const der = await buildPkiMessage({ header: head, body: content, extraCertificates }, key.sign);
        const read = parsePkiMessage(der);
        expect(read.header).toEqual(head);
        expect(read.body).toEqual(content);
        expect(read.extraCertificates).toEqual(extraCertificates);
        expect(isSignedMessage(read, parsePublicKey(key.spki))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('of any bytes throw errors of this library and nothing else', () => {
    fc.assert(
      fc.property(bytes(0, 200), (given) => {
        expect(codeOf(() => parsePkiMessage(given))).toMatch(/^(?:asn1|x509)\./);
      }),
    );
  });

  it('are refused when a byte of what was signed changed', async () => {
    const head: PkiHeader = {
      version: 2,
      sender: { kind: 'directory', value: name },
      recipient: { kind: 'directory', value: name },
      protectionAlgorithm: signatureIdentifier('ecdsa-sha256'),
      transactionId: new Uint8Array(16).fill(7),
    };
    const der = await buildPkiMessage({ header: head, body: { kind: 'pkiconf' } }, key.sign);
    const at = Buffer.from(der).indexOf(Buffer.alloc(16, 7));
    der[at] = 8;
    const read = parsePkiMessage(der);
    expect(isSignedMessage(read, parsePublicKey(key.spki))).toBe(false);
    expect(isSignedMessage({ ...read, protection: undefined }, parsePublicKey(key.spki))).toBe(false);
  });

  it('are bounded in size, and bodies outside the profile are named', async () => {
    expect(codeOf(() => parsePkiMessage(new Uint8Array((1 << 20) + 1)))).toBe('x509.limit');
    const der = await buildPkiMessage({
      header: { version: 2, sender: { kind: 'dns', value: 'a' }, recipient: { kind: 'dns', value: 'b' } },
      body: { kind: 'pkiconf' },
    });
    const changed = Uint8Array.from(der);
    changed[Buffer.from(der).lastIndexOf(Buffer.from('b30205', 'hex'))] = 0xb2;
    expect(codeOf(() => parsePkiMessage(changed))).toBe('x509.unsupported');
  });
});

const digest = fc.constantFrom('sha256', 'sha384', 'sha512', 'sm3');
const mac: fc.Arbitrary<MacSpec> = fc.oneof(
  fc.record({
    kind: fc.constant('password-based' as const),
    salt: bytes(8, 64),
    digest,
    iterations: fc.integer({ min: 100, max: 300 }),
    mac: digest,
  }),
  fc.record({
    kind: fc.constant('pbmac1' as const),
    salt: bytes(8, 64),
    digest,
    iterations: fc.integer({ min: 100, max: 300 }),
    keyLength: fc.integer({ min: 16, max: 64 }),
    mac: digest,
  }),
);

describe('protection with a shared secret', () => {
  it('is written and read alike, and holds for its secret only', async () => {
    await fc.assert(
      fc.asyncProperty(mac, bytes(1, 40), bytes(0, 100), async (spec, secret, protectedPart) => {
        expect(macSpecOf(macAlgorithm(spec))).toEqual(spec);
        const protection = await macOf(spec, secret, protectedPart);
        expect(await isMacOf({ protection, protectedPart }, spec, secret)).toBe(true);
        expect(await isMacOf({ protection, protectedPart }, spec, Uint8Array.of(...secret, 1))).toBe(false);
        expect(await isMacOf({ protection: undefined, protectedPart }, spec, secret)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('refuses too many and too few iterations, short salts, and SHA-1', () => {
    const spec = {
      kind: 'password-based',
      salt: new Uint8Array(16),
      digest: 'sha256',
      iterations: 500,
      mac: 'sha256',
    } as const;
    const read = (more: object): string => codeOf(() => macSpecOf(macAlgorithm({ ...spec, ...more })));
    expect(read({})).toBe('nothing');
    expect(read({ iterations: 10_001 })).toBe('asn1.limit');
    expect(read({ iterations: 99 })).toBe('x509.limit');
    expect(read({ salt: new Uint8Array(7) })).toBe('x509.limit');
    expect(read({ digest: 'sha1' })).toBe('x509.unsupported');
    expect(macSpecOf(signatureIdentifier('sm2-sm3'))).toBeUndefined();
  });
});
