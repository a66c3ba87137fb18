import { createMonitor } from '@chedun/v2x/misbehaviour';
import { decodeReport, observationName } from '@chedun/v2x/reporting';
import { signMessage, type Signer } from '@chedun/v2x-security';
import { roleWorld, enrolled, pseudonymsOf, type RoleWorld } from '@chedun/pseudonyms/testing';
import { silentLog } from '@chedun/records/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnswerWriter, outcomeAt, type Outcome } from '../domain/batch.ts';
import { createJudge, type Judge } from '../domain/judge.ts';
import { v2xMicros } from '../domain/v2x-time.ts';
import { makeHierarchy } from '../testing/index.ts';
import { openAccuser, type Accuser } from './accuse.ts';
import { listReports, reportBytes } from './read-reports.ts';
import { openReportDesk, type ReportDesk, type ReportNeeds } from './report-desk.ts';

const LEAP = 5;
const AID = 111;
const STILL = { x: 0, y: 0 };

describe('reports on senders whose messages verify', () => {
  let world: RoleWorld;
  let desk: ReportDesk;
  let accuser: Accuser;
  let judge: Judge;
  let car: Signer;
  let isBuilt = true;
  const heard: unknown[] = [];

  const needs = (): ReportNeeds => {
    const { platform } = world.platform;
    const { root, aca, ma } = world.hierarchy.certificates;
    return {
      ...platform,
      log: silentLog,
      leapSeconds: LEAP,
      authority: {
        ownAuthorities: async () => (isBuilt ? { root: root.bytes, aca: aca.bytes, ma: ma.bytes } : undefined),
        certifyReporter: world.certifyReporter,
        takeReport: (report) => world.roles.ma.takeSigned(report, platform.newId()),
      },
    };
  };

  beforeAll(async () => {
    world = await roleWorld('cn', { periodsAhead: 1 });
    const { records } = world.platform.platform;
    await records.migrate([{ module: 'v2x-trust', folder: new URL('../migrations/', import.meta.url) }]);
    const vehicle = await enrolled(world, 'LSVAA49J132047201');
    await world.makeAll(1);
    const [first] = await pseudonymsOf(world, vehicle, world.i());
    if (first === undefined) throw new Error('no pseudonym');
    car = first;
    const { root, aca } = world.hierarchy.certificates;
    judge = createJudge({
      profile: 'cn',
      roots: [root.bytes],
      authorities: [aca.bytes],
      policies: [],
      signers: 100,
      undecidedRegion: 'accept',
    });
    desk = openReportDesk(needs());
    const monitor = createMonitor();
    accuser = openAccuser({
      roadUnits: () => [{ id: 'rsu-17', from: '10.1.1.7', lat: 31.2, lon: 121.4 }],
      onAccusation: desk.file,
      // The detectors of the road, before a vehicle that says it drives and stands.
      hearSigned: (message) => {
        heard.push(message);
        const at = message.received / 1000;
        const beacon = {
          pseudonym: message.signer.certificate,
          sentAt: at,
          receivedAt: at,
          position: { x: 40, y: 7 },
          speed: { x: 10, y: 0 },
          acceleration: STILL,
          heading: { x: 1, y: 0 },
          accuracy: { position: 2, speed: 0.3 },
        };
        return { beacon, verdict: monitor.receive(beacon), own: undefined };
      },
    });
  }, 300_000);
  afterAll(() => world?.close());

  const verified = async (
    signer: Signer,
    at: number,
    form: 'digest' | 'certificate',
  ): Promise<[Uint8Array, Outcome]> => {
    const header = { aid: AID, generationTime: v2xMicros(at, LEAP) };
    const bytes = await signMessage(
      { profile: 'cn', payload: new Uint8Array(30).fill(at % 251), header, signer: form },
      signer,
    );
    const answers = new AnswerWriter(1);
    answers.add(judge.judge(bytes, v2xMicros(at, LEAP), undefined), judge.view);
    return [bytes, outcomeAt(new DataView(answers.buffer), 0)];
  };
  const drive = async (signer: Signer, seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second += 1) {
      const at = world.platform.clock.now();
      const [bytes, outcome] = await verified(signer, at, second === 0 ? 'certificate' : 'digest');
      expect(outcome.verdict).toBe('valid');
      accuser.heard({ bytes, at, receiver: 'rsu-17' }, outcome);
      world.platform.clock.advance(1000);
    }
    await desk.settled();
  };
  const reports = async () => listReports(world.platform.platform.records, { limit: 10 });

  it('hand the whole message on with its signer, and carry the signed messages to the misbehaviour authority', async () => {
    await drive(car, 6);
    expect(heard[0]).toMatchObject({
      signer: { certificate: car.certificate.id8, aid: AID, linkage: expect.stringMatching(/^[0-9a-f]{18}$/) },
      receiver: 'rsu-17',
      heardAs: '10.1.1.7',
    });
    const { items, totals, accused } = await reports();
    expect([totals.delivered, accused]).toEqual([1, 1]);
    const [one] = items;
    expect(one).toMatchObject({ signer: car.certificate.id8, aid: AID, state: 'delivered', problem: null });
    expect(one?.place).toEqual({ lat: 31.2, lon: 121.4 });
    expect(one?.observations.map(({ rule }) => rule)).toContain('v2x-constant-position');
    const kept = await reportBytes(world.platform.platform.records, one?.id ?? '');
    const document = decodeReport(kept);
    expect(document.streams[0]?.messages).toHaveLength(one?.messages ?? -1);
    expect(document.observations.map(observationName)).toContain('v2x-constant-position');
    // That a place does not change is only seen in two messages.
    expect(document.streams[0]?.messages.length).toBeGreaterThanOrEqual(2);
    const atAuthority = await world.keptReports();
    expect(atAuthority).toEqual([{ id: one?.authorityId, linkage: one?.linkage }]);
  });

  it('are not repeated while the authority has the first one', async () => {
    await drive(car, 20);
    expect((await reports()).items).toHaveLength(1);
  });

  it('stay here when the certificate is of another company, and wait for nothing', async () => {
    const stranger = await (await otherCompany()).vehicle();
    await drive(stranger, 6);
    const { items, totals } = await reports();
    expect(totals).toMatchObject({ delivered: 1, foreign: 1 });
    expect(items.find(({ state }) => state === 'foreign')?.signer).toBe(stranger.certificate.id8);
  });

  it('can be handed over again when the authority exists', async () => {
    isBuilt = false;
    world.platform.clock.advance(400_000);
    await drive(car, 6);
    const { items } = await reports();
    const [newest] = items;
    expect(newest?.state).toBe('foreign');
    isBuilt = true;
    expect(await desk.deliver(newest?.id ?? '')).toMatchObject({ state: 'delivered', problem: null });
    await expect(desk.deliver('00000000-0000-7000-8000-000000000000')).rejects.toMatchObject({
      code: 'v2x-trust.unknown',
    });
  });

  /** A second company whose messages are trusted from now on. */
  const otherCompany = async () => {
    const company = await makeHierarchy('third.example', world.now());
    const { root, aca } = world.hierarchy.certificates;
    judge.trust({
      profile: 'cn',
      roots: [root.bytes, company.root.certificate.bytes],
      authorities: [aca.bytes, company.authority.certificate.bytes],
      policies: [],
      signers: 100,
      undecidedRegion: 'accept',
    });
    return company;
  };
});
