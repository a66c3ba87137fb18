import { createSigner, decrypt, scalarFromPkcs8, signatureToDer } from '@chedun/gm';
import {
  anchorOf,
  authorityKeyIdentifier,
  buildCrl,
  crlNumber,
  extendedKeyUsage,
  keyIdentifier,
  KEY_USAGE,
  keyUsage,
  nameOf,
  parsePublicKey,
  PURPOSE,
  RevokedWriter,
  subjectAltName,
  type Certificate,
  type TrustAnchor,
} from '@chedun/x509';
import {
  authorityOf,
  identifiers,
  issue,
  newKey,
  START,
  YEAR,
  type Authority,
  type TestKey,
} from '@chedun/x509/testing';

const DAY = 86_400_000;

/** A certificate with the operations of its key. */
export interface Party {
  readonly certificate: Certificate;
  /** PKCS #8, DER. */
  readonly pkcs8: Uint8Array;
  readonly sign: (message: Uint8Array) => Uint8Array;
  readonly decrypt: (ciphertext: Uint8Array) => Uint8Array;
}

/** Everybody who takes part in a test. */
export interface Parties {
  readonly root: Authority;
  readonly anchors: readonly TrustAnchor[];
  /** Stands between the root and everybody else. */
  readonly authority: Certificate;
  /** The same with its key, which signs revocation lists. */
  readonly issuing: Authority;
  readonly sign: Party;
  readonly encrypt: Party;
  readonly client: Party;
  /** Was valid until a year after {@link START}. */
  readonly expired: Party;
  /** From an authority that nobody knows. */
  readonly stranger: Party;
  /** When all but `expired` are valid, milliseconds since 1970. */
  readonly at: number;
}

/** Operations of an SM2 key. */
export const keysOf = (pkcs8: Uint8Array): Pick<Party, 'sign' | 'decrypt'> => {
  const privateKey = scalarFromPkcs8(pkcs8);
  const signer = createSigner(privateKey);
  return {
    sign: (message) => signatureToDer(signer.sign(message)),
    decrypt: (ciphertext) => decrypt(privateKey, ciphertext, 'asn1'),
  };
};

const partyOf = async (issuer: Authority, name: string, usage: number, purpose: string, years = 20): Promise<Party> => {
  const key: TestKey = newKey('sm2-sm3');
  const certificate = await issue({
    issuer,
    key,
    subject: nameOf({ C: 'CN', CN: name }),
    notAfter: START + years * YEAR,
    extensions: [
      keyUsage(usage),
      extendedKeyUsage([purpose]),
      subjectAltName([
        { kind: 'dns', value: name },
        { kind: 'ip', value: Uint8Array.of(127, 0, 0, 1) },
      ]),
      ...identifiers(key, issuer.key),
    ],
  });
  return { certificate, pkcs8: key.pkcs8, ...keysOf(key.pkcs8) };
};

/** Makes a root, an authority and certificates for `tsp.example` and a vehicle, all with keys of SM2. */
export const makeParties = async (): Promise<Parties> => {
  const root = await authorityOf('Root', newKey('sm2-sm3'));
  const authority = await authorityOf('Authority', newKey('sm2-sm3'), root);
  const foreign = await authorityOf('Foreign', newKey('sm2-sm3'));
  const { digitalSignature, keyEncipherment } = KEY_USAGE;
  const { serverAuth, clientAuth } = PURPOSE;
  return {
    root,
    anchors: [anchorOf(root.certificate)],
    authority: authority.certificate,
    issuing: authority,
    sign: await partyOf(authority, 'tsp.example', digitalSignature, serverAuth),
    encrypt: await partyOf(authority, 'tsp.example', keyEncipherment, serverAuth),
    client: await partyOf(authority, 'LTEST000000000001', digitalSignature, clientAuth),
    expired: await partyOf(authority, 'tsp.example', digitalSignature | keyEncipherment, serverAuth, 1),
    stranger: await partyOf(foreign, 'stranger.example', digitalSignature, clientAuth),
    at: START + 2 * YEAR,
  };
};

/** A revocation list of the authority, DER; `serials` are of the certificates that it revokes. */
export const revocationList = (
  { issuing, at }: Parties,
  serials: readonly Uint8Array[],
  more: { readonly thisUpdate?: number; readonly nextUpdate?: number; readonly number?: number } = {},
): Promise<Uint8Array> => {
  const { thisUpdate = at - DAY, nextUpdate = at + DAY, number = 1 } = more;
  const writer = new RevokedWriter();
  for (const serial of serials) writer.add({ serial, revokedAt: thisUpdate, reason: 'keyCompromise' });
  const extensions = [
    crlNumber(number),
    authorityKeyIdentifier({ keyIdentifier: keyIdentifier(parsePublicKey(issuing.key.spki)) }),
  ];
  const issuer = issuing.certificate.subject;
  const { algorithm, sign } = issuing.key;
  return buildCrl({ algorithm, issuer, thisUpdate, nextUpdate, entries: writer.entries(), extensions }, sign);
};
