import { certificates } from '@chedun/certificates';
import type { CertificatesAsks } from '@chedun/certificates/contract';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import { compose } from '@chedun/module';
import { buildOcspRequest, parseCertificate } from '@chedun/x509';
import { holdCeremony } from '../../modules/certificates/testing/ceremony.ts';
import { hierarchy, standIns } from '../../modules/certificates/testing/stand-ins.ts';
import { sm2Device } from '../../modules/certificates/testing/requests.ts';
import { authorityBook } from '../../modules/certificates/authorities.ts';
import { profileBook } from '../../modules/certificates/profiles.ts';
import { settingsBook } from '../../modules/certificates/settings.ts';
import { issueRows, type IssueNeeds } from '../../modules/certificates/use-cases/issue.ts';
import { measureOpenssl } from './openssl.ts';
import { benchPlatform } from './world.ts';

/** One number of a bench. */
export interface Metric {
  readonly value: number;
  readonly unit: string;
  readonly peer?: string;
  readonly ratio?: number;
}

/** Certificates of one round; the first round warms up. */
const ROUND = 2500;
const ROUNDS = 4;
const PIECE = 500;
const OPENSSL_REQUESTS = 300;
const ASKED = 1000;
const ASKING_MS = 2000;

const vinOf = (at: number): string => `LSVAA49J1320${String(at).padStart(5, '0')}`;
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Issues requests in transactions of 500; answers the rate and the serial numbers. */
const issueRound = async (needs: IssueNeeds, requests: readonly Uint8Array[], from: number) => {
  const [profile, authority] = [await needs.profiles.get('vehicle'), await needs.authorities.named('vehicle-ca')];
  const start = performance.now();
  const serials: string[] = [];
  for (let at = 0; at < requests.length; at += PIECE) {
    const rows = requests
      .slice(at, at + PIECE)
      .map((csr, index) => ({ csr, vin: vinOf(from + at + index), device: null, row: null }));
    const results = await issueRows(needs)({ profile, authority, rows, actor: SYSTEM_ACTOR, batch: null });
    for (const result of results) {
      if (result.kind === 'refused') throw new Error(`${result.code} ${result.reason}`);
      serials.push(...result.certificates.map(({ serial }) => serial));
    }
  }
  return { perSecond: requests.length / ((performance.now() - start) / 1000), serials };
};

const askRate = async (ocsp: CertificatesAsks['ocsp'], requests: readonly Uint8Array[]): Promise<number> => {
  for (const request of requests) await ocsp(request);
  const start = performance.now();
  let answers = 0;
  while (performance.now() - start < ASKING_MS) {
    for (const request of requests) {
      const answer = ocsp(request);
      if (answer instanceof Promise) throw new Error('an answer did not come from the cache');
      answers += 1;
    }
  }
  return answers / ((performance.now() - start) / 1000);
};

const beside = (value: number, peer: string, rate: number | undefined): Metric =>
  rate === undefined
    ? { value: Math.round(value), unit: '/s' }
    : {
        value: Math.round(value),
        unit: '/s',
        peer: `${peer}: ${Math.round(rate)}/s`,
        ratio: Math.round((value / rate) * 10) / 10,
      };

/** Measures issuing and answering, see `bench/issue.ts`. */
export const measureX509 = async (): Promise<Record<string, Metric>> => {
  const { platform, close } = await benchPlatform();
  const app = await compose([...standIns(), certificates], platform);
  try {
    await app.start();
    const asks = app.asksOf(certificates);
    await holdCeremony(app, hierarchy());
    const { records, clock } = platform;
    const needs: IssueNeeds = {
      ...platform,
      authorities: authorityBook(records),
      profiles: profileBook(records, clock.now),
      settings: settingsBook(records),
      assets: { countRegistered: async (vins) => vins.length, vehicleByVin: async () => undefined },
    };
    const rounds: number[] = [];
    const serials: string[] = [];
    let first: readonly Uint8Array[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const from = round * ROUND;
      const requests = await Promise.all(
        Array.from({ length: ROUND }, (_, at) => sm2Device().request(vinOf(from + at))),
      );
      first = requests.slice(0, OPENSSL_REQUESTS);
      const result = await issueRound(needs, requests, from);
      if (round > 0) rounds.push(result.perSecond);
      serials.push(...result.serials);
    }
    const [issuer] = (await asks.chain('vehicle-ca')).map((der) => parseCertificate(der));
    if (issuer === undefined) throw new Error('no issuer');
    const questions = serials.slice(0, ASKED).map((serial) => buildOcspRequest(issuer, [Buffer.from(serial, 'hex')]));
    const answers = await askRate(asks.ocsp, questions);
    const peer = measureOpenssl(first);
    return {
      x509_per_s: beside(median(rounds), 'openssl ca, not durable', peer?.certificates),
      ocsp_per_s: beside(answers, 'openssl ocsp, a process each', peer?.answers),
    };
  } finally {
    await app.stop();
    await close();
  }
};
