import { parseSignedData, verifySignedData, type Certificate, type SignerProblem } from '@chedun/x509';
import { parseCanonical } from './canonical-json.ts';
import type { Package } from './package.ts';
import { attachmentOf } from './pdf-attachment.ts';
import { readReceipt, type ReceiptContent } from './receipt.ts';

/** Why a signature does not count. The list is closed. */
export type SignatureProblem = SignerProblem | 'signers' | 'no-time' | 'certificate-period';

/** What became of a signature. Whether the certificate is somebody's is the question of the caller. */
export type SignatureVerdict =
  | { readonly kind: 'signed'; readonly certificate: Certificate; readonly signingTime: number }
  | { readonly kind: 'refused'; readonly problem: SignatureProblem };

/** What became of the receipt in a package. */
export type ReceiptVerdict =
  | { readonly kind: 'none' }
  | { readonly kind: 'signed'; readonly certificate: Certificate; readonly content: ReceiptContent }
  | { readonly kind: 'refused'; readonly problem: SignatureProblem | 'structure' | 'another-document' };

/** What became of a package whose parts agree with its manifest. */
export interface PackageVerdict {
  readonly signature: SignatureVerdict;
  /** Whether the JSON embedded in form.pdf is form.json, byte by byte. */
  readonly embedded: 'same' | 'differs' | 'absent';
  /** Whether form.json is canonical JSON. */
  readonly form: 'canonical' | 'other';
  readonly receipt: ReceiptVerdict;
}

const refused = (problem: SignatureProblem): SignatureVerdict => ({ kind: 'refused', problem });

/**
 * Verifies a detached signature of exactly one signer, who says when, at a time at which the certificate was valid. Never
 * throws for what the signature holds.
 */
export const verifyDetached = (signature: Uint8Array, content: Uint8Array): SignatureVerdict => {
  try {
    const data = parseSignedData(signature);
    if (data.content !== undefined) return refused('content-type');
    const [first, ...others] = verifySignedData(data, { content });
    if (first === undefined || others.length > 0) return refused('signers');
    if (first.kind === 'refused') return refused(first.problem);
    const { certificate, signingTime } = first;
    if (signingTime === undefined) return refused('no-time');
    if (signingTime < certificate.notBefore || signingTime > certificate.notAfter) return refused('certificate-period');
    return { kind: 'signed', certificate, signingTime };
  } catch {
    return refused('malformed');
  }
};

const embeddedIn = ({ parts }: Package): PackageVerdict['embedded'] => {
  try {
    const found = attachmentOf(parts.get('form.pdf') ?? new Uint8Array());
    return Buffer.compare(found, parts.get('form.json') ?? new Uint8Array()) === 0 ? 'same' : 'differs';
  } catch {
    return 'absent';
  }
};

const formOf = ({ parts }: Package): PackageVerdict['form'] => {
  try {
    parseCanonical(parts.get('form.json') ?? new Uint8Array(), 'form.json');
    return 'canonical';
  } catch {
    return 'other';
  }
};

/** Verifies a receipt against the manifest that it is for. Never throws for what the receipt holds. */
export const verifyReceipt = (receipt: Uint8Array, manifestSm3: string): ReceiptVerdict => {
  let read: ReturnType<typeof readReceipt>;
  try {
    read = readReceipt(receipt);
  } catch {
    return { kind: 'refused', problem: 'structure' };
  }
  if (read.content.manifestSm3 !== manifestSm3) return { kind: 'refused', problem: 'another-document' };
  const signature = verifyDetached(read.signature, read.signed);
  if (signature.kind === 'refused') return signature;
  return { kind: 'signed', certificate: signature.certificate, content: read.content };
};

/** Verifies what {@link readPackage} read: signature, embedded data, receipt. Never throws for what the package holds. */
export const verifyPackage = (pack: Package, manifestSm3: string): PackageVerdict => ({
  signature: verifyDetached(pack.signature, pack.manifestBytes),
  embedded: embeddedIn(pack),
  form: formOf(pack),
  receipt: pack.receipt === undefined ? { kind: 'none' } : verifyReceipt(pack.receipt, manifestSm3),
});
