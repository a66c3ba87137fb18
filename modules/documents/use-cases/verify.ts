import { readPackage, sm3Hex, verifyPackage, type Package, type PackageVerdict } from '@chedun/exchange';
import { isDomainError } from '@chedun/kernel';
import { nameText, parseName } from '@chedun/x509';
import type { Verification } from '../contract.ts';

type Check = Verification['checks'][number];

const ok = (id: Check['id']): Check => ({ id, outcome: 'ok', reason: '' });
const failed = (id: Check['id'], reason: string): Check => ({ id, outcome: 'failed', reason });

const receiptCheck = ({ receipt }: PackageVerdict): Check => {
  if (receipt.kind === 'none') return { id: 'receipt', outcome: 'none', reason: '' };
  return receipt.kind === 'signed' ? ok('receipt') : failed('receipt', receipt.problem);
};

const signerOf = async (
  { signature }: PackageVerdict,
  isOurs: (sm3: string) => Promise<boolean>,
): Promise<Verification['signer']> => {
  if (signature.kind === 'refused') return null;
  const { certificate, signingTime } = signature;
  const sm3 = sm3Hex(certificate.raw);
  return {
    subject: nameText(parseName(certificate.subject)),
    certificate: sm3,
    signedAt: new Date(signingTime).toISOString(),
    ours: await isOurs(sm3),
  };
};

const documentOf = ({ manifest: { document, parts } }: Package, sm3: string): Verification['document'] => ({
  id: document.id,
  version: document.version,
  template: document.template.id,
  title: document.title,
  issuer: document.issuer,
  issuedAt: document.issuedAt,
  sm3,
  parts: parts.length,
});

const unreadable = (error: unknown): Verification => {
  if (!isDomainError(error)) throw error;
  const reason = error.detail.reason ?? '';
  const checks = [failed('structure', reason === '' ? error.code : `${error.code}: ${reason}`)];
  return { holds: false, checks, document: null, signer: null };
};

/**
 * Verifies a package of anybody: structure and SM3 of every part, signature, signer, canonical form, data embedded in the
 * PDF, receipt. What cannot be read is an answer, not an error.
 */
export const verifyBytes =
  (isOurs: (sm3: string) => Promise<boolean>) =>
  async (bytes: Uint8Array): Promise<Verification> => {
    let pack: Package;
    try {
      pack = readPackage(bytes);
    } catch (error) {
      return unreadable(error);
    }
    const sm3 = sm3Hex(pack.manifestBytes);
    const verdict = verifyPackage(pack, sm3);
    const signer = await signerOf(verdict, isOurs);
    const { signature, form, embedded } = verdict;
    const signed = signature.kind === 'signed' ? ok('signature') : failed('signature', signature.problem);
    // A signature that holds says that its owner made it; whether the owner is who it says is told by the certificate alone.
    const known: Check = signer === null ? { id: 'signer', outcome: 'none', reason: '' } : signerCheck(signer.ours);
    const checks = [
      ok('structure'),
      signed,
      known,
      form === 'canonical' ? ok('form') : failed('form', 'other'),
      embedded === 'same' ? ok('embedded') : failed('embedded', embedded),
      receiptCheck(verdict),
    ];
    const holds = checks.every(({ outcome }) => outcome !== 'failed');
    return { holds, checks, document: documentOf(pack, sm3), signer };
  };

const signerCheck = (ours: boolean): Check =>
  ours ? ok('signer') : { id: 'signer', outcome: 'none', reason: 'unknown-certificate' };
