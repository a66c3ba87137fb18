import type { CertificatesAsks, KnownCertificate, ProtocolSigner } from '@chedun/certificates/contract';
import type { ActorRef, Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import type { Certificate, SignatureVerifier } from '@chedun/x509';
import type { MacSpec, PkiBody, PkiMessage } from '@chedun/x509/cmp';
import type { KnownSecret, SecretBook } from '../secrets.ts';
import type { TransactionBook } from './transactions.ts';

/** What answering CMP stands on. */
export interface CmpNeeds {
  readonly certificates: CertificatesAsks;
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly secrets: SecretBook;
  readonly transactions: TransactionBook;
  readonly verifier: SignatureVerifier;
}

/** Authority and profile that the address names. */
export interface Place {
  readonly authority: string;
  readonly profile: string;
}

/** Who sent a message, proven. */
export type Sender =
  | { readonly kind: 'secret'; readonly secret: KnownSecret; readonly mac: MacSpec }
  | { readonly kind: 'certificate'; readonly known: KnownCertificate; readonly certificate: Certificate };

/** A message of somebody who is known. */
export interface Heard {
  readonly message: PkiMessage;
  readonly place: Place;
  readonly sender: Sender;
  readonly ip: string;
  readonly signer: ProtocolSigner;
  /** When a crash left this very request half done (ms); undefined for a new one. */
  readonly leftAt?: number;
}

/** What is answered, before it is protected. */
export interface Reply {
  readonly body: PkiBody;
  readonly confirm: 'implicit' | 'awaited' | 'none';
}

/** The device as it stands in the audit trail and in the log of issues. */
export const actorOf = ({
  sender,
  ip,
}: Pick<Heard, 'sender' | 'ip'>): ActorRef & { readonly roles: readonly string[] } => {
  if (sender.kind === 'secret') {
    const { reference, vin, device, roles } = sender.secret;
    return { kind: 'system', id: `cmp ${reference}`, name: `CMP ${device ?? vin ?? reference}`, ip, roles };
  }
  const { serial, vin, device } = sender.known;
  return { kind: 'system', id: `cmp ${serial}`, name: `CMP ${device ?? vin ?? serial}`, ip, roles: [] };
};

/** Name of a sender inside of transactions. */
const senderId = (sender: Sender): string => (sender.kind === 'secret' ? sender.secret.reference : sender.known.serial);

/** A transaction belongs to who began it: others cannot meet its id. */
export const transactionKey = ({ sender, message }: Pick<Heard, 'sender' | 'message'>): string =>
  `${senderId(sender)} ${Buffer.from(message.header.transactionId ?? []).toString('hex')}`;
