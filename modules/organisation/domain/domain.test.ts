import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { POSTS, postFor } from './posts.ts';
import { readAppointments } from './read-appointments.ts';
import { weaknessesOf, type OrganisationState } from './weaknesses.ts';

describe('posts', () => {
  it('answer for every obligation, and the closest one answers', () => {
    expect(postFor('1.1-a')?.id).toBe('security-officer');
    expect(postFor('1.4-g')?.id).toBe('emergency-contact');
    expect(postFor('3.1-e')?.id).toBe('user-rights-contact');
    expect(postFor('3.2-a')?.id).toBe('data-officer');
    expect(postFor('9.9-z')).toBeUndefined();
  });
});

const document = { name: '任命.pdf', bytes: 1, sm3: '0' };
const full: OrganisationState = {
  today: '2026-11-28',
  profile: { name: '示例汽车' },
  appointments: POSTS.flatMap(({ id }) =>
    [false, true].map((isDeputy) => ({
      post: id,
      isDeputy,
      person: '王芳',
      validFrom: '2026-01-01',
      validTo: null,
      document,
    })),
  ),
  licences: [{ number: 'B2-1', kind: 'B21', services: ['TSP'], validFrom: '2022-01-01', validTo: '2026-11-28' }],
};
const keys = (state: Partial<OrganisationState>) => weaknessesOf({ ...full, ...state }).map(({ key }) => key);

describe('what is wrong with an organisation', () => {
  it('is nothing while posts are filled and licences run, to their last day', () => {
    expect(keys({})).toEqual([]);
    expect(keys({ today: '2026-11-29' })).toEqual(['licence:B2-1']);
    expect(keys({ profile: null })).toEqual(['profile']);
  });

  it('is a vacancy before the first and after the last day of an appointment', () => {
    const ending = full.appointments.map((each) =>
      each.post === 'data-officer' ? { ...each, validTo: '2026-11-27' } : each,
    );
    expect(keys({ appointments: ending })).toEqual(['post:data-officer:vacant']);
    expect(keys({ today: '2025-12-31' })).toContain('post:security-officer:vacant');
  });

  it('is a deputy alone, no deputy, and no document', () => {
    const without = (drop: (each: OrganisationState['appointments'][number]) => boolean) =>
      keys({ appointments: full.appointments.filter((each) => each.post !== 'security-officer' || !drop(each)) });
    expect(without(({ isDeputy }) => !isDeputy)).toEqual(['post:security-officer:vacant']);
    expect(without(({ isDeputy }) => isDeputy)).toEqual(['post:security-officer:deputy']);
    const bare = full.appointments.map((each) => ({
      ...each,
      document: each.post === 'data-officer' ? null : each.document,
    }));
    expect(keys({ appointments: bare })).toEqual(['post:data-officer:document']);
  });
});

describe('a table of appointments', () => {
  const HEADER = { row: 1, cells: ['\uFEFF岗位', '姓名', '电话', '任职日期', '截止日期', '副职'] };
  const good = (row: number) => ({
    row,
    cells: ['网络安全负责人', `人员${row}`, '027-1234567', '2026-01-01', '', '否'],
  });

  it('of 10,000 rows names every bad one and loses no good one', () => {
    const rows = [HEADER, ...Array.from({ length: 10_000 }, (_, n) => good(n + 2))];
    const bad: Readonly<Record<number, readonly [place: number, value: string, column: string]>> = {
      4_000: [0, '门卫', 'post'],
      5_000: [2, '没有', 'phone'],
      5_001: [3, '2026-13-01', 'validFrom'],
      9_999: [4, '2025-01-01', 'validTo'],
      10_001: [5, '也许', 'isDeputy'],
    };
    for (const [row, [place, value]] of Object.entries(bad)) {
      const at = rows.find((each) => each.row === Number(row));
      if (at) at.cells[place] = value;
    }
    const read = readAppointments(rows);
    expect([read.rows, read.taken.length]).toEqual([10_000, 9_995]);
    expect(read.refused.map(({ row, column }) => [row, column])).toEqual(
      Object.entries(bad).map(([row, [, , column]]) => [Number(row), column]),
    );
  });

  it('takes no row and names the columns when the header lacks some', () => {
    const read = readAppointments([{ row: 1, cells: ['姓名'] }, good(2)]);
    expect(read.taken).toEqual([]);
    expect(read.refused.map(({ column }) => column)).toEqual(['post', 'phone', 'validFrom']);
    expect(readAppointments([]).taken).toEqual([]);
  });

  it('takes or refuses every filled row, whatever stands in it', () => {
    const cells = fc.array(fc.string({ maxLength: 12 }), { maxLength: 8 });
    fc.assert(
      fc.property(fc.array(cells, { maxLength: 20 }), (body) => {
        const read = readAppointments([HEADER, ...body.map((each, n) => ({ row: n + 2, cells: each }))]);
        expect(read.taken.length + read.refused.length).toBe(read.rows);
      }),
    );
  });
});
