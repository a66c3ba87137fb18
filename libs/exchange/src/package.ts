import { buildSignedData, type Certificate, type Sign } from '@chedun/x509';
import { exchangeError } from './errors.ts';
import {
  MOST_PARTS,
  MOST_PART_BYTES,
  readManifest,
  sm3Hex,
  writeManifest,
  type DocumentHead,
  type Manifest,
} from './manifest.ts';
import { readZip, writeZip, type ZipEntry } from './zip/index.ts';

/** Who signs: certificate, key, and when (milliseconds since 1970, cut to seconds). */
export interface Signer {
  readonly certificate: Certificate;
  readonly sign: Sign;
  readonly signingTime: number;
}

/** What a package holds, read and held against its manifest; the signature is not verified yet. */
export interface Package {
  readonly manifest: Manifest;
  /** What is signed. */
  readonly manifestBytes: Uint8Array;
  /** Parts that the manifest names, by name. */
  readonly parts: ReadonlyMap<string, Uint8Array>;
  /** Detached CMS SignedData over the manifest, DER. */
  readonly signature: Uint8Array;
  readonly receipt: Uint8Array | undefined;
}

/** Most bytes of a package. */
export const MOST_PACKAGE_BYTES = 64 * 1024 * 1024;

const LIMITS = {
  maxEntries: MOST_PARTS + 3,
  maxEntryBytes: MOST_PART_BYTES,
  maxTotalBytes: MOST_PACKAGE_BYTES,
  folders: 'refuse',
} as const;
const MANIFEST = 'manifest.json';
const SIGNATURE = 'signature.p7s';
const RECEIPT = 'receipt.json';

/** Signs content as detached CMS SignedData with SM2 and SM3 (RFC 5652; GB/T 35275 unverified beyond that). */
export const signDetached = (content: Uint8Array, { certificate, sign, signingTime }: Signer): Promise<Uint8Array> =>
  buildSignedData({
    content,
    kind: 'detached',
    signers: [{ certificate, algorithm: 'sm2-sm3', sign, signingTime }],
    certificates: [certificate],
  });

/**
 * Packs and signs a document: manifest, signature, then the parts by name, stored. Parts are `form.json` and `form.pdf`
 * (both needed), `form.docx`, `form.xlsx`, `attachments/NAME`. The same parts, head and signature give the same bytes.
 * Throws `exchange.value`, `exchange.name`, `exchange.too-large`, and what `sign` throws.
 */
export const buildPackage = async (
  document: DocumentHead,
  parts: readonly ZipEntry[],
  signer: Signer,
): Promise<Uint8Array> => {
  const total = parts.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (parts.length > MOST_PARTS || total > MOST_PACKAGE_BYTES - MOST_PARTS * 1024)
    throw exchangeError('exchange.too-large', { reason: `${parts.length} parts, ${total} bytes` });
  const described = parts.map(({ name, bytes }) => ({ name, bytes: bytes.length, sm3: sm3Hex(bytes) }));
  const manifest = writeManifest(document, described);
  const signature = await signDetached(manifest, signer);
  const sorted = parts.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return writeZip([{ name: MANIFEST, bytes: manifest }, { name: SIGNATURE, bytes: signature }, ...sorted], 'store');
};

const wrong = (reason: string): Error => exchangeError('exchange.manifest', { reason });

const checkParts = (manifest: Manifest, parts: ReadonlyMap<string, Uint8Array>): void => {
  for (const { name, bytes, sm3 } of manifest.parts) {
    const found = parts.get(name);
    if (found === undefined) throw wrong(`${name} is missing`);
    if (found.length !== bytes || sm3Hex(found) !== sm3) throw wrong(`${name} is not what the manifest says`);
  }
  if (parts.size !== manifest.parts.length) throw wrong('there are files that the manifest does not name');
  for (const needed of ['form.json', 'form.pdf']) if (!parts.has(needed)) throw wrong(`${needed} is missing`);
};

/**
 * Reads a package of foreign hands to its last byte: names, sizes and SM3 of every part agree with the manifest, nothing is
 * missing and nothing is there that the manifest does not name. Throws `exchange.zip`, `exchange.name`,
 * `exchange.too-large`, `exchange.json`, `exchange.manifest`.
 */
export const readPackage = (bytes: Uint8Array): Package => {
  if (bytes.length > MOST_PACKAGE_BYTES)
    throw exchangeError('exchange.too-large', { reason: `${bytes.length} bytes packed` });
  const entries = new Map(readZip(bytes, LIMITS).map(({ name, bytes: content }) => [name, content]));
  const manifestBytes = entries.get(MANIFEST);
  const signature = entries.get(SIGNATURE);
  if (manifestBytes === undefined || signature === undefined) throw wrong('manifest or signature is missing');
  const receipt = entries.get(RECEIPT);
  for (const name of [MANIFEST, SIGNATURE, RECEIPT]) entries.delete(name);
  const manifest = readManifest(manifestBytes);
  checkParts(manifest, entries);
  return { manifest, manifestBytes, parts: entries, signature, receipt };
};

/** The same package with a receipt beside what it is a receipt for. Throws what {@link readPackage} throws. */
export const withReceipt = (bytes: Uint8Array, receipt: Uint8Array): Uint8Array => {
  readPackage(bytes);
  const entries = readZip(bytes, LIMITS).filter(({ name }) => name !== RECEIPT);
  return writeZip([...entries, { name: RECEIPT, bytes: receipt }], 'store');
};
