import type { Vehicle } from './fleet/vehicle.ts';
import type { Prng } from './prng.ts';
import { FIREWALL_HOST, syslogLine, sysmonLine, tspLine } from './records.ts';
import type { LogSource, TspRecord } from './records.ts';

/** One line and the source it goes to. */
export interface LogLine {
  readonly source: LogSource;
  readonly line: string;
}

const APP = 'CheDunApp/4.2.1 (iOS 19.1)';
const COMMANDS = ['unlock', 'lock', 'ac_on', 'ac_off', 'find_car', 'window_close'] as const;

const ownerRecord = (vehicle: Vehicle, random: Prng): TspRecord => {
  const base = {
    account: vehicle.owner,
    src_ip: vehicle.ownerIp,
    vin: vehicle.vin,
    user_agent: APP,
    result: 'success',
  } as const;
  const draw = random.next();
  if (draw < 0.7) {
    return {
      ...base,
      type: 'api',
      method: 'GET',
      path: `/api/v1/vehicles/${vehicle.vin}/status`,
      status: 200,
      bytes: random.int(900, 1800),
    };
  }
  if (draw < 0.85)
    return {
      ...base,
      type: 'login',
      result: random.chance(0.03) ? 'failure' : 'success',
      path: '/oauth/token',
      status: 200,
    };
  if (draw < 0.97) {
    // owners use the app at the car, not on the road
    const command = vehicle.phase === 'driving' ? 'ac_on' : random.pick(COMMANDS);
    return {
      ...base,
      type: 'remote_control',
      command,
      session_id: random.hex(32),
      vehicle_speed_kmh: Math.round(vehicle.speedKmh * 10) / 10,
    };
  }
  return {
    ...base,
    type: 'ota',
    account: 'ota-service',
    src_ip: '10.20.0.31',
    command: 'check',
    package: 'tbox-4.7.2.pkg',
    package_hash: 'a3'.repeat(32),
  };
};

const SERVICES = ['TspGateway', 'TspBilling', 'TspNotify'] as const;

const serverLine = (now: number, random: Prng): LogLine => {
  if (random.chance(0.5)) {
    const service = random.pick(SERVICES);
    return {
      source: 'tsp-windows',
      line: sysmonLine(now, 1, {
        Image: `C:\\Program Files\\CheDun\\${service}\\${service}.exe`,
        CommandLine: `${service}.exe --worker ${random.int(1, 16)}`,
        ParentImage: 'C:\\Windows\\System32\\services.exe',
        ParentCommandLine: 'C:\\Windows\\System32\\services.exe',
        User: 'NT AUTHORITY\\NETWORK SERVICE',
      }),
    };
  }
  return {
    source: 'tsp-linux',
    line: syslogLine(now, 78, 'CRON', random.int(1000, 9000), '(root) CMD (/usr/lib/sysstat/sa1 1 1)'),
  };
};

/** One line of the firewall in front of the platform: mostly owners let in, now and then a stranger turned away. */
export const firewallLine = (fleet: readonly Vehicle[], now: number, random: Prng): string => {
  const isStranger = random.chance(0.08);
  const from = isStranger ? `192.0.2.${random.int(2, 250)}` : random.pick(fleet).ownerIp;
  const port = isStranger ? random.pick([22, 23, 445, 3389, 8080]) : 443;
  const action = isStranger ? 'deny' : 'allow';
  const message = `action=${action} proto=TCP src=${from} spt=${random.int(20_000, 60_000)} dst=10.20.0.11 dpt=${port}`;
  return syslogLine(now, isStranger ? 132 : 134, 'filter', 811, message, FIREWALL_HOST);
};

/** One line of everyday traffic: owners with their apps, now and then a server. */
export const everydayLine = (fleet: readonly Vehicle[], now: number, random: Prng): LogLine =>
  random.chance(0.03)
    ? serverLine(now, random)
    : { source: 'tsp', line: tspLine(now, ownerRecord(random.pick(fleet), random)) };
