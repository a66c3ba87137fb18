import { isDomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowedBy } from './allowed.ts';
import { INSPECTION_KINDS } from './kinds.ts';
import { narrowOrder, type InspectionScope } from './narrow.ts';
import { MOST_ORDER_BYTES, readInspectionOrder, writeInspectionOrder, type InspectionOrder } from './order.ts';

const ORDER: InspectionOrder = {
  schema: 'urn:chedun:inspection-order:1',
  id: '018f7a00-0000-7000-8000-000000000001',
  number: 'JC-2026-0001',
  authority: '湖北省通信管理局',
  enterprise: { name: '甲汽车有限公司', creditCode: '91420100MA4KXXXX2A' },
  basis: '《网络数据安全管理条例》第五十条',
  kinds: ['posture', 'units', 'organisation'],
  obligations: ['1.3-a', '3.4-b'],
  units: ['车联网服务平台'],
  from: '2026-11-24T01:00:00.000Z',
  until: '2026-11-26T10:00:00.000Z',
  inspectors: [{ name: '周明', organisation: '湖北省通信管理局' }],
  announced: true,
};
const INSIDE = Date.parse('2026-11-25T02:00:00Z');
const get = (
  route: string,
  params: Readonly<Record<string, string>> = {},
  order: InspectionOrder = ORDER,
  now = INSIDE,
  named: ReadonlySet<string> = new Set(),
) => allowedBy(order, { method: 'GET', route, params }, now, named);

describe('an order', () => {
  it('is read as it was written, and one order has one sequence of bytes', () => {
    const bytes = writeInspectionOrder(ORDER);
    expect(readInspectionOrder(bytes)).toEqual(ORDER);
    expect(writeInspectionOrder(readInspectionOrder(bytes))).toEqual(bytes);
  });

  it.each([
    ['a field that nobody knows', { ...ORDER, extra: 1 }],
    ['no kind', { ...ORDER, kinds: [] }],
    ['a kind that is none', { ...ORDER, kinds: ['raw-logs'] }],
    ['an end before its begin', { ...ORDER, until: ORDER.from }],
    ['more than a month', { ...ORDER, until: '2027-11-26T10:00:00.000Z' }],
    ['nobody who inspects', { ...ORDER, inspectors: [] }],
    ['a code of the wrong length', { ...ORDER, enterprise: { name: '甲', creditCode: '1' } }],
    ['an obligation that is none', { ...ORDER, obligations: ['*'] }],
  ])('with %s is refused with the field', (_, order) => {
    expect(() => writeInspectionOrder(order as InspectionOrder)).toThrow(
      expect.objectContaining({
        code: 'inspection.order-invalid',
        detail: expect.objectContaining({ field: expect.any(String) }),
      }),
    );
  });

  it('of any bytes throws nothing but its own error', () => {
    const whole = writeInspectionOrder(ORDER);
    const mutated = fc.tuple(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length)).map(([at, value, cut]) => {
      const bytes = Uint8Array.from(whole);
      bytes[at] = value;
      return bytes.subarray(0, cut === 0 ? whole.length : cut);
    });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          mutated,
          fc.json().map((text) => new TextEncoder().encode(text)),
        ),
        (bytes) => {
          try {
            expect(writeInspectionOrder(readInspectionOrder(bytes))).toEqual(Uint8Array.from(bytes));
          } catch (error) {
            if (!isDomainError(error)) throw error;
            expect(error.code).toBe('inspection.order-invalid');
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('that is too large is refused before it is parsed', () => {
    expect(() => readInspectionOrder(new Uint8Array(MOST_ORDER_BYTES + 1))).toThrow(/inspection.order-invalid|bytes/);
  });
});

describe('a request', () => {
  it('reads what is in scope, and nothing of what the scope leaves out', () => {
    expect(get('/posture/obligations/:id', { id: '1.3-a' }).kind).toBe('allowed');
    expect(get('/posture/obligations/:id', { id: '1.3-b' })).toEqual({ kind: 'refused', because: 'not-in-scope' });
    expect(get('/posture')).toEqual({ kind: 'refused', because: 'not-in-scope' });
    expect(get('/posture', {}, { ...ORDER, obligations: [] }).kind).toBe('allowed');
    expect(get('/filing/units/:id', { id: 'u-1' }).kind).toBe('refused');
    expect(get('/filing/units/:id', { id: 'u-1' }, ORDER, INSIDE, new Set(['u-1'])).kind).toBe('allowed');
    expect(get('/filing/units/:id', { id: '车联网服务平台' }).kind, 'a name is no id').toBe('refused');
    expect(get('/organisation').kind).toBe('allowed');
    expect(get('/findings').kind).toBe('refused');
    expect(get('/search/events').kind).toBe('refused');
  });

  it('is judged by the route that answers: an export beside a readable one stays closed', () => {
    const all = { ...ORDER, obligations: [], units: [], kinds: INSPECTION_KINDS.map(({ id }) => id) };
    for (const route of [
      '/findings/export',
      '/documents/export',
      '/documents/signer',
      '/incidents/settings',
      '/retention/ledger.csv',
    ])
      expect(get(route, { id: 'x' }, all), route).toEqual({ kind: 'refused', because: 'not-in-scope' });
    expect(get('/findings/:id', { id: 'export' }, all).kind).toBe('allowed');
    expect(get('/posture/obligations/:id', {}).kind, 'without its parameter').toBe('refused');
    expect(get('/posture/obligations/:id', { other: '1.3-a' }).kind).toBe('refused');
    expect(get('/posture/obligations/:id', JSON.parse('{"__proto__":{"id":"1.3-a"}}')).kind).toBe('refused');
  });

  it('is refused before the time box, at its end and after it, and when it changes anything', () => {
    const at = (now: number) => get('/organisation', {}, ORDER, now);
    expect(at(Date.parse(ORDER.from) - 1)).toEqual({ kind: 'refused', because: 'not-yet' });
    expect(at(Date.parse(ORDER.from)).kind).toBe('allowed');
    expect(at(Date.parse(ORDER.until) - 1).kind).toBe('allowed');
    expect(at(Date.parse(ORDER.until))).toEqual({ kind: 'refused', because: 'over' });
    expect(at(Number.NaN).kind).toBe('refused');
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'get'])
      expect(allowedBy(ORDER, { method, route: '/organisation', params: {} }, INSIDE)).toEqual({
        kind: 'refused',
        because: 'not-reading',
      });
  });

  it('of any route is allowed only where a kind of the order names it', () => {
    const routes = INSPECTION_KINDS.flatMap(({ paths }) => paths);
    const any = fc.oneof(fc.string({ maxLength: 60 }), fc.constantFrom(...routes));
    fc.assert(
      fc.property(any, fc.subarray([...INSPECTION_KINDS], { minLength: 1 }), (route, kinds) => {
        const order = { ...ORDER, obligations: [], units: [], kinds: kinds.map(({ id }) => id) };
        const isNamed = kinds.some(({ paths }) => paths.includes(route));
        expect(get(route, { id: 'x' }, order).kind).toBe(isNamed ? 'allowed' : 'refused');
      }),
    );
  });

  it('never falls under a permission that changes something', () => {
    for (const { permission } of INSPECTION_KINDS) expect(permission).toMatch(/\.(?:[a-z-]+-)?read$/);
  });
});

