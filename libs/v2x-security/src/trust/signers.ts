import { sm2Z } from '@chedun/gm';
import { concat, equal } from '../bytes.ts';
import { parseCertificate, validityOf } from '../certificate.ts';
import type { ParsedCertificate } from '../certificate.ts';
import { publicKeyOf } from '../certificate-signature.ts';
import { isDomainError } from '@chedun/kernel';
import { hashOf } from '../hashing.ts';
import type { PublicKey } from '../keys.ts';
import type { PreparedSm2, PrepareSm2 } from '../verifier.ts';
import { verifyCertificateChain } from './chain.ts';
import type { ChainContext, ChainReason } from './chain.ts';
import type { ServiceSpecificPermissions } from '../schema/certificate.ts';
import type { ValueOf } from '@chedun/asn1';
import type { Region } from './region.ts';

/** Service specific permissions as certificates hold them. */
export type Ssp = ValueOf<typeof ServiceSpecificPermissions>;

/** A signer whose chain was judged, with everything that its messages are checked against. */
export interface KnownSigner {
  readonly certificate: ParsedCertificate;
  readonly key: PublicKey;
  /** Z of SM2 with the certificate's hash as ID; empty for ECDSA. */
  readonly z: Uint8Array;
  readonly prepared: PreparedSm2 | undefined;
  /** Microseconds since 2004 between which its messages may be generated: the whole chain is valid then. */
  readonly validFrom: number;
  readonly validUntil: number;
  /** What it may speak for: service specific permissions by application. */
  readonly permissions: ReadonlyMap<number, Ssp | undefined>;
  readonly region: Region | undefined;
  /** Version of the revocations that it was judged with. */
  readonly revocationVersion: number;
}

/** What judging signers needs besides the time. */
export interface SignerContext extends Omit<ChainContext, 'now'> {
  readonly prepareSm2?: PrepareSm2;
}

/** A refusal of a certificate that came with a message. */
export type AdmissionReason = ChainReason | 'certificate-format';

const MICRO = 1_000_000;
const NOTHING = new Uint8Array(0);

const judged = (certificate: ParsedCertificate, now: number, context: SignerContext): KnownSigner | ChainReason => {
  const verdict = verifyCertificateChain(certificate, { ...context, now });
  if (!verdict.isValid) return verdict.reason;
  const spans = verdict.chain.map(validityOf);
  const key = publicKeyOf(certificate);
  const { appPermissions = [], region } = certificate.value.toBeSigned;
  const isSm2 = key.curve === 'sm2';
  return {
    certificate,
    key,
    z: isSm2 ? sm2Z(key.point, certificate.hash) : NOTHING,
    prepared: isSm2 ? context.prepareSm2?.(key.point) : undefined,
    validFrom: Math.max(...spans.map(({ start }) => start)) * MICRO,
    validUntil: Math.min(...spans.map(({ end }) => end)) * MICRO,
    permissions: new Map(appPermissions.map(({ aid, ssp }) => [aid, ssp])),
    region: region ?? verdict.chain.find((one) => one.value.toBeSigned.region !== undefined)?.value.toBeSigned.region,
    revocationVersion: context.revocations?.version ?? 0,
  };
};

interface Entry {
  readonly signer: KnownSigner;
  used: boolean;
}

/**
 * Signers that were seen and judged, by HashedId8; one that was not used since it was last passed over goes when the
 * cache is full. A signer is judged again when revocations have changed. Nothing that was refused is kept: a flood of
 * bad certificates costs processor time, not memory.
 */
export class SignerCache {
  private readonly known = new Map<string, Entry>();
  private readonly context: SignerContext;
  private readonly capacity: number;
  constructor(context: SignerContext, capacity: number) {
    this.context = context;
    this.capacity = capacity;
  }

  /** Signers that are kept now. */
  get size(): number {
    return this.known.size;
  }

  /** The signer with a digest (hex), judged with the present revocations; `now` in seconds since 2004. */
  find(id8: string, now: number): KnownSigner | ChainReason | undefined {
    const entry = this.known.get(id8);
    if (entry === undefined) return undefined;
    entry.used = true;
    const { signer } = entry;
    if (signer.revocationVersion === (this.context.revocations?.version ?? 0)) return signer;
    this.known.delete(id8);
    return this.keep(judged(signer.certificate, now, this.context));
  }

  /** The signer of a certificate that came with a message, judged when it is new. Never throws for bad bytes. */
  admit(bytes: Uint8Array, id8: string, now: number): KnownSigner | AdmissionReason {
    const known = this.find(id8, now);
    if (typeof known === 'object' && equal(known.certificate.bytes, bytes)) return known;
    try {
      return this.keep(judged(parseCertificate(Uint8Array.from(bytes)), now, this.context));
    } catch (error) {
      if (!isDomainError(error)) throw error;
      return error.code === 'v2xsec.key' ? 'key-invalid' : 'certificate-format';
    }
  }

  /** Forgets everything, after a change of the trusted roots. */
  clear(): void {
    this.known.clear();
  }

  private keep<R extends KnownSigner | ChainReason>(signer: R): R {
    if (typeof signer === 'string') return signer;
    this.makeRoom();
    this.known.set(signer.certificate.id8, { signer, used: false });
    return signer;
  }

  /** Second chance: whoever was used since the last round is passed over once. */
  private makeRoom(): void {
    while (this.known.size >= this.capacity) {
      const [oldest] = this.known;
      if (oldest === undefined) return;
      const [id8, entry] = oldest;
      this.known.delete(id8);
      if (entry.used) this.known.set(id8, { signer: entry.signer, used: false });
    }
  }
}

/** The message of ECDSA: H(tbs) ‖ H(certificate). */
export const ecdsaMessage = (signer: KnownSigner, tbs: Uint8Array, hash: 'sha256' | 'sha384'): Uint8Array =>
  concat(hashOf(hash, tbs), signer.certificate.hash);
