import { createDecoder } from '@chedun/logs';
import { expect, it } from 'vitest';
import { spokenOf } from './signals-of.ts';

const spoken = (record: object) => {
  const event = createDecoder('ndjson').decode(
    JSON.stringify({ time: '2026-11-23T01:00:00Z', product: 'vehicle', ...record }),
  );
  if (!event) throw new Error('no record');
  return spokenOf(event, 0);
};
const vin = 'LCDCDA1E0RW000017';

it('reads verdicts on reports, buses and roads, written flat or nested', () => {
  expect(spoken({ category: 'gbt32960', cmd: 'detector', signal: 'gbt32960.clone', vin })).toEqual({
    detectors: ['gbt32960.clone'],
    facts: [{ kind: 'signal', at: Date.UTC(2026, 10, 23, 1), signature: 'gbt32960.clone', vehicle: vin }],
  });
  expect(spoken({ category: 'can', can: { kind: 'ids', rule: 'can.ids.replay' }, vin }).facts).toHaveLength(1);
  const road = spoken({ category: 'v2x', 'v2x.kind': 'misbehaviour', 'v2x.rules': ['v2x-range', 'v2x-sybil'] });
  expect(road).toEqual({ detectors: ['v2x-range', 'v2x-sybil'], facts: [] });
});

it('finds nothing in frames, messages and records of other products', () => {
  expect(spoken({ category: 'gbt32960', cmd: 'realtime', signal: 'x', vin }).detectors).toEqual([]);
  expect(spoken({ category: 'can', 'can.kind': 'frame', 'can.rule': 'x', vin }).detectors).toEqual([]);
  expect(spoken({ category: 'v2x', 'v2x.message': 'bsm', vin }).detectors).toEqual([]);
  expect(spoken({ product: 'tsp', category: 'gbt32960', cmd: 'detector', signal: 'x', vin }).detectors).toEqual([]);
});
