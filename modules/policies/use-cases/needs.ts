import type { ActorRef } from '@chedun/kernel';
import type { Platform } from '@chedun/module';
import type { PolicyContent } from '../content.ts';

/** What changing policies stands on. */
export type KeepNeeds = Pick<Platform, 'records' | 'clock' | 'newId' | 'blobs'> & {
  readonly content: () => Promise<PolicyContent>;
};

/** A line of the audit trail. */
export const auditOf = (actor: ActorRef, action: string, id: string, after: unknown) =>
  ({
    actor,
    action: `policies.${action}`,
    target: { kind: 'policy', id },
    outcome: 'done',
    after: after as never,
  }) as const;
