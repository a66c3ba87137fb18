import type { EventKind } from '@chedun/indicators';
import type { EventEnds, Subject } from '../domain/subject.ts';

/** Events of one stretch that show one indicator on one of our assets. Times are milliseconds since 1970 UTC. */
export interface Hit {
  readonly indicatorId: number;
  readonly kind: EventKind;
  readonly observed: string;
  readonly field: string;
  readonly subject: Subject;
  readonly ends: EventEnds;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly count: number;
  /** The newest event. */
  readonly ref: { readonly journal: string; readonly seq: number; readonly index: number };
  readonly fromHistory: boolean;
}
