import { holdersOf, type AccessRule } from '../rule.ts';

/** Nobody in service holds the account: its person has left, or a table names none. */
export const orphan: AccessRule = {
  id: 'orphan',
  severity: 'high',
  holds: ({ person, kind, isEnabled }, { people, origin }) => {
    if (!isEnabled) return false;
    const holders = holdersOf(person);
    if (holders.length === 0) return origin === 'table';
    if (kind === 'service' && origin !== 'table') return false;
    const hasLeft = (holder: string): boolean =>
      !people.inService.has(holder) && (people.isListed || people.left.has(holder));
    return holders.every(hasLeft);
  },
};
