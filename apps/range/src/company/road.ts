import type { RangeClock } from '../clock.ts';
import { createFleet } from '../fleet/fleet.ts';
import { createPrng } from '../prng.ts';
import { MIDDLE } from '../protocols/junction.ts';
import { parseCertificate } from '@chedun/v2x-security';
import { granted, openApi, type Api } from '../road/api.ts';
import {
  certifyUnit,
  loadUnit,
  newRoadKey,
  OPERATOR,
  operatorCertificate,
  saveUnit,
  UNIT,
  UNIT_AID,
  unitFile,
} from '../road/unit.ts';
import { ROAD_SIGNERS } from '../stories/signed-road.ts';
import type { RegisterOptions } from './register.ts';

const SUITE = 'cn';
const DOMAIN = 'v2x.chedun.example';
const NOTE = '演示：建立车路通信的证书体系';
const EXISTS = 409;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** What is done with the key of the root: the first person proposes it, the second approves. */
const holdCeremony = async (first: Api, second: Api, plan: object): Promise<void> => {
  const { id } = granted('ceremony', await first('POST', '/pseudonyms/ceremonies', { plan, note: NOTE }));
  const verdict = { verdict: 'approve', note: NOTE };
  granted('ceremony', await second('POST', `/pseudonyms/ceremonies/${String(id)}/decide`, verdict));
};

/** Builds the authorities of the road: the first person proposes, the second approves. */
const buildHierarchy = async (first: Api, second: Api): Promise<void> => {
  const { items } = granted('hierarchies', await first('GET', '/pseudonyms/hierarchies'));
  if ((items as readonly { readonly suite: string }[]).some(({ suite }) => suite === SUITE)) return;
  const plan = { kind: 'create-hierarchy', suite: SUITE, domain: DOMAIN, perPeriod: 20, periodsAhead: 2 };
  await holdCeremony(first, second, plan);
};

/** Certifies the authority of the company that runs the roadside units, and the unit at the junction by it. */
const certifyRoads = async (first: Api, second: Api, now: number, file: string): Promise<void> => {
  if ((await loadUnit(file)) !== undefined) return;
  const operator = newRoadKey();
  const certificate = base64(await operatorCertificate(operator, now));
  const ranges = [{ aid: UNIT_AID, ssp: { kind: 'any' } }];
  await holdCeremony(first, second, { kind: 'foreign-authority', suite: SUITE, certificate, years: 2, ranges });
  const { items } = granted('authorities', await first('GET', '/pseudonyms/issued-authorities'));
  const issued = (items as readonly { readonly id: string; readonly name: string }[]).findLast(
    ({ name }) => name === OPERATOR,
  );
  const answer = await first('GET', `/pseudonyms/issued-authorities/${issued?.id ?? ''}/certificate`);
  granted('authority', answer);
  const authority = { ...operator, certificate: parseCertificate(answer.bytes) };
  const anchor = { kind: 'authority', certificate: base64(answer.bytes) };
  const { id } = granted('trust', await first('POST', '/v2x/anchors', anchor));
  granted('trust', await second('POST', `/v2x/anchors/${String(id)}/decide`, { decision: 'accept' }));
  const unit = newRoadKey();
  await saveUnit(file, unit, await certifyUnit(authority, unit, now));
};

/** Has the messages of these authorities trusted. */
const trustHierarchy = async (first: Api, second: Api): Promise<void> => {
  const proposed = await first('POST', '/v2x/anchors/own');
  if (proposed.status === EXISTS) return;
  const { ids } = granted('trust', proposed);
  for (const id of ids as readonly string[])
    granted('trust', await second('POST', `/v2x/anchors/${id}/decide`, { decision: 'accept' }));
};

/**
 * Sets up what signed messages on the road need, by the API that people use and by two persons: authorities, trust in them,
 * vehicles that may enrol, and the roadside unit that hears them. What exists is left as it is. Does nothing without a
 * second person. Throws `range.unreachable`, `range.refused`.
 */
export const registerRoad = async (
  { url, token, secondToken, vehicles, seed, stateFile }: RegisterOptions,
  clock: RangeClock,
  signal: AbortSignal,
): Promise<void> => {
  if (secondToken === undefined) return;
  const first = openApi({ url, token }, clock, signal);
  const second = openApi({ url, token: secondToken }, clock, signal);
  await buildHierarchy(first, second);
  await trustHierarchy(first, second);
  if (stateFile !== undefined) await certifyRoads(first, second, clock.now(), unitFile(stateFile));
  const fleet = createFleet(vehicles, createPrng(seed).fork('fleet'));
  const vins = fleet.slice(0, ROAD_SIGNERS).map(({ vin }) => vin);
  granted('vehicles', await first('POST', '/pseudonyms/vehicles', { suite: SUITE, vins }));
  const unit = { title: '嘉定路口路侧单元', sender: '127.0.0.1', lat: MIDDLE.lat, lon: MIDDLE.lon };
  granted('roadside unit', await first('PUT', `/gateway/road-units/${UNIT}`, unit));
};
