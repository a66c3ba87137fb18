import type { Vehicle } from '../fleet/vehicle.ts';
import { tspLine } from '../records.ts';
import type { TspRecord } from '../records.ts';
import { asStep, spread } from '../story.ts';
import type { Action, StoryTeller } from '../story.ts';

const PARTNER = 'partner_carsharing';
const ADDRESSES = ['203.0.113.81', '203.0.113.82', '203.0.113.83'] as const;
const AGENT = 'okhttp/4.9.3';
const TARGETS = 30;

const log = (at: number, record: TspRecord): Action => ({
  kind: 'log',
  at,
  source: 'tsp',
  line: (now) => tspLine(now, record),
});

const command = (vehicle: Vehicle, index: number): TspRecord => ({
  type: 'remote_control',
  account: PARTNER,
  src_ip: ADDRESSES[index % ADDRESSES.length] ?? ADDRESSES[0],
  user_agent: AGENT,
  channel: 'partner_api',
  result: 'success',
  vin: vehicle.vin,
  command: 'unlock',
  vehicle_speed_kmh: 0,
});

/** Abuse of the interface of a partner: unlocking without a session, replayed commands, signatures that fail. */
export const remote: StoryTeller = (fleet, random) => {
  const parked = fleet.filter(({ phase }) => phase === 'parked');
  const targets = (parked.length > 0 ? parked : fleet).slice(-TARGETS);
  const replayed = targets[0];
  const session = random.hex(32);
  const unlocks = spread(0.35, 0.55, targets.length).flatMap((at, index) => {
    const vehicle = targets[index];
    return vehicle === undefined ? [] : [log(at, command(vehicle, index))];
  });
  const replays = spread(0.6, 0.7, 12).flatMap((at, index) =>
    replayed === undefined
      ? []
      : [
          log(at, {
            ...command(replayed, index),
            session_id: session,
            nonce_state: index === 0 ? 'fresh' : 'reused',
            signature: 'ok',
            command_age_s: index * 40,
          }),
        ],
  );
  const forged = spread(0.72, 0.8, 15).flatMap((at, index) => {
    const vehicle = targets[index % targets.length];
    return vehicle === undefined
      ? []
      : [log(at, { ...command(vehicle, index), command: 'engine_start', result: 'denied', signature: 'failed' })];
  });
  return {
    name: 'remote',
    actions: [
      ...asStep('unlock-without-session', unlocks),
      ...asStep('replayed-command', replays),
      ...asStep('signature-failed', forged),
    ],
    truth: {
      accounts: [PARTNER],
      addresses: ADDRESSES,
      vins: targets.map(({ vin }) => vin),
      replayed: replayed === undefined ? [] : [replayed.vin],
    },
  };
};
