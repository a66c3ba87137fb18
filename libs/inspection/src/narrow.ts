import { inspectionError } from './errors.ts';
import type { InspectionOrder } from './order.ts';

/** What an enterprise lets in of an order. */
export type InspectionScope = Pick<InspectionOrder, 'kinds' | 'obligations' | 'units' | 'from' | 'until'>;

/** An empty list stands for all: nothing may become all, all may become some. */
const listWithin = (inner: readonly string[], outer: readonly string[]): boolean =>
  outer.length === 0 || (inner.length > 0 && inner.every((each) => outer.includes(each)));

/**
 * An order cut down to a scope. Throws `inspection.order-invalid` with the field when the scope is wider than the order
 * anywhere, names no kind, or leaves no time.
 */
export const narrowOrder = (order: InspectionOrder, scope: InspectionScope): InspectionOrder => {
  const wider = (field: string) => inspectionError({ field, reason: 'wider than the order' });
  if (scope.kinds.length === 0 || !scope.kinds.every((kind) => order.kinds.includes(kind))) throw wider('kinds');
  if (!listWithin(scope.obligations, order.obligations)) throw wider('obligations');
  if (!listWithin(scope.units, order.units)) throw wider('units');
  const [from, until] = [Date.parse(scope.from), Date.parse(scope.until)];
  if (!(from >= Date.parse(order.from))) throw wider('from');
  if (!(until <= Date.parse(order.until)) || !(until > from)) throw wider('until');
  const { kinds, obligations, units } = scope;
  return {
    ...order,
    kinds: order.kinds.filter((kind) => kinds.includes(kind)),
    obligations,
    units,
    from: scope.from,
    until: scope.until,
  };
};
