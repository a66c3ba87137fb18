import type { CorrelationRule } from '../correlate/types.ts';
import type { SigmaFilter, SigmaRule } from './types.ts';

/** Any Sigma document. */
export type SigmaDocument = SigmaRule | CorrelationRule | SigmaFilter;
