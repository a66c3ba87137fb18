import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { encodeMessage } from '@chedun/v2x';
import {
  downloadRequest,
  enrolmentIn,
  enrolmentRequest,
  newDevice,
  pseudonymRequest,
  pseudonymsIn,
  SUITES,
  type Pseudonym,
} from '@chedun/v2x-pki/device';
import { createVerifier, parseCertificate, signMessage, type Signer } from '@chedun/v2x-security';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { freePort } from '../bench/server/instance.ts';
import { openPage } from './browser.ts';
import { openWorld, type World } from './world.ts';

const OTHER_PASSWORD = 'Shanghai-7-Depot-Gate!';
const [LIAR, HONEST] = ['LSVAA49J132047371', 'LSVAA49J132047372'] as const;
const AID = 111;
const HERE = { lat: 312_745_000, long: 1_211_772_000 } as const;
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const bytesOf = (text: unknown): Uint8Array => new Uint8Array(Buffer.from(String(text), 'base64'));
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
/** Microseconds since 2004, with the five leap seconds since. */
const micros = (ms: number): number => (ms - Date.UTC(2004, 0, 1) + 5000) * 1000;
const seconds = (): number => Math.floor(micros(Date.now()) / 1_000_000);

/** A BSM that says 50 km/h to the north, `metres` from the start. */
const bsmAt = (now: number, metres: number): Uint8Array =>
  encodeMessage({
    bsmFrame: {
      msgCnt: Math.floor(now / 100) % 128,
      id: { octets: '0102030405060708' },
      secMark: now % 60_000,
      pos: { lat: Math.round(HERE.lat + (metres / 111_319.49) * 1e7), long: HERE.long },
      transmission: 'forwardGears',
      speed: 695,
      heading: 0,
      accelSet: { long: 0, lat: 0, vert: 0, yaw: 0 },
      brakes: {},
      size: { width: 182, length: 468 },
      vehicleClass: { classification: 10 },
    },
  });

/** Metres between the two: two senders that say the same would be a replay. */
const AHEAD = 150;
const sayingOf = (signer: Signer, now: number, metres: number): Promise<Uint8Array> => {
  const header = { aid: AID, generationTime: micros(now) };
  return signMessage({ profile: 'cn', payload: bsmAt(now, metres), header, signer: 'certificate' }, signer);
};

