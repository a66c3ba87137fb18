import { inspectionKind, type InspectionKind } from './kinds.ts';
import type { InspectionOrder } from './order.ts';

/** A request of an inspector: method and path below /api without its query. */
export interface InspectedRequest {
  readonly method: string;
  readonly path: string;
}

/** Why a request is let through, or not. */
export type Allowed =
  | { readonly kind: 'allowed'; readonly of: InspectionKind }
  | { readonly kind: 'refused'; readonly because: 'not-yet' | 'over' | 'not-reading' | 'not-in-scope' };

const MOST_PATH = 2_000;

/** The segment at the first `*`, when the path has the shape of the pattern. */
const starOf = (pattern: string, path: string): string | undefined => {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return undefined;
  const fits = wanted.every((each, at) => (each === '*' ? given[at] !== '' : each === given[at]));
  return fits ? (given[wanted.indexOf('*')] ?? '') : undefined;
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const inKind = (order: InspectionOrder, kind: InspectionKind, path: string, named: ReadonlySet<string>): boolean => {
  const narrowing = kind.narrowedBy === 'nothing' ? [] : order[kind.narrowedBy];
  if (narrowing.length === 0) return kind.paths.some((pattern) => starOf(pattern, path) !== undefined);
  return kind.narrow.some((pattern) => {
    const star = starOf(pattern, path);
    return star !== undefined && (narrowing.includes(decoded(star)) || named.has(decoded(star)));
  });
};

/**
 * Whether a request lies in the scope and the time box of an order: reads only, the end not included. `named` holds ids that
 * stand for units named in the order.
 */
export const allowedBy = (
  order: InspectionOrder,
  { method, path }: InspectedRequest,
  now: number,
  named: ReadonlySet<string> = new Set(),
): Allowed => {
  if (now < Date.parse(order.from)) return { kind: 'refused', because: 'not-yet' };
  if (now >= Date.parse(order.until)) return { kind: 'refused', because: 'over' };
  if (method !== 'GET') return { kind: 'refused', because: 'not-reading' };
  if (path.length > MOST_PATH) return { kind: 'refused', because: 'not-in-scope' };
  const of = order.kinds.map(inspectionKind).find((kind) => inKind(order, kind, path, named));
  return of === undefined ? { kind: 'refused', because: 'not-in-scope' } : { kind: 'allowed', of };
};
