import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outcomeAt, type Outcome, type Received } from './domain/batch.ts';
import type { JudgeSetup } from './domain/judge.ts';
import { openPool, type VerifyPool } from './pool.ts';
import { AIDS, HERE, makeCrl, makeHierarchy, makeMessage, type Hierarchy } from './testing/index.ts';
import { revocationId } from '@chedun/v2x-security';
import type { Signer } from '@chedun/v2x-security';

/** 2026-11-23 in seconds since 2004. */
const NOW = 722_476_800;
const MICRO = 1_000_000;
const ELEVATION = { elevation: 4096 };

let company: Hierarchy;
let vehicle: Signer;
let setup: JudgeSetup;
const broken: Error[] = [];
const pools: VerifyPool[] = [];
beforeAll(async () => {
  company = await makeHierarchy('a.example', NOW);
  vehicle = await company.vehicle();
  setup = {
    profile: 'cn',
    roots: [company.root.certificate.bytes],
    authorities: [company.authority.certificate.bytes],
    policies: [],
    signers: 1000,
    undecidedRegion: 'accept',
  };
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
  expect(broken).toEqual([]);
});

const open = (threads: number): VerifyPool => {
  const pool = openPool({ threads, setup, crls: [], onBroken: (error) => broken.push(error) });
  pools.push(pool);
  return pool;
};

const judge = (pool: VerifyPool, messages: readonly Received[]): Promise<readonly Outcome[]> =>
  Promise.all(
    messages.map(
      (message) =>
        new Promise<Outcome>((done) => {
          expect(pool.submit(message, (answers, index) => done(outcomeAt(answers, index)))).toBe(true);
        }),
    ),
  );

const header = (n: number) => ({
  aid: AIDS.vehicle,
  generationTime: NOW * MICRO + n,
  generationLocation: { ...HERE, ...ELEVATION },
});
const received = (bytes: Uint8Array, place?: Received['place']): Received => ({ bytes, at: NOW * MICRO, place });

describe('threads', () => {
  it('judge every message of many signers, and find one that comes twice', async () => {
    const pool = open(2);
    const signers = await Promise.all(Array.from({ length: 6 }, () => company.vehicle()));
    const messages = await Promise.all(
      signers.flatMap((signer, n) => [makeMessage(signer, header(n)), makeMessage(signer, header(n + 100), 'digest')]),
    );
    const outcomes = await judge(
      pool,
      [...messages, ...messages].map((bytes) => received(bytes)),
    );
    const fresh = outcomes.slice(0, messages.length);
    expect(fresh.map(({ verdict }) => verdict)).toEqual(messages.map(() => 'valid'));
    expect(outcomes.slice(messages.length).every(({ verdict }) => verdict === 'replayed')).toBe(true);
    expect(fresh.map(({ signer }) => signer)).toEqual(signers.flatMap(({ certificate: { id8 } }) => [id8, id8]));
    expect([pool.signers(), pool.waiting()]).toEqual([6, 0]);
    expect(fresh[0]).toMatchObject({ aid: AIDS.vehicle, generated: NOW * MICRO, place: HERE });
  });

  it('judge by new roots and revocations from the next message on', async () => {
    const pool = open(1);
    const first = await makeMessage(vehicle, header(1));
    const second = await makeMessage(vehicle, header(2));
    expect((await judge(pool, [received(first)]))[0]?.verdict).toBe('valid');
    pool.trust(setup, [await makeCrl(company.root, 1, NOW - 60, [revocationId(vehicle.certificate)])]);
    expect((await judge(pool, [received(second)]))[0]?.verdict).toBe('chain:revoked');
    pool.trust({ ...setup, roots: [] }, []);
    expect((await judge(pool, [received(second)]))[0]?.verdict).toBe('chain:issuer-unknown');
  });

  it('judge a message without a place by where it was heard', async () => {
    const pool = open(1);
    const bytes = await makeMessage(vehicle, { aid: AIDS.vehicle, generationTime: NOW * MICRO });
    const away = { latitude: 400_000_000, longitude: 1_160_000_000 };
    const other = await makeMessage(vehicle, { aid: AIDS.vehicle, generationTime: NOW * MICRO + 1 });
    const [far, near] = await judge(pool, [received(bytes, away), received(other, HERE)]);
    expect([far?.verdict, near?.verdict]).toEqual(['outside-region', 'valid']);
  });

  it('answer what is no message', async () => {
    const pool = open(2);
    const outcomes = await judge(pool, [received(new Uint8Array(0)), received(Uint8Array.of(3, 0x81, 9))]);
    expect(outcomes.map(({ verdict }) => verdict)).toEqual(['format', 'format']);
  });

  it('take nothing more when they are closed', async () => {
    const pool = open(1);
    await pool.close();
    expect(pool.submit(received(Uint8Array.of(1)), () => undefined)).toBe(false);
  });
});