describe('a narrower scope', () => {
  const whole = {
    kinds: ORDER.kinds,
    obligations: ORDER.obligations,
    units: ORDER.units,
    from: ORDER.from,
    until: ORDER.until,
  };

  it('keeps the order and its people, and cuts what may be read', () => {
    expect(narrowOrder(ORDER, whole)).toEqual(ORDER);
    const until = '2026-11-25T10:00:00.000Z';
    const narrowed = narrowOrder(ORDER, { ...whole, kinds: ['posture'], obligations: ['1.3-a'], until });
    expect(narrowed).toEqual({ ...ORDER, kinds: ['posture'], obligations: ['1.3-a'], until });
    expect(narrowOrder({ ...ORDER, units: [] }, { ...whole, units: ['平台'] }).units).toEqual(['平台']);
  });

  it.each<[string, Partial<InspectionScope>]>([
    ['kinds', { kinds: ['posture', 'findings'] }],
    ['kinds', { kinds: [] }],
    ['obligations', { obligations: [] }],
    ['obligations', { obligations: ['1.3-a', '1.4-a'] }],
    ['units', { units: [] }],
    ['from', { from: '2026-11-24T00:59:59.999Z' }],
    ['from', { from: 'soon' }],
    ['until', { until: '2026-11-26T10:00:00.001Z' }],
    ['until', { until: ORDER.from }],
  ])('is never a wider one: %s', (field, change) => {
    expect(() => narrowOrder(ORDER, { ...whole, ...change })).toThrow(
      expect.objectContaining({ code: 'inspection.order-invalid', detail: expect.objectContaining({ field }) }),
    );
  });

  it('never allows what the order itself refuses', () => {
    const kinds = fc.subarray([...ORDER.kinds], { minLength: 1 });
    const obligations = fc.subarray([...ORDER.obligations], { minLength: 1 });
    const routes = fc.constantFrom(...INSPECTION_KINDS.flatMap(({ paths }) => paths));
    const ids = fc.constantFrom('1.3-a', '3.4-b', '1.4-a', 'u-1');
    fc.assert(
      fc.property(kinds, obligations, routes, ids, (some, few, route, id) => {
        const narrowed = narrowOrder(ORDER, { ...whole, kinds: some, obligations: few });
        if (get(route, { id }, narrowed).kind === 'allowed') expect(get(route, { id }).kind).toBe('allowed');
      }),
    );
  });
});
