import { describe, expect, it } from 'vitest';
import type { NoteFields } from './own-note.ts';
import { roadUnits } from './road-units.ts';

const UNIT = { id: 'rsu-1', from: '10.30.0.1', lat: 31.23, lon: 121.47 };

describe('the register of roadside units', () => {
  const hear = (register: ReturnType<typeof roadUnits>, from: string, now = 0): NoteFields[] => {
    const notes: NoteFields[] = [];
    register.hear(from, now, (fields) => notes.push(fields));
    return notes;
  };

  it('knows a unit by its address or topic', () => {
    const register = roadUnits([UNIT]);
    expect(register.hear('10.30.0.1', 0, () => undefined)).toBe(UNIT);
    expect(register.counts()).toEqual({ registered: 1, heard: 1, strangers: 0 });
    expect(register.all()).toEqual([UNIT]);
  });

  it('tells of a stranger, and again only after ten minutes', () => {
    const register = roadUnits([UNIT]);
    expect(hear(register, '10.30.0.9')).toMatchObject([{ signal: 'v2x.unregistered_unit', seen: '10.30.0.9' }]);
    expect(hear(register, '10.30.0.9', 599_999)).toEqual([]);
    expect(hear(register, '10.30.0.9', 600_000)).toHaveLength(1);
    expect(register.counts()).toEqual({ registered: 1, heard: 0, strangers: 1 });
  });

  it('that is empty calls nobody a stranger', () => {
    const register = roadUnits([]);
    expect(hear(register, '10.30.0.9')).toEqual([]);
    expect(register.counts().strangers).toBe(0);
  });

  it('keeps so many strangers at most', () => {
    const register = roadUnits([UNIT]);
    for (let n = 0; n < 5000; n += 1) hear(register, `10.31.${n}`);
    expect(register.counts().strangers).toBe(4096);
  });

  it('takes units of the register besides those of the configuration, which win', () => {
    const register = roadUnits([UNIT]);
    hear(register, '10.30.0.2', 5);
    register.register([
      { id: 'rsu-2', from: '10.30.0.2', lat: 1, lon: 2 },
      { id: 'other', from: '10.30.0.1', lat: 0, lon: 0 },
    ]);
    expect(hear(register, '10.30.0.2', 7)).toEqual([]);
    expect(register.hear('10.30.0.1', 9, () => undefined)?.id).toBe('rsu-1');
    expect(register.counts()).toEqual({ registered: 2, heard: 2, strangers: 0 });
    expect([...register.lastHeard()]).toEqual([
      ['10.30.0.2', 7],
      ['10.30.0.1', 9],
    ]);
    register.register([]);
    expect(register.counts()).toEqual({ registered: 1, heard: 1, strangers: 0 });
    expect(hear(register, '10.30.0.2', 8)).toHaveLength(1);
  });
});
