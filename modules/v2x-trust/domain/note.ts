import type { Outcome } from './batch.ts';
import { degreesOf } from './certificate-view.ts';
import { meaningOf } from './verdicts.ts';

/** A message that was refused, as far as its record tells of it. */
export interface Refused {
  readonly bytes: Uint8Array;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly receiver: string;
  readonly peer?: { readonly ip: string; readonly port: number };
}

/** Bytes of a message that go into its record; the whole is kept beside it. */
const RECORDED_BYTES = 512;

/**
 * The record of a refused message (docs/reference/vehicle-events.md, v2x): rules of `v2x.security` make findings of it.
 * `repeats`: refusals of the same kind and signer since the last record.
 */
export const noteOf = (
  { bytes, at, receiver, peer }: Refused,
  { verdict, aid, signer, place, offset }: Outcome,
  repeats: number,
): Readonly<Record<string, unknown>> => {
  const { step, security } = meaningOf(verdict);
  const where = place === undefined ? undefined : degreesOf(place);
  return {
    time: new Date(at).toISOString(),
    product: 'vehicle',
    category: 'v2x',
    protocol: 'v2x',
    signal: `v2x-trust.${step ?? 'valid'}`,
    expected: 'valid',
    seen: verdict,
    'v2x.security': security,
    'v2x.verdict': verdict,
    'v2x.receiver': receiver,
    'v2x.messages': repeats,
    'v2x.bytes': bytes.length,
    'v2x.hex': Buffer.from(bytes.subarray(0, RECORDED_BYTES)).toString('hex'),
    ...(peer === undefined ? {} : { src_ip: peer.ip, src_port: peer.port }),
    ...(aid === undefined ? {} : { 'v2x.aid': aid }),
    ...(signer === undefined ? {} : { 'v2x.certificate': signer }),
    ...(where === undefined ? {} : { 'v2x.lat': where.lat, 'v2x.lon': where.lon }),
    ...(verdict === 'format' ? { 'v2x.error_offset': offset } : {}),
  };
};
