import { createDecoder } from '@chedun/logs';
import { describe, expect, it } from 'vitest';
import { createFleet } from './fleet/fleet.ts';
import { createPrng } from './prng.ts';
import { LOG_SOURCES, securityLine, syslogLine, sysmonLine, tspLine } from './records.ts';
import { everydayLine } from './traffic.ts';

const NOW = Date.UTC(2026, 10, 23, 2, 0, 0);
const fleet = createFleet(80, createPrng(6));

const draw = (count: number): readonly { readonly source: string; readonly line: string }[] => {
  const random = createPrng(17);
  return Array.from({ length: count }, () => everydayLine(fleet, NOW, random));
};

describe('everyday traffic', () => {
  const lines = draw(5000);
  const tsp = lines
    .filter(({ source }) => source === 'tsp')
    .map(({ line }) => JSON.parse(line) as Record<string, unknown>);

  it('comes mostly from the platform and reaches every source', () => {
    expect(new Set(lines.map(({ source }) => source))).toEqual(new Set(LOG_SOURCES));
    expect(tsp.length / lines.length).toBeGreaterThan(0.95);
  });

  it('lets owners touch their own vehicle only, from their own address', () => {
    const owners = new Map(fleet.map((vehicle) => [vehicle.owner, vehicle]));
    for (const record of tsp.filter(({ type }) => type !== 'ota')) {
      const owner = owners.get(String(record['account']));
      expect(record).toMatchObject({ vin: owner?.vin, src_ip: owner?.ownerIp });
    }
  });

  it('never unlocks a vehicle on the road', () => {
    const driving = new Set(fleet.filter((vehicle) => vehicle.phase === 'driving').map((vehicle) => vehicle.vin));
    const commands = tsp
      .filter(({ type, vin }) => type === 'remote_control' && driving.has(String(vin)))
      .map(({ command }) => command);
    expect(commands.length).toBeGreaterThan(10);
    expect(new Set(commands)).toEqual(new Set(['ac_on']));
  });

  it('contains few failed logins', () => {
    const logins = tsp.filter(({ type }) => type === 'login');
    const failed = logins.filter(({ result }) => result === 'failure').length;
    expect(failed).toBeGreaterThan(0);
    expect(failed / logins.length).toBeLessThan(0.08);
  });
});

describe('log lines', () => {
  it('of the platform carry time and host', () => {
    const line = tspLine(NOW, {
      type: 'api',
      account: 'a',
      src_ip: '198.18.0.1',
      result: 'success',
      path: '/x',
      status: 200,
    });
    const event = createDecoder('tsp').decode(line);
    expect(event).toMatchObject({
      time: NOW,
      logsource: { product: 'tsp', category: 'tsp_api' },
      ocsf: { user: 'a', srcIp: '198.18.0.1', host: 'tsp-gw-01' },
    });
  });

  it('of Windows decode with their channel', () => {
    const decoder = createDecoder('windows-json');
    expect(decoder.decode(sysmonLine(NOW, 1, { Image: 'C:\\a.exe' }))).toMatchObject({
      time: NOW,
      logsource: { product: 'windows', service: 'sysmon', category: 'process_creation' },
    });
    expect(decoder.decode(securityLine(NOW, 4624, { LogonType: 3 }))).toMatchObject({
      time: NOW,
      logsource: { service: 'security' },
    });
  });

  it('of Linux follow RFC 5424', () => {
    expect(createDecoder('syslog').decode(syslogLine(NOW, 86, 'sshd', 7, 'Accepted password for x'))).toMatchObject({
      time: NOW,
      fields: { priority: 86, appname: 'sshd', procid: '7' },
    });
  });
});
