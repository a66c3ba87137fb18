import { holdersOf, type AccessRule } from '../rule.ts';

/** Addresses within a month from which one person rarely signs in: default of the product. */
export const MANY_ADDRESSES = 10;

/** One account in several hands: named so, held by several, or used from many addresses. */
export const shared: AccessRule = {
  id: 'shared',
  severity: 'medium',
  holds: ({ kind, person, isEnabled, addresses }) =>
    isEnabled &&
    (kind === 'shared' || holdersOf(person).length > 1 || (kind === 'person' && (addresses ?? 0) >= MANY_ADDRESSES)),
};
