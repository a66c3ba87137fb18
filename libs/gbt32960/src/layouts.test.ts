import { describe, expect, it } from 'vitest';
import type { Edition } from './codes.ts';
import { EVENT_NAMES } from './event-names.ts';
import type { Field, Layout } from './layout.ts';
import { isSentinel, scaled, unscaled } from './layout.ts';
import { LAYOUTS } from './realtime.ts';
import { subjectOf } from './subjects.ts';

/** Fixed bytes of a layout and of its groups, counts included. */
const sizes = (layout: Layout): { readonly fixed: number; readonly group: number } => {
  let fixed = 0;
  let group = 0;
  for (const part of layout) {
    if (part.kind === 'fields') fixed += part.size;
    else if (part.kind === 'list') fixed += part.countSize;
    else {
      fixed += 1;
      group = sizes(part.layout).fixed;
    }
  }
  return { fixed, group };
};

const fieldsOf = (layout: Layout): readonly Field[] =>
  layout.flatMap((part) => {
    if (part.kind === 'fields') return part.fields;
    return part.kind === 'groups' ? fieldsOf(part.layout) : [];
  });

const listsOf = (layout: Layout): readonly string[] =>
  layout.flatMap((part) => {
    if (part.kind === 'list') return [part.name];
    return part.kind === 'groups' ? listsOf(part.layout) : [];
  });

const everyLayout = (['2016', '2025'] as const).flatMap((edition) =>
  [...LAYOUTS[edition]].map(([type, layout]) => ({ edition, type, layout })),
);

/** Lengths that the tables of the standard state, without list elements: body, and one group where there are groups. */
const LENGTHS: readonly (readonly [edition: Edition, type: number, fixed: number, group: number])[] = [
  ['2016', 0x01, 20, 0],
  ['2016', 0x02, 1, 12],
  ['2016', 0x03, 18, 0],
  ['2016', 0x04, 5, 0],
  ['2016', 0x05, 9, 0],
  ['2016', 0x06, 14, 0],
  ['2016', 0x07, 9, 0],
  ['2016', 0x08, 1, 10],
  ['2016', 0x09, 1, 3],
  ['2025', 0x01, 18, 0],
  ['2025', 0x02, 1, 10],
  ['2025', 0x03, 12, 0],
  ['2025', 0x04, 2, 0],
  ['2025', 0x05, 10, 0],
  ['2025', 0x06, 10, 2],
  ['2025', 0x07, 1, 7],
  ['2025', 0x08, 1, 3],
  ['2025', 0x30, 1, 12],
  ['2025', 0x31, 9, 0],
  ['2025', 0x32, 18, 0],
];

describe('the tables', () => {
  it.each(LENGTHS)('of %s type %i have %i fixed bytes and groups of %i', (edition, type, fixed, group) => {
    expect(sizes(LAYOUTS[edition].get(type) ?? [])).toEqual({ fixed, group });
  });

  it('cover exactly the types of the standard', () => {
    expect(everyLayout.map(({ edition, type }) => [edition, type])).toEqual(
      LENGTHS.map(([edition, type]) => [edition, type]),
    );
  });

  it('name no field twice in a body', () => {
    for (const { layout } of everyLayout) {
      const names = fieldsOf(layout).map((field) => field.name);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('give every type a subject', () => {
    for (const { edition, type } of everyLayout) expect(subjectOf(edition, type)).toBeDefined();
    expect(subjectOf('2016', 0x30)).toBeUndefined();
  });
});

describe('event names', () => {
  /** Fields that an event leaves out on purpose: numbers of groups and sensors, the raw status behind lon and lat. */
  const LEFT_OUT = new Set([
    'no',
    'status',
    'cell_total',
    'first_cell',
    'h2_max_temp_probe',
    'h2_max_conc_sensor',
    'h2_max_pressure_sensor',
  ]);
  /** Lists whose group already tells voltage and current, which the vehicle body carries for the whole pack. */
  const PACK_FIELDS = new Set(['voltage_V', 'current_A']);

  it.each(everyLayout)('know every field and list of $edition type $type', ({ edition, type, layout }) => {
    const subject = subjectOf(edition, type) ?? 'vehicle';
    const names = EVENT_NAMES[subject];
    const known = new Set([...names.fields, ...names.columns].map(([from]) => from));
    const missing = fieldsOf(layout)
      .map((field) => field.name)
      .filter((name) => !known.has(name) && !LEFT_OUT.has(name) && !(subject === 'cells' && PACK_FIELDS.has(name)));
    expect(missing).toEqual([]);
    const lists = new Set([...names.arrays.map(([from]) => from), ...names.extents.map((extent) => extent.list)]);
    expect(listsOf(layout).filter((name) => !lists.has(name))).toEqual([]);
  });

  it('are never shared by two subjects', () => {
    const targets = Object.values(EVENT_NAMES).flatMap((names) => [
      ...[...names.fields, ...names.columns, ...names.arrays].map(([, to]) => to),
      ...names.extents.flatMap((extent) => [extent.count, extent.min, extent.max]),
    ]);
    expect(new Set(targets).size).toBe(targets.length);
  });
});

describe('scales', () => {
  it('give back every raw number that is no sentinel', () => {
    const quantities = everyLayout
      .flatMap(({ layout }) => fieldsOf(layout))
      .filter((field) => field.scale !== undefined);
    for (const { size, scale } of quantities) {
      if (scale === undefined) continue;
      for (const raw of [0, 1, 39, 40, 41, 200, 0xfd, 9999, 10_000, 0xfffd, 0xffff_fffd]) {
        if (raw >= 2 ** (8 * size) || isSentinel(raw, size)) continue;
        expect(unscaled(scaled(raw, size, scale), size, scale)).toBe(raw);
      }
      expect(unscaled(null, size, scale)).toBe(2 ** (8 * size) - 1);
    }
  });

  it.each([
    [0xfd, 1, false],
    [0xfe, 1, true],
    [0xff, 1, true],
    [0xfffd, 2, false],
    [0xfffe, 2, true],
    [0xfe, 2, false],
    [0xffff_fffd, 4, false],
    [0xffff_fffe, 4, true],
  ] as const)('know whether %i in %i bytes is a sentinel', (raw, size, expected) => {
    expect(isSentinel(raw, size)).toBe(expected);
  });
});
