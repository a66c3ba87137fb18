import { encodeDer, explicit, implicit, int, oid, raw, seq, setOf } from '@chedun/asn1/der';
import { CONTENT } from '@chedun/x509';

/** A bag of certificates: CMS SignedData without content and without signers (RFC 7030 4.1.3, RFC 5272). */
export const certsOnly = (certificates: readonly Uint8Array[]): Uint8Array =>
  encodeDer(
    seq(
      oid(CONTENT.signedData),
      explicit(0, seq(int(1), setOf(), seq(oid(CONTENT.data)), implicit(0, setOf(...certificates.map(raw))), setOf())),
    ),
  );
