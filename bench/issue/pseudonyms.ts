import { createECDH, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSigner, encrypt, generateKeyPair } from '@chedun/gm';
import { openFileKeys } from '@chedun/keys';
import { openRecords } from '@chedun/records';
import { silentLog } from '@chedun/records/testing';
import { openStage, type IssueStage, type PseudonymForm } from '@chedun/pseudonyms/testing';
import { cpuSeconds, processesOf } from '../server/memory.ts';

interface Metric {
  readonly value: number;
  readonly unit: string;
  readonly peer?: string;
  readonly ratio?: number;
}

const DEVICES = 150;
const PER_PERIOD = 20;
const ROUNDS = 3;
const CPU_UNIT = '/s/core';

/** Processor seconds of this process and of its PostgreSQL. */
const usedBy = (folder: string): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6 + cpuSeconds(processesOf(folder));
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Certificates a processor second of a period of all devices; the first period warms up. */
const measure = async (stage: IssueStage, folder: string, form: PseudonymForm): Promise<number> => {
  await stage.enrol(DEVICES, form);
  const rates: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const before = usedBy(folder);
    const made = await stage.makePeriod();
    if (made !== DEVICES * PER_PERIOD) throw new Error(`${made} certificates instead of ${DEVICES * PER_PERIOD}`);
    if (round > 0) rates.push(made / (usedBy(folder) - before));
  }
  return median(rates);
};

/** The same private-key work by node:crypto alone: a point multiplication for each expansion, a signature, an encryption. */
const peerRate = (): number => {
  const { privateKey, publicKey } = generateKeyPair();
  const signer = createSigner(privateKey);
  const message = randomBytes(120);
  const key = randomBytes(16);
  const one = (): void => {
    // Two expansions and the contribution of the authority, each a multiplication of the base point.
    for (let times = 0; times < 3; times += 1) createECDH('SM2').generateKeys();
    signer.sign(message);
    encrypt(publicKey, key, 'c1c3c2');
  };
  const CERTIFICATES = 300;
  for (let at = 0; at < 50; at += 1) one();
  const started = process.cpuUsage();
  for (let at = 0; at < CERTIFICATES; at += 1) one();
  const { user, system } = process.cpuUsage(started);
  return CERTIFICATES / ((user + system) / 1e6);
};

/**
 * Pseudonym certificates a second of processor time of one core, of this process and its PostgreSQL together, end to end:
 * linkage values of two authorities, keys expanded, shuffled, messages between the roles encoded, signed, encrypted and
 * read, certificates signed with SM2, encrypted to the cocoon key, and stored with fdatasync in four statements a thousand.
 * `pseudonym_per_s_core` is the compact unified form (one expansion, answer encrypted only), `pseudonym_original_per_s_core`
 * the original one (two expansions and a second signature a certificate, over the encrypted answer). The median of three
 * periods of 150 devices. Peer: the arithmetic alone by node:crypto, nothing encoded, hashed or stored.
 */
export const pseudonymMetrics = async (): Promise<Record<string, Metric>> => {
  const folder = await mkdtemp(join(tmpdir(), 'chedun-issue-'));
  const clock = { now: () => Date.now(), monotonic: () => performance.now() };
  const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
  const records = await openRecords({ dataDir: folder, log: silentLog, clock, newId: () => randomUUID() });
  try {
    const options = { folder: join(folder, 'keys'), passphrase: 'bench', clock, randomBytes: random, log: silentLog };
    const needs = { records, clock, randomBytes: random, keys: await openFileKeys(options) };
    const rates = new Map<PseudonymForm, number>();
    const stage = await openStage(needs, PER_PERIOD);
    for (const form of ['compactUnified', 'original'] as const) rates.set(form, await measure(stage, folder, form));
    const peer = peerRate();
    const beside = (form: PseudonymForm): Metric => ({
      value: Math.round(rates.get(form) ?? 0),
      unit: CPU_UNIT,
      peer: `node:crypto, arithmetic only: ${Math.round(peer)}`,
      ratio: Math.round(((rates.get(form) ?? 0) / peer) * 100) / 100,
    });
    return { pseudonym_per_s_core: beside('compactUnified'), pseudonym_original_per_s_core: beside('original') };
  } finally {
    await records.close();
    await rm(folder, { recursive: true, force: true });
  }
};
