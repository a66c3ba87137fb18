import type { Curve } from '../points.ts';

/** What a secured message holds. */
export type ContentKind = 'unsecured' | 'signed' | 'encrypted' | 'request';
/** How a signed message names its signer. */
export type SignerKind = 'digest' | 'certificate' | 'chain' | 'self' | 'x509';

/** Offsets and small fields of one secured message; filled by `scanSpdu`, reused for the next message. All offsets count from the start of the message; -1 = absent. */
export interface SpduView {
  /** Cursor of the scanner; after a refusal the byte where it stopped. */
  at: number;
  content: ContentKind;
  /** Bytes of the outermost unsecured data: the payload of the application. */
  payloadStart: number;
  payloadEnd: number;
  /** Number of the hash: 0 SHA-256, 1 SHA-384, 2 SM3. */
  hashId: number;
  /** Bytes of ToBeSignedData. */
  tbsStart: number;
  tbsEnd: number;
  aid: number;
  /** Microseconds since 2004, -1 = absent. */
  generationTime: number;
  expiryTime: number;
  hasLocation: boolean;
  /** Tenths of microdegrees. */
  latitude: number;
  longitude: number;
  signer: SignerKind;
  /** The 8 bytes of a digest, or the bytes of the (first) certificate. */
  signerStart: number;
  signerEnd: number;
  curve: Curve;
  /** Where r and s start. */
  rStart: number;
  sStart: number;
}

/** An empty view. */
export const newSpduView = (): SpduView => ({
  at: 0,
  content: 'unsecured',
  payloadStart: -1,
  payloadEnd: -1,
  hashId: -1,
  tbsStart: -1,
  tbsEnd: -1,
  aid: -1,
  generationTime: -1,
  expiryTime: -1,
  hasLocation: false,
  latitude: 0,
  longitude: 0,
  signer: 'self',
  signerStart: -1,
  signerEnd: -1,
  curve: 'sm2',
  rStart: -1,
  sStart: -1,
});

/** Makes a view empty again. */
export const clearView = (view: SpduView): void => {
  view.at = 0;
  view.payloadStart = -1;
  view.payloadEnd = -1;
  view.tbsStart = -1;
  view.tbsEnd = -1;
  view.aid = -1;
  view.generationTime = -1;
  view.expiryTime = -1;
  view.hasLocation = false;
  view.signerStart = -1;
  view.signerEnd = -1;
  view.rStart = -1;
  view.sStart = -1;
};
