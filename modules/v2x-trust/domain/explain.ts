import type { SpduView } from '@chedun/v2x-security';
import type { DecodedField } from '../contract.ts';
import { placeText } from './certificate-view.ts';
import { unixOf } from './v2x-time.ts';

const HASHES = ['SHA-256', 'SHA-384', 'SM3'] as const;
const SHOWN_BYTES = 64;

const hex = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.subarray(from, to)).toString('hex');

const signerFields = (bytes: Uint8Array, view: SpduView): readonly DecodedField[] => {
  if (view.signerStart < 0) return [{ name: 'signer-form', value: view.signer, step: 'signer' }];
  const { signer, signerStart, signerEnd } = view;
  const value = signer === 'digest' ? hex(bytes, signerStart, signerEnd) : `${signerEnd - signerStart} B`;
  return [
    { name: 'signer-form', value: signer, step: 'signer' },
    { name: 'signer', value, step: 'chain' },
  ];
};

const headerFields = (view: SpduView, leapSeconds: number): readonly DecodedField[] => {
  const iso = (micros: number): string => new Date(unixOf(micros, leapSeconds)).toISOString();
  return [
    { name: 'aid', value: String(view.aid), step: 'permission' },
    ...(view.generationTime < 0
      ? []
      : [{ name: 'generated', value: iso(view.generationTime), step: 'time' } satisfies DecodedField]),
    ...(view.expiryTime < 0
      ? []
      : [{ name: 'expires', value: iso(view.expiryTime), step: 'time' } satisfies DecodedField]),
    ...(view.hasLocation ? [{ name: 'location', value: placeText(view), step: 'place' } satisfies DecodedField] : []),
  ];
};

const payloadField = (bytes: Uint8Array, { payloadStart, payloadEnd }: SpduView): readonly DecodedField[] => {
  if (payloadStart < 0) return [];
  const length = payloadEnd - payloadStart;
  const shown = hex(bytes, payloadStart, Math.min(payloadEnd, payloadStart + SHOWN_BYTES));
  return [{ name: 'payload', value: `${length} B: ${shown}${length > SHOWN_BYTES ? '…' : ''}`, step: 'format' }];
};

/** The fields of a message as far as it could be read, each with the step that judges it. */
export const fieldsOf = (bytes: Uint8Array, view: SpduView, leapSeconds: number): readonly DecodedField[] => {
  const content: DecodedField = { name: 'content', value: view.content, step: 'format' };
  if (view.content !== 'signed') return [content, ...payloadField(bytes, view)];
  if (view.tbsEnd < 0) return [content];
  const hasSignature = view.sStart > 0;
  return [
    content,
    { name: 'hash', value: HASHES[view.hashId] ?? String(view.hashId), step: 'format' },
    ...payloadField(bytes, view),
    ...headerFields(view, leapSeconds),
    ...signerFields(bytes, view),
    ...(hasSignature
      ? ([
          { name: 'curve', value: view.curve, step: 'signature' },
          { name: 'signature', value: hex(bytes, view.rStart, bytes.length), step: 'signature' },
        ] satisfies readonly DecodedField[])
      : []),
  ];
};

/** Bytes of a text in hex (perhaps with spaces) or base64; undefined when it is neither. */
export const bytesOfText = (text: string): Uint8Array | undefined => {
  const bare = text.replaceAll(/\s+/gu, '').replace(/^0x/u, '');
  if (bare.length === 0) return undefined;
  if (/^(?:[0-9a-f]{2})+$/iu.test(bare)) return new Uint8Array(Buffer.from(bare, 'hex'));
  return /^[A-Za-z0-9+/]+={0,2}$/u.test(bare) ? new Uint8Array(Buffer.from(bare, 'base64')) : undefined;
};
