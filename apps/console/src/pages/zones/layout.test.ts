import type { Zone, ZoneKind, ZonePair } from '@chedun/zones/contract';
import { describe, expect, it } from 'vitest';
import { arrowsOf, BOX, placeZones, sizeOf } from './layout.ts';

const zone = (id: string, kind: ZoneKind): Zone => ({
  id,
  name: id,
  kind,
  cidrs: [],
  description: '',
  owner: '',
  hosts: 0,
  updatedAt: '2026-11-23T01:00:00.000Z',
});
const pair = (from: string, to: string, change: Partial<ZonePair> = {}): ZonePair => ({
  from,
  to,
  flows: 1,
  records: 1,
  violating: 0,
  ended: 0,
  blocked: 0,
  lastSeen: '2026-11-23T01:00:00.000Z',
  ...change,
});

describe('the picture of zones', () => {
  const zones = [zone('d', 'data'), zone('i', 'internet'), zone('v', 'vehicle'), zone('p', 'production')];
  const placed = placeZones(zones);

  it('goes from outside to inside, and no box covers another', () => {
    const x = new Map(placed.map((each) => [each.zone.id, each.x]));
    expect([x.get('i'), x.get('v')]).toEqual([0, 0]);
    expect((x.get('p') ?? 0) < (x.get('d') ?? 0)).toBe(true);
    for (const a of placed)
      for (const b of placed)
        if (a !== b) expect(Math.abs(a.x - b.x) >= BOX.width || Math.abs(a.y - b.y) >= BOX.height).toBe(true);
    const { width, height } = sizeOf(placed);
    expect(placed.every((each) => each.x + BOX.width < width && each.y + BOX.height < height)).toBe(true);
  });

  it('draws what crosses, what is wrong on top, more records wider', () => {
    const arrows = arrowsOf(placed, [
      pair('i', 'p', { violating: 1 }),
      pair('p', 'p'),
      pair('v', 'p', { records: 10_000 }),
      pair('x', 'p'),
    ]);
    expect(arrows.map(({ pair: each }) => each.from)).toEqual(['v', 'i']);
    expect((arrows[0]?.width ?? 0) > (arrows[1]?.width ?? 0)).toBe(true);
    expect(arrows.every(({ path }) => !path.includes('NaN'))).toBe(true);
  });

  it('is empty without zones', () => {
    expect(placeZones([])).toEqual([]);
    expect(arrowsOf([], [pair('a', 'b')])).toEqual([]);
  });
});
