import type { GatedConnection } from '@chedun/ingest/contract';
import type { RateVerdict } from './domain/rates.ts';
import { rateRecord } from './domain/records.ts';
import type { Working } from './gate-judge.ts';

/** The time over which frames of one vehicle of a platform are counted, ms. */
export const MINUTE = 60_000;

type Over = Exclude<RateVerdict, { readonly kind: 'go' }>;

const tellRate = (
  { queue, clock }: Working,
  connection: GatedConnection,
  key: string,
  sender: { readonly subject: string; readonly platform: string | null },
  verdict: Over,
): void => queue.tell(key, rateRecord(clock.now(), connection, sender, verdict));

/** Follows the rate of a connection. */
export const followRate = (
  gate: Working,
  connection: GatedConnection,
  frames: number,
  platform: string | null,
  id: string,
): void => {
  const { clock, counts } = gate;
  const vehicle = platform === null && id !== '' ? id : undefined;
  const source = platform === null ? connection.ip : `platform:${platform}`;
  const verdict = gate.rates.took(clock.monotonic(), frames, { source, vehicle });
  if (verdict.kind === 'go') return;
  const subject = vehicle ?? '';
  const key = `${verdict.kind} ${verdict.scope} ${verdict.scope === 'vehicle' ? subject : source}`;
  tellRate(gate, connection, key, { subject, platform }, verdict);
  if (verdict.kind === 'close') {
    counts.closedForRate += 1;
    return connection.close('rate');
  }
  counts.held += 1;
  connection.hold(verdict.wait);
};

/** Tells of a vehicle of a platform that sends too much; the platform and its other vehicles are not held back. */
export const tellFlood = (
  gate: Working,
  connection: GatedConnection,
  platform: string | null,
  subject: string,
): void => {
  const limit = gate.limits.vehiclePerMinute;
  gate.counts.flooding += 1;
  const verdict: Over = { kind: 'told', wait: MINUTE / limit, scope: 'vehicle', limit, since: gate.clock.monotonic() };
  tellRate(gate, connection, `told vehicle ${subject}`, { subject, platform }, verdict);
};
