import { beforeAll, describe, expect, it } from 'vitest';
import type { Signer } from '@chedun/v2x-security';
import { HERE, makeHierarchy, square, type Hierarchy } from './hierarchy.ts';
import { compareUnits, type HeardCertificate } from './road-units.ts';
import { unixOfSeconds } from './v2x-time.ts';

const NOW = 722_476_800;
const LEAP = 5;
const at = unixOfSeconds(NOW, LEAP);
const unit = (id: string) => ({ id, lat: HERE.latitude / 1e7, lon: HERE.longitude / 1e7 });

let company: Hierarchy;
beforeAll(async () => {
  company = await makeHierarchy('a.example', NOW);
});
const heard = (name: string, { certificate }: Signer, outside = 0): HeardCertificate => ({
  name,
  certificate: certificate.bytes,
  outside,
});

describe('the register beside the certificates', () => {
  it('fits when every unit was heard with a valid certificate for its place', async () => {
    const region = { circular: { center: HERE, radius: 500 } };
    const signer = await company.roadUnit('rsu-1', { region, validityPeriod: { start: NOW, duration: { years: 1 } } });
    expect(compareUnits([unit('rsu-1')], [heard('rsu-1', signer)], at, LEAP)).toEqual({
      registered: 1,
      certified: 1,
      missing: [],
      strangers: [],
      displaced: [],
      expired: [],
      ending: [],
    });
  });

  it('tells of units without one, of strangers, and of units that stand elsewhere', async () => {
    const elsewhere = await company.roadUnit('rsu-2', { region: square(310_000_000, 1_210_000_000, 1000) });
    const certificates = [heard('rsu-2', elsewhere), heard('rsu-9', await company.roadUnit('rsu-9'), 1)];
    const found = compareUnits([unit('rsu-1'), unit('rsu-2')], certificates, at, LEAP);
    expect(found).toMatchObject({ missing: ['rsu-1'], strangers: ['rsu-9'], displaced: ['rsu-2', 'rsu-9'] });
  });

  it('tells of what ended or ends soon, unless it was renewed', async () => {
    const life = (start: number, hours: number) => ({ validityPeriod: { start, duration: { hours } } });
    const old = await company.roadUnit('rsu-1', life(NOW - 7200, 1));
    const soon = await company.roadUnit('rsu-2', life(NOW - 7200, 24));
    const units = [unit('rsu-1'), unit('rsu-2')];
    const before = compareUnits(units, [heard('rsu-1', old), heard('rsu-2', soon)], at, LEAP);
    expect(before).toMatchObject({ expired: ['rsu-1'], ending: ['rsu-2'], missing: ['rsu-1'], certified: 1 });
    const renewed = await company.roadUnit('rsu-1', { validityPeriod: { start: NOW - 60, duration: { years: 1 } } });
    const after = compareUnits(units, [heard('rsu-1', old), heard('rsu-1', renewed)], at, LEAP);
    expect(after).toMatchObject({ expired: [], missing: ['rsu-2'] });
  });
});
