import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeMessage } from '@chedun/v2x';
import { serviceAuthorityFields, SUITES, toTime32 } from '@chedun/v2x-pki';
import {
  createVerifier,
  issueCertificate,
  newSpduView,
  parseCertificate,
  regionHolds,
  scanSpdu,
  selfSign,
  trustStore,
  validityOf,
  verificationKeyValue,
  verifyCertificateChain,
} from '@chedun/v2x-security';
import { describe, expect, it } from 'vitest';
import { certifyUnit, loadUnit, newRoadKey, noticeOf, operatorCertificate, saveUnit, UNIT, UNIT_AID } from './unit.ts';

const NOW = Date.UTC(2026, 10, 28);

/** The operator under a root that certified its key for messages of roadside units. */
const operatorUnder = async () => {
  const [rootKey, operator] = [newRoadKey(), newRoadKey()];
  const everything = {
    subjectPermissions: { all: null },
    minChainLength: 1,
    chainLengthRange: -1,
    eeType: { bits: '11000000' },
  };
  const root = await selfSign(
    {
      id: { name: 'root.example' },
      cracaId: { octets: '000000' },
      crlSeries: 0,
      validityPeriod: { start: toTime32(NOW) - 1000, duration: { years: 10 } },
      appPermissions: [{ aid: 3627 }],
      certIssuePermissions: [everything],
      verifyKeyIndicator: { verificationKey: verificationKeyValue({ curve: 'sm2', point: rootKey.point }) },
    },
    rootKey,
  );
  const asked = parseCertificate(await operatorCertificate(operator, NOW));
  expect(asked.issuer).toBeUndefined();
  const fields = serviceAuthorityFields({
    suite: SUITES.cn,
    name: 'roads.example',
    start: toTime32(NOW) - 10,
    hours: 17_520,
    signing: { curve: 'sm2', point: operator.point },
    ranges: [{ aid: UNIT_AID, ssp: { kind: 'any' } }],
  });
  return {
    root,
    authority: { ...operator, certificate: await issueCertificate(fields, { ...rootKey, certificate: root }) },
  };
};

describe('the roadside unit of the range', () => {
  it('is certified for its junction under a root, and is the same after a restart', async () => {
    const { root, authority } = await operatorUnder();
    const key = newRoadKey();
    const certificate = parseCertificate(await certifyUnit(authority, key, NOW));
    const verdict = verifyCertificateChain(certificate, {
      profile: 'cn',
      now: toTime32(NOW) + 60,
      verifier: createVerifier(),
      ...trustStore([root], [authority.certificate]),
      omittedRange: 'absent',
    });
    expect(verdict.isValid).toBe(true);
    const early = parseCertificate(await certifyUnit(authority, key, NOW - 3_600_000));
    expect(validityOf(early).start).toBe(validityOf(authority.certificate).start);
    const { id, region } = certificate.value.toBeSigned;
    expect(id).toEqual({ name: UNIT });
    const at = (latitude: number) => region && regionHolds(region, { latitude, longitude: 1_211_772_000 });
    expect([at(312_745_000), at(322_745_000)]).toEqual(['inside', 'outside']);
    const folder = await mkdtemp(join(tmpdir(), 'range-unit-'));
    const file = join(folder, 'unit.json');
    expect(await loadUnit(file)).toBeUndefined();
    await saveUnit(file, key, certificate.bytes);
    expect((await loadUnit(file))?.certificate.id8).toBe(certificate.id8);
    await rm(folder, { recursive: true });
  });

  it('sends notices that can be read, for its place', async () => {
    const { authority } = await operatorUnder();
    const key = newRoadKey();
    const unit = { ...key, certificate: parseCertificate(await certifyUnit(authority, key, NOW)) };
    const notice = await noticeOf(unit, NOW);
    const view = newSpduView();
    expect(scanSpdu(notice, view, 'cn')).toBe(true);
    expect([view.aid, view.latitude]).toEqual([UNIT_AID, 312_745_000]);
    const { value } = decodeMessage(notice.slice(view.payloadStart, view.payloadEnd));
    expect(value).toMatchObject({ rsiFrame: { rtes: [{ eventType: 501 }] } });
  });
});
