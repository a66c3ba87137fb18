import { describe, expect, it } from 'vitest';
import { eventWeight } from './event-weight.ts';

describe('the weight of an event', () => {
  const ecu = { product: 'vehicle', category: 'ecu_sev' };

  it('is the counter of a message of a control unit, nested or flat', () => {
    expect(eventWeight({ 'ids.count': 500 }, ecu)).toBe(500);
    expect(eventWeight({ ids: { count: 7 } }, ecu)).toBe(7);
  });

  it('is one where there is no counter that can be true', () => {
    for (const count of [0, -3, 'many', null, undefined, Number.NaN])
      expect(eventWeight({ 'ids.count': count }, ecu)).toBe(1);
    expect(eventWeight({ 'ids.count': 1e9 }, ecu)).toBe(65_535);
    expect(eventWeight({ 'ids.count': 2.9 }, ecu)).toBe(2);
  });

  it('is one for every other category', () => {
    expect(eventWeight({ 'ids.count': 500 }, { category: 'can' })).toBe(1);
  });
});
