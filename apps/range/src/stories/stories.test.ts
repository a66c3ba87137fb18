import { createDecoder } from '@chedun/logs';
import type { DecodedEvent } from '@chedun/logs';
import { describe, expect, it } from 'vitest';
import { jumpingClock, startHttpTarget, startTcpTarget } from '../../testing/targets.ts';
import type { Arrival, HttpTarget, TcpTarget } from '../../testing/targets.ts';
import { createFleet } from '../fleet/fleet.ts';
import { STORIES } from '../options.ts';
import type { StoryName } from '../options.ts';
import { playRange } from '../play.ts';
import { createPrng } from '../prng.ts';
import type { RangeReport } from '../report.ts';
import { isVin } from '../vin.ts';
import { TELLERS } from './all.ts';

const START = Date.UTC(2026, 10, 23, 2, 0, 0);
const FORMATS = { tsp: 'tsp', 'tsp-windows': 'windows-json', 'tsp-linux': 'syslog' } as const;

interface Played {
  readonly report: RangeReport;
  readonly tcp: TcpTarget;
  readonly http: HttpTarget;
  readonly truth: Readonly<Record<string, readonly string[]>>;
}

const play = async (story: StoryName): Promise<Played> => {
  const tcp = await startTcpTarget();
  const http = await startHttpTarget();
  try {
    const report = await playRange(
      {
        tcp: { host: '127.0.0.1', port: tcp.port },
        http: { url: http.url, token: 'T' },
        vehicles: 60,
        seconds: 20,
        seed: 3,
        stories: [story],
        rate: 30,
      },
      { clock: jumpingClock(START) },
    );
    return { report, tcp, http, truth: report.stories[0]?.truth ?? {} };
  } finally {
    await tcp.close();
    await http.close();
  }
};

/** Each story is played once; the tests look at what arrived. */
const played = new Map<StoryName, Promise<Played>>();

const playOnce = async (story: StoryName): Promise<Played> => {
  const run = played.get(story) ?? play(story);
  played.set(story, run);
  return run;
};

const eventsOf = (http: HttpTarget, source: keyof typeof FORMATS): readonly DecodedEvent[] => {
  const decoder = createDecoder(FORMATS[source]);
  return http
    .linesOf(source)
    .filter((line) => source !== 'tsp' || line.endsWith('}'))
    .flatMap((line) => decoder.decode(line) ?? []);
};

const ofVin = (tcp: TcpTarget, vin: string | undefined): readonly Arrival[] =>
  tcp.arrivals.filter(({ frame }) => frame.id === vin);

/** Stories that need no target but vehicles and logs. */
const WITHOUT_OTHERS = STORIES.filter((name) => !['terminals', 'ecu', 'road', 'signed-road', 'flows'].includes(name));

describe('every story', () => {
  it.each(STORIES.map((name) => TELLERS[name]))('stays inside the run and names who takes part', (teller) => {
    const { actions, truth } = teller(createFleet(20, createPrng(1)), createPrng(2));
    expect(actions.length).toBeGreaterThan(15);
    expect(actions.every(({ at }) => at >= 0 && at < 1)).toBe(true);
    expect(Object.values(truth).flat().length).toBeGreaterThan(1);
  });

  it.each(STORIES.map((name) => TELLERS[name]))('can be told about a fleet of one', (teller) => {
    expect(teller(createFleet(1, createPrng(1)), createPrng(2)).actions.length).toBeGreaterThan(10);
  });

  it.each(WITHOUT_OTHERS)('%s is played to its end', async (story) => {
    const { report } = await playOnce(story);
    expect(report.actions).toBeGreaterThan(15);
    expect(report.skippedActions).toBe(0);
  });
});

describe('remote-control takeover', () => {
  it('enumerates, then commands many vehicles from one account, one of them on the road', async () => {
    const { http, truth } = await playOnce('takeover');
    const attacker = eventsOf(http, 'tsp').filter((event) => event.ocsf.user === truth['accounts']?.[0]);
    const commanded = attacker.filter((event) => event.fields['type'] === 'remote_control');
    expect(new Set(commanded.map((event) => event.fields['vin']))).toEqual(
      new Set([...(truth['vins'] ?? []), ...(truth['driving'] ?? [])]),
    );
    expect(new Set(attacker.map((event) => event.ocsf.srcIp))).toEqual(new Set(truth['addresses']));
    const looked = attacker.filter((event) => event.fields['type'] === 'api');
    expect(looked.some((event) => event.fields['status'] === 404)).toBe(true);
    expect(Math.max(...looked.map((event) => event.time ?? 0))).toBeLessThan(
      Math.min(...commanded.map((event) => event.time ?? 0)),
    );
    const road = commanded.find((event) => event.fields['command'] === 'power_off');
    expect(road?.fields['vin']).toBe(truth['driving']?.[0]);
  });
});

