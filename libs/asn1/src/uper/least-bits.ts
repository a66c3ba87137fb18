import type { Member, Size, Type } from '../types.ts';
import { isShort, widthOf } from './width.ts';

const known = new WeakMap<Type, number>();

const leastOfSize = (size: Size, unit: number): number => {
  if (size.extensible) return 1;
  return (isShort(size) ? widthOf(size.max - size.min) : 8) + size.min * unit;
};

const leastOfMembers = (members: readonly Member[]): number =>
  members.reduce((sum, member) => sum + (member.optional ? 0 : leastBits(member.type)), 0);

const compute = (type: Type): number => {
  switch (type.kind) {
    case 'boolean':
      return 1;
    case 'null':
    case 'reference':
      return 0;
    case 'integer':
      if (type.extensible) return 1;
      return type.min === undefined || type.max === undefined ? 16 : widthOf(type.max - type.min);
    case 'enumerated':
      return type.extensible ? 1 : widthOf(type.names.length - 1);
    case 'bits':
      return leastOfSize(type.size, 1);
    case 'octets':
      return leastOfSize(type.size, 8);
    case 'text':
      return type.alphabet === 'ia5' ? leastOfSize(type.size, 7) : 8;
    case 'list':
      return leastOfSize(type.size, leastBits(type.of));
    case 'sequence':
      return (type.extensible ? 1 : 0) + type.optionals + leastOfMembers(type.members);
    case 'choice':
      if (type.extensible) return 1;
      return widthOf(type.members.length - 1) + Math.min(...type.members.map((member) => leastBits(member.type)));
  }
};

/**
 * A lower bound of the bits that any value of a type takes; a count times this must fit into what is left of the input.
 * Remembered per type: types never change.
 */
export const leastBits = (type: Type): number => {
  const before = known.get(type);
  if (before !== undefined) return before;
  const bits = compute(type);
  known.set(type, bits);
  return bits;
};
