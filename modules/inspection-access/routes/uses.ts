import type { Actor } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import type { BundleFile } from '../bundle.ts';
import type { Accept, Access, AccessPage, AccessQuery, LetIn, LookPage, Mine, TakeEvidence } from '../contract.ts';
import type { LookFilter } from '../read-looks.ts';

interface At {
  readonly id: string;
  readonly position: number;
}

/** What the routes stand on. */
export interface AccessUses {
  readonly list: (query: z.output<typeof AccessQuery>) => Promise<AccessPage>;
  readonly read: (id: string) => Promise<Access>;
  readonly looks: (filter: LookFilter) => Promise<LookPage>;
  readonly bring: (bytes: Uint8Array, actor: ActorRef) => Promise<string>;
  readonly guests: () => Promise<{ id: string; name: string }[]>;
  readonly accept: (id: string, accept: Accept, actor: ActorRef) => Promise<void>;
  readonly letIn: (at: At, how: LetIn, actor: ActorRef) => Promise<{ login: string; oneTimePassword: string | null }>;
  readonly refuse: (id: string, why: string, actor: ActorRef) => Promise<void>;
  readonly withdraw: (id: string, why: string, actor: ActorRef) => Promise<void>;
  readonly showOut: (at: At, why: string, actor: ActorRef) => Promise<void>;
  readonly mine: (account: string) => Promise<Mine[]>;
  readonly take: (id: string, evidence: TakeEvidence, actor: Actor) => Promise<string>;
  readonly bundle: (id: string, evidence: string) => Promise<BundleFile>;
  readonly ownBundle: (id: string, evidence: string, actor: Actor) => Promise<BundleFile>;
}