describe('T-Box compromise', () => {
  it('probes the parser with wrong checksums, broken bodies and noise', async () => {
    const { tcp, truth } = await playOnce('tbox');
    const statuses = ofVin(tcp, truth['probed']?.[0]).map(({ frame }) => frame.status);
    expect(statuses.filter((status) => status === 'bcc')).toHaveLength(24);
    expect(statuses.filter((status) => status === 'structure').length).toBeGreaterThan(5);
    expect(statuses.filter((status) => status === 'unknown_type').length).toBeGreaterThan(4);
    expect(tcp.garbage()).toBe(5 * 64);
  });

  it('lets a cloned VIN appear on a second connection, far away', async () => {
    const { tcp, truth } = await playOnce('tbox');
    const arrivals = ofVin(tcp, truth['cloned']?.[0]);
    expect(new Set(arrivals.map(({ localPort }) => localPort)).size).toBe(2);
    const longitudes = arrivals.flatMap(({ frame }) =>
      frame.body.kind === 'realtime'
        ? frame.body.items.flatMap((item) => (item.kind === 'data' && item.type === 5 ? (item.value['lon'] ?? []) : []))
        : [],
    );
    expect(Math.max(...longitudes) - Math.min(...longitudes)).toBeGreaterThan(8);
    const serials = arrivals.flatMap(({ frame }) => (frame.body.kind === 'vehicle-login' ? [frame.body.serial] : []));
    expect(serials).toEqual([1, 1]);
  });

  it.runIf(process.platform === 'linux')('uses a second address for the clone where the machine has one', async () => {
    const { tcp, truth } = await playOnce('tbox');
    expect(new Set(ofVin(tcp, truth['cloned']?.[0]).map(({ peer }) => peer))).toEqual(
      new Set(['127.0.0.1', '127.0.0.2']),
    );
  });

  it('replays reports of the day before', async () => {
    const { tcp, truth } = await playOnce('tbox');
    const times = ofVin(tcp, truth['replayed']?.[0]).flatMap(({ frame }) =>
      frame.body.kind === 'realtime' ? [Number(frame.body.time)] : [],
    );
    const old = times.filter((time) => time < START - 80_000_000);
    expect(old).toHaveLength(15);
    expect(times.some((time, index) => index > 0 && time < (times[index - 1] ?? 0))).toBe(true);
  });
});

describe('platform intrusion', () => {
  it('starts a shell from the web server and reads LSASS', async () => {
    const { http } = await playOnce('intrusion');
    const windows = eventsOf(http, 'tsp-windows');
    expect(windows.every((event) => event.logsource.product === 'windows')).toBe(true);
    const started = windows.filter((event) => event.logsource.category === 'process_creation');
    expect(started.filter((event) => String(event.fields['ParentImage']).endsWith('\\w3wp.exe')).length).toBe(4);
    const encoded = started
      .map((event) => /-enc (\S+)/.exec(String(event.fields['CommandLine']))?.[1])
      .find((text) => text !== undefined);
    expect(Buffer.from(encoded ?? '', 'base64').toString('utf16le')).toContain('DownloadString');
    const accessed = windows.filter((event) => event.logsource.category === 'process_access');
    expect(accessed.map((event) => event.fields['TargetImage'])).toEqual(['C:\\Windows\\System32\\lsass.exe']);
  });

  it('dumps the database and exports the owners', async () => {
    const { http, truth } = await playOnce('intrusion');
    const linux = eventsOf(http, 'tsp-linux').map((event) => event.ocsf.message);
    expect(linux.some((message) => message.includes('mysqldump'))).toBe(true);
    const exported = eventsOf(http, 'tsp').filter((event) => event.ocsf.url.startsWith('/api/v1/export/'));
    expect(exported).toHaveLength(25);
    expect(exported.every((event) => event.ocsf.user === truth['accounts']?.[0])).toBe(true);
  });

  it('ends with six records that no reader can read', async () => {
    const { http } = await playOnce('intrusion');
    const cut = http.linesOf('tsp').filter((line) => !line.endsWith('}'));
    expect(cut).toHaveLength(6);
    for (const line of cut) expect(() => createDecoder('tsp').decode(line)).toThrow();
  });
});

describe('the fleet under attack', () => {
  it('consists of real VINs', async () => {
    const { truth } = await playOnce('tbox');
    expect(Object.values(truth).flat().every(isVin)).toBe(true);
  });
});
