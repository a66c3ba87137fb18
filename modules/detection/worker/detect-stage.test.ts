import { createDecoder } from '@chedun/logs';
import type { IndexedEvent, PipelineFrame } from '@chedun/pipeline';
import { parseRules } from '@chedun/sigma';
import { describe, expect, it } from 'vitest';
import { openStage, type DetectResult } from './detect-stage.ts';

const RULE = `title: t
logsource: {product: vehicle, category: ecu_sev}
detection:
  sel: {ids.event: login_failed}
  condition: sel
`;
const VIN = 'LCDCDA1E0RW000017';
const decoder = createDecoder('ndjson');
const NOW = Date.UTC(2026, 10, 23);

/** Groups of hits on messages of control units with these counters. */
const groupsOf = async (counts: readonly unknown[], category = 'ecu_sev'): Promise<DetectResult['groups']> => {
  const { documents } = parseRules(RULE.replace('ecu_sev', category), { file: 'r.yml' });
  const rules = documents.map((document) => ({ id: 'r', document, groupMinutes: 60, exceptions: [] }));
  const stage = await openStage({ version: 1, rules });
  const events = counts.flatMap((count, index): IndexedEvent[] => {
    const record = { product: 'vehicle', category, vin: VIN, 'ids.event': 'login_failed', 'ids.count': count };
    const event = decoder.decode(JSON.stringify(record));
    return event ? [{ index, event, raw: Buffer.alloc(0) }] : [];
  });
  const frame = { stream: 'network', seq: 1, source: 'ids', receivedAt: NOW } as PipelineFrame;
  await stage.onFrame({ frame, events } as never);
  const { result } = (await stage.flush()) as { readonly result: DetectResult };
  return result.groups;
};

describe('hits on messages of an intrusion detection system', () => {
  it('count as many events as the message stands for', async () => {
    const [group] = await groupsOf([500, 3, undefined]);
    expect(group).toMatchObject({ asset: { kind: 'vehicle', id: VIN }, count: 504 });
    expect(group?.samples).toHaveLength(3);
    expect(group?.matched).toContainEqual(expect.objectContaining({ field: 'ids.event' }));
  });

  it('count once where a counter says nothing, and in every other category', async () => {
    expect((await groupsOf([0, 'many']))[0]).toMatchObject({ count: 2 });
    expect((await groupsOf([500], 'can'))[0]).toMatchObject({ count: 1 });
  });
});
