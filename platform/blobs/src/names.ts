import { DomainError } from '@chedun/kernel';

const PART = /^[a-z0-9_-][a-z0-9._-]{0,99}$/;
const MAX_PARTS = 16;

/** Answers the parts of a name; refuses everything that the port does not allow, so that no name leaves the folder. */
export const partsOf = (name: string): readonly string[] => {
  const parts = name.split('/', MAX_PARTS + 1);
  if (parts.length > MAX_PARTS || !parts.every((part) => PART.test(part))) {
    throw new DomainError('blobs.bad-name', { field: name.slice(0, 200) });
  }
  return parts;
};
