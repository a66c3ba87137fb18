import { createECDH, createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { integer, sequence } from '@chedun/asn1';
import { sm2Z } from '@chedun/gm';
import { decodeOerAt } from '@chedun/asn1/oer';
import {
  encodeCertificate,
  createVerifier,
  parseCertificate,
  publicKeyOf,
  verifyCertificateSignature,
} from '@chedun/v2x-security';
import { Certificate, IssuerIdentifier, Time32, Uint16 } from '@chedun/v2x-security/schema';
import { hex, unhex } from './ledger.ts';
import type { Ledger } from './ledger.ts';

/** The file of published Chinese vectors. */
interface Vectors {
  readonly trclaCert: { readonly hex: string; readonly sm3: string; readonly hashedId8: string };
  readonly trclHead: { readonly hex: string };
  readonly spdu: {
    readonly d: string;
    readonly signerCertSm3: string;
    readonly tbs: string;
    readonly pubX: string;
    readonly pubY: string;
    readonly za: string;
    readonly e: string;
    readonly r: string;
    readonly s: string;
  };
}

const verifier = createVerifier();

const checkAuthority = (ledger: Ledger, { trclaCert }: Vectors): void => {
  const bytes = unhex(trclaCert.hex);
  ledger.check('TRCLA: decoded and written again', trclaCert.hex, () =>
    hex(encodeCertificate(parseCertificate(bytes).value)),
  );
  ledger.check('TRCLA: SM3', trclaCert.sm3, () => hex(parseCertificate(bytes).hash));
  ledger.check('TRCLA: HashedId8', trclaCert.hashedId8, () => parseCertificate(bytes).id8);
  ledger.check('TRCLA: name', { name: 'v2x.caict.ac.cn' }, () => parseCertificate(bytes).value.toBeSigned.id);
  ledger.check('TRCLA: own signature', true, () =>
    verifyCertificateSignature(parseCertificate(bytes), undefined, verifier),
  );
};

/** The fields before the list of roots; the published file ends inside the first entry, behind its certificate. */
const ListHead = sequence({
  version: integer(1, 1),
  issuer: IssuerIdentifier,
  series: Uint16,
  issueDate: Time32,
  nextRootCtl: Time32,
  entries: integer(0),
});

const checkListHead = (ledger: Ledger, { trclHead, trclaCert }: Vectors): void => {
  const bytes = unhex(trclHead.hex);
  const head = decodeOerAt(ListHead, bytes, 0, { canonical: true });
  ledger.check('TRCL: issuer is the TRCLA', { sm3AndDigest: { octets: trclaCert.hashedId8 } }, () => head.value.issuer);
  ledger.check('TRCL: series and entries', [2, 5], () => [head.value.series, head.value.entries]);
  ledger.check('TRCL: valid for ten years', 10, () =>
    Math.round((head.value.nextRootCtl - head.value.issueDate) / 31_556_952),
  );
  const from = head.end + 1;
  const root = decodeOerAt(Certificate, bytes, from, { canonical: true });
  const certificate = parseCertificate(bytes.subarray(from, root.end));
  ledger.check('CATARC root: written again', hex(bytes.subarray(from)), () => hex(encodeCertificate(root.value)));
  ledger.check('CATARC root: name', { name: 'rca.v2xca.catarc.info' }, () => certificate.value.toBeSigned.id);
  ledger.check('CATARC root: own signature', true, () => verifyCertificateSignature(certificate, undefined, verifier));
  ledger.check('CATARC root: not signed by the TRCLA', false, () =>
    verifyCertificateSignature(certificate, parseCertificate(unhex(trclaCert.hex)), verifier),
  );
};

const checkMessage = (ledger: Ledger, { spdu }: Vectors): void => {
  const key = unhex(`04${spdu.pubX}${spdu.pubY}`);
  const id = unhex(spdu.signerCertSm3);
  const tbs = unhex(spdu.tbs);
  const signature = unhex(spdu.r + spdu.s);
  ledger.check('SPDU: public key of the private key', hex(key), () => {
    const pair = createECDH('SM2');
    pair.setPrivateKey(unhex(spdu.d));
    return pair.getPublicKey('hex', 'uncompressed');
  });
  ledger.check('SPDU: Z', spdu.za, () => hex(sm2Z(key, id)));
  ledger.check('SPDU: e', spdu.e, () => createHash('sm3').update(sm2Z(key, id)).update(tbs).digest('hex'));
  ledger.check('SPDU: signature', true, () => verifier.verifySm2(key, id, tbs, signature));
  ledger.check('SPDU: signature with another ID', false, () =>
    verifier.verifySm2(key, new TextEncoder().encode('1234567812345678'), tbs, signature),
  );
  ledger.check('SPDU: signature over other data', false, () => verifier.verifySm2(key, id, tbs.with(-1, 4), signature));
};

const isReadable = (hexText: string): boolean => {
  try {
    publicKeyOf(parseCertificate(unhex(hexText)));
    return true;
  } catch {
    return false;
  }
};

/** The published Chinese certificates, head of a trusted root list and message. */
export const checkChina = (ledger: Ledger, file: string): void => {
  if (!existsSync(file)) return ledger.skip('vectors-cn-v2x.json', 'the file is absent');
  const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors;
  checkAuthority(ledger, vectors);
  checkListHead(ledger, vectors);
  checkMessage(ledger, vectors);
  ledger.check('TRCLA: a certificate that is cut is refused', false, () =>
    isReadable(vectors.trclaCert.hex.slice(0, -2)),
  );
};
