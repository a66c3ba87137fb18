import { inspectionKind, type InspectionKind } from './kinds.ts';
import type { InspectionOrder } from './order.ts';

/**
 * A request of an inspector: its method, the route that the server chose for it as the route is declared (`/findings/:id`),
 * and the decoded parameters in their order. Never the address as it was typed: what decides is what will answer.
 */
export interface InspectedRequest {
  readonly method: string;
  readonly route: string;
  readonly params: Readonly<Record<string, string>>;
}

/** Why a request is let through, or not. */
export type Allowed =
  | { readonly kind: 'allowed'; readonly of: InspectionKind }
  | { readonly kind: 'refused'; readonly because: 'not-yet' | 'over' | 'not-reading' | 'not-in-scope' };

const FIRST_NAME = /:([A-Za-z]+)/;

/** Value of the first parameter of a route. */
const firstOf = ({ route, params }: InspectedRequest): string | undefined => {
  const name = FIRST_NAME.exec(route)?.[1];
  return name !== undefined && Object.hasOwn(params, name) ? params[name] : undefined;
};

const inKind = (
  order: InspectionOrder,
  kind: InspectionKind,
  request: InspectedRequest,
  named: ReadonlySet<string>,
): boolean => {
  const narrowing = kind.narrowedBy === 'nothing' ? [] : order[kind.narrowedBy];
  if (narrowing.length === 0) return kind.paths.includes(request.route);
  const first = firstOf(request);
  if (first === undefined || !kind.narrow.includes(request.route)) return false;
  return kind.narrowedBy === 'units' ? named.has(first) : narrowing.includes(first);
};

/**
 * Whether a request lies in the scope and the time box of an order: reads only, the end not included. `named` holds the ids of
 * the units that the order names; an order that names units which are not among them reads none.
 */
export const allowedBy = (
  order: InspectionOrder,
  request: InspectedRequest,
  now: number,
  named: ReadonlySet<string> = new Set(),
): Allowed => {
  // written so that a time that is none is refused
  if (!(now >= Date.parse(order.from))) return { kind: 'refused', because: 'not-yet' };
  if (!(now < Date.parse(order.until))) return { kind: 'refused', because: 'over' };
  if (request.method !== 'GET') return { kind: 'refused', because: 'not-reading' };
  const of = order.kinds.map(inspectionKind).find((kind) => inKind(order, kind, request, named));
  return of === undefined ? { kind: 'refused', because: 'not-in-scope' } : { kind: 'allowed', of };
};
