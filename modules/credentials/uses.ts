import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import type * as contract from './contract.ts';

type In<S extends z.ZodType> = z.output<S>;
type Out<S extends z.ZodType> = Promise<z.input<S>>;

/** What the routes stand on. */
export interface CredentialUses {
  readonly list: (query: In<typeof contract.ListQuery>) => Out<typeof contract.CredentialList>;
  readonly requests: (query: In<typeof contract.ListQuery>) => Out<typeof contract.CredentialRequestList>;
  readonly profiles: () => Out<typeof contract.CredentialProfileList>;
  readonly saveProfile: (profile: contract.CredentialProfile, actor: ActorRef) => Promise<void>;
  readonly handIn: (
    items: readonly contract.NewCredentialRequest[],
    actor: ActorRef,
  ) => Out<typeof contract.RequestOutcomes>;
  readonly decideRequests: (decision: In<typeof contract.RequestDecision>, actor: ActorRef) => Promise<void>;
  readonly answer: (id: string) => Promise<Uint8Array>;
  readonly renew: (what: In<typeof contract.Renewal>, actor: ActorRef) => Out<typeof contract.RenewalAnswer>;
  readonly proposeRevocation: (
    what: In<typeof contract.NewCredentialRevocation>,
    actor: ActorRef,
  ) => Out<typeof contract.RevocationProposed>;
  readonly decideRevocation: (
    id: string,
    decision: In<typeof contract.RevocationDecision>,
    actor: ActorRef,
  ) => Out<typeof contract.RevocationDecided>;
  readonly certificate: (id: string) => Promise<Uint8Array>;
  readonly newestList: (suite: 'cn' | 'ieee') => Promise<Uint8Array>;
}