describe('a vehicle that lies with valid signatures', () => {
  let world: World;
  let port: number;
  let second: string;
  /** When the honest one started. */
  let began: number | undefined;
  beforeAll(async () => {
    port = await freePort();
    world = await openWorld(['--v2x-verify-port', String(port)]);
    world.page.setDefaultTimeout(60_000);
    second = await signIn('security-admin');
  }, 300_000);
  afterAll(() => world?.close());

  const signIn = async (name: string): Promise<string> => {
    const answer = await fetch(`${world.server.url}/api/identity/sign-in`, {
      method: 'POST',
      body: JSON.stringify({ name, password: world.oneTimePassword(name), newPassword: OTHER_PASSWORD }),
      headers: { 'content-type': 'application/json', origin: world.server.url },
    });
    expect(answer.status, await answer.clone().text()).toBe(200);
    return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  };
  /** Asks as the second person. */
  const asSecond = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${world.server.url}/api${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { cookie: second, origin: world.server.url, 'content-type': 'application/json' },
    });
    expect(answer.ok, await answer.clone().text()).toBe(true);
    return (await answer.json()) as Record<string, unknown>;
  };

  const enrol = async (vin: string) => {
    const { api } = world;
    const known = await api('GET', '/pseudonyms/authorities/cn');
    const certificates = known['certificates'] as { role: string; certificate: string }[];
    const ra = parseCertificate(bytesOf(certificates.find(({ role }) => role === 'ra')?.certificate));
    const aids = known['aids'] as number[];
    const verifier = createVerifier();
    const device = newDevice(SUITES.cn, 'compactUnified', random);
    const send = async (path: string, message: Uint8Array): Promise<Uint8Array> =>
      bytesOf((await api('POST', `/pseudonyms/${path}`, { suite: 'cn', message: base64(message) }))['message']);
    const enrolment = enrolmentIn(await send('enrol', await enrolmentRequest(device, vin, seconds(), aids)), verifier);
    await send('requests', await pseudonymRequest(device, enrolment, ra, { now: seconds(), aids, random }));
    return async (): Promise<readonly Pseudonym[]> => {
      const i = Math.floor(seconds() / 604_800);
      const asked = { now: seconds(), i, random };
      return pseudonymsIn(
        device,
        await send('downloads', await downloadRequest(device, enrolment, ra, asked)),
        i,
        verifier,
      );
    };
  };

  const reports = async () =>
    (await world.api('GET', '/v2x/reports')) as unknown as {
      items: {
        id: string;
        signer: string;
        linkage: string;
        state: string;
        problem: string | null;
        authorityId: string;
      }[];
    };
  const verdictsOf = async (messages: readonly Uint8Array[], now: number): Promise<string[]> => {
    const at = new Date(now).toISOString();
    const body = { messages: messages.map((spdu) => ({ spdu: base64(spdu), at })), receiver: 'rsu-1' };
    const { verdicts } = (await world.api('POST', '/v2x/verify', body)) as unknown as {
      verdicts: { verdict: string }[];
    };
    return verdicts.map(({ verdict }) => verdict);
  };

  /** Sends the messages of both vehicles by UDP, ten a second: one drives, well ahead, the other only says so. */
  const driveBy = async (liar: Signer, honest: Signer, steps: number): Promise<void> => {
    const socket = createSocket('udp4');
    began ??= Date.now();
    for (let step = 0; step < steps; step += 1) {
      const now = Date.now();
      for (const message of [
        await sayingOf(liar, now, 0),
        await sayingOf(honest, now, AHEAD + (13.9 * (now - began)) / 1000),
      ])
        socket.send(message, port, '127.0.0.1');
      await wait(100);
    }
    await new Promise<void>((done) => socket.close(() => done()));
  };

  it('is reported by the detectors, revoked by two persons, and refused from then on', async () => {
    const { api, page, server } = world;
    const plan = { kind: 'create-hierarchy', suite: 'cn', domain: 'v2x.example.cn', perPeriod: 4, periodsAhead: 1 };
    const { id: ceremony } = await api('POST', '/pseudonyms/ceremonies', { plan, note: '建立证书体系' });
    await asSecond(`/pseudonyms/ceremonies/${String(ceremony)}/decide`, { verdict: 'approve', note: '同意' });
    const { ids } = (await api('POST', '/v2x/anchors/own')) as unknown as { ids: string[] };
    for (const id of ids) await asSecond(`/v2x/anchors/${id}/decide`, { decision: 'accept' });
    await api('POST', '/pseudonyms/vehicles', { suite: 'cn', vins: [LIAR, HONEST] });
    const [liar, honest] = [await enrol(LIAR), await enrol(HONEST)];
    await api('POST', '/pseudonyms/batches', { suite: 'cn' });
    const [bad, good] = await vi.waitFor(async () => [await liar(), await honest()] as const, {
      timeout: 60_000,
      interval: 1000,
    });
    const [first, other] = bad;
    const [upright] = good;
    if (first === undefined || other === undefined || upright === undefined) throw new Error('no pseudonyms');

    await driveBy(first, upright, 30);
    const report = await vi.waitFor(
      async () => {
        const { items } = await reports();
        expect(items).toMatchObject([{ signer: first.certificate.id8, state: 'delivered', problem: null }]);
        return items[0];
      },
      { timeout: 30_000, interval: 1000 },
    );
    const { items: accused } = (await api('GET', '/pseudonyms/accused')) as unknown as {
      items: { linkage: string; reportId: string; messages: number; revocation: string }[];
    };
    expect(accused).toMatchObject([{ linkage: report?.linkage, reportId: report?.authorityId, revocation: 'none' }]);
    const now = Date.now();
    expect(await verdictsOf([await sayingOf(other, now, 1), await sayingOf(upright, now, 2)], now)).toEqual([
      'valid',
      'valid',
    ]);

    await page.goto(`${server.url}/v2x-trust?tab=reports`);
    await page.getByText('行驶中位置不变').first().waitFor();
    await page.getByText('行驶中位置不变').first().click();
    await page.getByText('异常行为机构已收到报告').waitFor();
    await shot('misbehaviour-report');

    const { id: revocation } = await api('POST', '/pseudonyms/revocations', {
      reportId: report?.authorityId,
      note: '请撤销',
    });
    await asSecond(`/pseudonyms/revocations/${String(revocation)}/decide`, { verdict: 'approve', note: '同意' });
    // Every pseudonym of the device is refused, also those that nobody reported; the other vehicle is not.
    await vi.waitFor(
      async () => {
        const at = Date.now();
        const messages = [await sayingOf(other, at, 3), await sayingOf(upright, at, 4)];
        expect(await verdictsOf(messages, at)).toEqual(['chain:revoked', 'valid']);
      },
      { timeout: 30_000, interval: 1000 },
    );
    await driveBy(first, upright, 3);
    await vi.waitFor(
      async () => {
        const { items } = (await api('GET', '/v2x/failures?security=revoked')) as unknown as {
          items: { spdu: string }[];
        };
        const { bytes } = first.certificate;
        expect(items.some(({ spdu }) => Buffer.from(spdu, 'base64').includes(Buffer.from(bytes)))).toBe(true);
      },
      { timeout: 30_000, interval: 1000 },
    );
    await page.goto(`${server.url}/pseudonyms?tab=revocations`);
    await page.getByText('已撤销', { exact: true }).first().waitFor();
    await shot('misbehaviour-revoked');
  }, 400_000);

  it('is shown in English and in the dark as well', async () => {
    const { page } = await openPage(world.browser, { theme: 'dark', language: 'en' });
    await page.context().addCookies(await world.page.context().cookies());
    await page.goto(`${world.server.url}/v2x-trust?tab=reports`);
    await page.getByText('drives without moving').first().waitFor({ timeout: 60_000 });
    const folder = process.env['E2E_SHOTS'];
    if (folder !== undefined) await page.screenshot({ path: join(folder, 'misbehaviour-en.png'), fullPage: true });
    await page.close();
  }, 120_000);

  const shot = async (name: string): Promise<void> => {
    const folder = process.env['E2E_SHOTS'];
    if (folder !== undefined) await world.page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  };
});
