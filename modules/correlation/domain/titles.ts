import type { SigmaMetadata } from '@chedun/sigma';

/** A text among the attributes that the specification does not know; null without one. */
export const textAttribute = ({ custom }: Pick<SigmaMetadata, 'custom'>, name: string): string | null => {
  const value = custom[name];
  return typeof value === 'string' ? value : null;
};
