import type { ActorRef } from '@chedun/kernel';
import type { Extension, PublicKeyInfo, RevocationReason, Sign, SignatureAlgorithm } from '@chedun/x509';
import type { Tx } from '@chedun/records';
import type { BindingKind, StateCommand } from './certificates.ts';

/** A certificate that was issued, with the chain above it, DER. */
export interface IssuedCertificate {
  readonly serials: readonly string[];
  readonly der: readonly Uint8Array[];
}

/** What is known about a certificate that somebody shows. */
export interface KnownCertificate {
  readonly serial: string;
  readonly authority: string;
  readonly profile: string;
  readonly vin: string | null;
  readonly device: string | null;
  readonly state: 'valid' | 'held' | 'revoked' | 'expired';
}

/**
 * A request without signature of its own: the protocol that it came with has proven that whoever asks holds the private key
 * (CRMF in CMP, RFC 4211 4.1).
 */
export interface ProvenRequest {
  readonly kind: 'proven';
  /** Name, DER. */
  readonly subject: Uint8Array;
  readonly publicKey: PublicKeyInfo;
  readonly extensions: readonly Extension[];
}

/** PKCS #10 (DER), or what took its place. */
export type CertificateRequest = Uint8Array | ProvenRequest;

/** Who asks, with the roles that profiles may name. */
export type RequestAsker = ActorRef & { readonly roles: readonly string[] };

/** An issuing authority that answers messages of an enrolment protocol. */
export interface ProtocolSigner {
  /** The authority and those above it, DER. */
  readonly chain: readonly Uint8Array[];
  readonly algorithm: SignatureAlgorithm;
  readonly sign: Sign;
}

/** What the enrolment protocols and other modules may ask of this module. */
export interface CertificatesAsks {
  /** Certificates from an issuing authority up to its root, DER. Throws `certificates.authority-unknown`. */
  readonly chain: (authority: string) => Promise<readonly Uint8Array[]>;
  /** Issues for a request (DER). Throws errors of the catalogue; `waits` profiles are refused. */
  readonly issue: (
    order: {
      readonly authority: string;
      readonly profile: string;
      readonly csr: CertificateRequest;
      readonly vin: string | null;
      readonly device: string | null;
    },
    asker: RequestAsker,
  ) => Promise<IssuedCertificate>;
  /**
   * Whether certificates of this profile can be had from this authority without another person, and what they are bound to.
   * Throws what {@link CertificatesAsks.issue} would throw.
   */
  readonly offer: (order: {
    readonly authority: string;
    readonly profile: string;
    readonly roles: readonly string[];
  }) => Promise<{ readonly binding: BindingKind }>;
  /**
   * Issues one more certificate to the owner of a valid one, for the same vehicle or device. The profile has to name that of
   * the certificate in `askedWith`. Throws `certificates.role-refused` where it does not.
   */
  readonly further: (
    serial: string,
    order: { readonly authority: string; readonly profile: string; readonly csr: CertificateRequest },
    asker: RequestAsker,
  ) => Promise<IssuedCertificate>;
  readonly renew: (serial: string, csr: CertificateRequest, asker: RequestAsker) => Promise<IssuedCertificate>;
  /** Serial number of the newest valid certificate of a subject (text of RFC 4514) and profile without successor. */
  readonly newestOf: (subject: string, profile: string) => Promise<string | undefined>;
  /** By the SM3 of its bytes: a serial number alone proves nothing. */
  readonly known: (der: Uint8Array) => Promise<KnownCertificate | undefined>;
  /** Revokes in the name of the owner of the certificate itself: at once, or when another person approves, as the settings say. */
  readonly revoke: (
    order: { readonly serial: string; readonly reason: RevocationReason; readonly note: string },
    asker: ActorRef,
  ) => Promise<{ readonly waits: string | null }>;
  /** Revokes at once what its owner did not accept (RFC 4210 5.3.18); nothing that is revoked already. */
  readonly withdraw: (serials: readonly string[], note: string, actor: ActorRef) => Promise<void>;
  /**
   * Changes the state of certificates at once: whoever asks has made sure of the second person. `alongside` runs in the same
   * transaction. Throws `certificates.unknown`, `certificates.state-refused`.
   */
  readonly changeState: (
    command: StateCommand,
    actor: ActorRef,
    alongside?: (tx: Tx) => Promise<void>,
  ) => Promise<number>;
  /** What the responder answers today, signed and verified; `unanswered` where there is no such certificate or no answer. */
  readonly statusByOcsp: (serial: string) => Promise<'good' | 'revoked' | 'unknown' | 'unanswered'>;
  /** The key of an issuing authority for answers of a protocol. Throws `certificates.authority-unknown`, `certificates.key-sealed`. */
  readonly signer: (authority: string) => Promise<ProtocolSigner>;
  /** Newest valid certificate of a public key (SubjectPublicKeyInfo, DER) and profile that was issued since this time (ms); its DER. */
  readonly issuedTo: (publicKey: Uint8Array, profile: string, since: number) => Promise<Uint8Array | undefined>;
  /** DER of a certificate by its serial number. */
  readonly derOf: (serial: string) => Promise<Uint8Array | undefined>;
  /** Answers a request of OCSP. Never throws. */
  readonly ocsp: (request: Uint8Array) => Promise<Uint8Array> | Uint8Array;
  /** `NAME.crl`, `NAME-delta.crl`, `NAME.cer`. Throws `certificates.not-published`. */
  readonly published: (file: string) => Promise<Uint8Array>;
}
