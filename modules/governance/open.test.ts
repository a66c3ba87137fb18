import { testDatabase, type TestDatabase } from '@chedun/records/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findingsReported } from './contract.ts';
import { openReadModel } from './read-open.ts';
import { aReport } from './testing/index.ts';
import { changeFindings } from './use-cases/change-findings.ts';
import { recordFindings } from './use-cases/record-findings.ts';

describe('what is open by obligation and asset', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase({
      migrations: [{ module: 'governance', folder: new URL('./migrations/', import.meta.url) }],
    });
  });
  afterAll(() => db.close());

  it('names what is open alone, worst first, and each asset with all its obligations', async () => {
    let made = 0;
    const record = recordFindings({
      clock: db.clock,
      newId: () => `0193a000-0000-7000-8000-00000000000${(made += 1)}`,
    });
    const car = { kind: 'vehicle', id: 'LSVAA4182E2123456' } as const;
    const findings = [
      aReport({ fingerprint: 'a', severity: 'low', obligations: ['1.3-h'], assets: [car] }),
      aReport({ fingerprint: 'b', severity: 'high', obligations: ['1.3-h', '1.1-k'], assets: [car] }),
      aReport({ fingerprint: 'c', severity: 'high', obligations: [], assets: [car] }),
    ];
    await db.records.transaction((tx) =>
      record({ type: findingsReported, payload: { findings } } as unknown as Parameters<typeof record>[0], tx),
    );
    const open = openReadModel(db.records);
    const ids = async () =>
      (await open.openFindings({ obligation: '1.3-h', limit: 10 })).map(({ fingerprint }) => fingerprint);
    expect(await ids()).toEqual(['b', 'a']);
    expect((await open.openFindings({ limit: 10 })).map(({ fingerprint }) => fingerprint)).toEqual(['b', 'a']);
    expect((await open.openByAsset()).get('vehicle:LSVAA4182E2123456')?.toSorted()).toEqual(['1.1-k', '1.3-h']);
    const [worst] = await open.openFindings({ limit: 1 });
    const actor = { kind: 'user', id: 'u1', name: '王芳' } as const;
    const change = changeFindings({ records: db.records, clock: db.clock });
    await change([worst?.id ?? ''], { status: 'resolved', comment: 'done' }, actor);
    expect(await ids()).toEqual(['a']);
    expect((await open.openByAsset()).get('vehicle:LSVAA4182E2123456')).toEqual(['1.3-h']);
  });
});
