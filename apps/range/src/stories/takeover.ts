import type { Vehicle } from '../fleet/vehicle.ts';
import { tspLine } from '../records.ts';
import type { TspRecord } from '../records.ts';
import { asStep, spread } from '../story.ts';
import type { Action, StoryTeller } from '../story.ts';

const ACCOUNT = 'svc_dealer_0417';
const ADDRESS = '203.0.113.45';
const AGENT = 'python-requests/2.31.0';

const base = (session: string): Pick<TspRecord, 'account' | 'src_ip' | 'user_agent' | 'session_id'> => ({
  account: ACCOUNT,
  src_ip: ADDRESS,
  user_agent: AGENT,
  session_id: session,
});

const log = (at: number, record: () => TspRecord): Action => ({
  kind: 'log',
  at,
  source: 'tsp',
  line: (now) => tspLine(now, record()),
});

/** Looks at one vehicle after the other; every third number does not exist. */
const enumerate = (fleet: readonly Vehicle[], session: string): Action[] =>
  spread(0.2, 0.45, 120).map((at, index) => {
    const vehicle = fleet[index % fleet.length];
    const isMiss = index % 3 === 2;
    const vin = isMiss ? `LCDCDA1E0RW${String(900_000 + index)}` : (vehicle?.vin ?? '');
    return log(at, () => ({
      ...base(session),
      type: 'api',
      result: isMiss ? 'failure' : 'success',
      method: 'GET',
      path: `/api/v1/vehicles/${vin}/status`,
      status: isMiss ? 404 : 200,
      vin,
      bytes: isMiss ? 86 : 1432,
    }));
  });

const command = (at: number, vehicle: Vehicle, name: string, session: string): Action =>
  log(at, () => ({
    ...base(session),
    type: 'remote_control',
    result: 'success',
    vin: vehicle.vin,
    command: name,
    vehicle_speed_kmh: Math.round(vehicle.speedKmh * 10) / 10,
  }));

/** Remote-control takeover: a stolen dealer account lists vehicles, then unlocks and starts many, one of them on the road. */
export const takeover: StoryTeller = (fleet, random) => {
  const session = random.hex(32);
  const targets = fleet.slice(0, Math.min(40, fleet.length));
  const moving = fleet.find((vehicle) => vehicle.phase === 'driving' && vehicle.left > 600) ?? targets[0];
  const logins = spread(0.15, 0.19, 6).map((at, index) =>
    log(at, () => ({
      ...base(session),
      type: 'login',
      result: index < 5 ? 'failure' : 'success',
      path: '/oauth/token',
      status: index < 5 ? 401 : 200,
    })),
  );
  const commands = spread(0.5, 0.75, targets.length).flatMap((at, index) => {
    const vehicle = targets[index];
    if (vehicle === undefined) return [];
    const unlock = command(at, vehicle, 'unlock', session);
    return index % 4 === 0 ? [unlock, command(at + 0.002, vehicle, 'engine_start', session)] : [unlock];
  });
  const onTheRoad =
    moving === undefined ? [] : [command(0.78, moving, 'unlock', session), command(0.79, moving, 'power_off', session)];
  return {
    name: 'takeover',
    actions: [
      ...asStep('login', logins),
      ...asStep('enumerate', enumerate(fleet, session)),
      ...asStep('command-many', commands),
      ...asStep('command-while-driving', onTheRoad),
    ],
    truth: {
      accounts: [ACCOUNT],
      addresses: [ADDRESS],
      vins: targets.map((vehicle) => vehicle.vin),
      driving: moving === undefined ? [] : [moving.vin],
    },
  };
};
