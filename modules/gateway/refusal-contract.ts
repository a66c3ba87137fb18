import type { ActorRef } from '@chedun/kernel';
import type { Tx } from '@chedun/records';
import { z } from 'zod';

/** What is kept out: an IP address, or a subject as bindings name it. */
export const RefusalKind = z.enum(['address', 'subject']);
export type RefusalKind = z.infer<typeof RefusalKind>;

/** GET /gateway/refusals */
export const Refusal = z.object({
  kind: RefusalKind,
  value: z.string(),
  reason: z.string(),
  by: z.string(),
  since: z.iso.datetime({ offset: true }),
});
export type Refusal = z.infer<typeof Refusal>;
export const RefusalList = z.object({ items: z.array(Refusal) });
export type RefusalList = z.infer<typeof RefusalList>;

/** How somebody stands before the gate that is at work in this process. */
export interface Standing {
  /** The gate refuses today what comes from there. */
  readonly isRefused: boolean;
  /** Connections that are open from this address, or whose own vehicle this is. */
  readonly connections: number;
}

/** What other modules may ask of the gateway. */
export interface GatewayAsks {
  /**
   * Keeps an address or a subject out, and closes its connections; nothing happens twice. `alongside` runs in the same
   * transaction. Throws `gateway.bad-refusal`.
   */
  readonly refuse: (
    order: { readonly kind: RefusalKind; readonly value: string; readonly reason: string },
    actor: ActorRef,
    alongside?: (tx: Tx) => Promise<void>,
  ) => Promise<void>;
  /** Lets it in again; nothing happens when it was not kept out. */
  readonly readmit: (
    order: { readonly kind: RefusalKind; readonly value: string },
    actor: ActorRef,
    alongside?: (tx: Tx) => Promise<void>,
  ) => Promise<void>;
  readonly standing: (kind: RefusalKind, value: string) => Promise<Standing>;
}
