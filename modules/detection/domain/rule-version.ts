import { createHash } from 'node:crypto';
import type { PackedRule } from '../worker/rule-pack.ts';

/** Digest of everything that decides whether an event is a hit of a rule; another title leaves it as it is. */
export const versionOf = ({ document: { logsource, detection }, exceptions }: PackedRule): string =>
  createHash('sha256')
    .update(JSON.stringify([logsource, detection, exceptions]))
    .digest('hex')
    .slice(0, 32);
