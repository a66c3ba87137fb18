import type { ActorRef } from '@chedun/kernel';
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type {
  Difference,
  DraftInput,
  NewPolicy,
  Overview,
  Policy,
  PolicyInput,
  PolicyPage,
  PolicyQuery,
  Readers,
  Readings,
  Template,
  Uploaded,
  Version,
} from '../contract.ts';

/** What the routes of the policies stand on. */
export interface PolicyUses {
  readonly list: (query: PolicyQuery) => Promise<PolicyPage>;
  readonly overview: () => Promise<Overview>;
  readonly templates: () => Promise<readonly Template[]>;
  readonly policy: (id: string) => Promise<Policy>;
  readonly version: (id: string, number: number) => Promise<Version>;
  readonly compare: (id: string, from: number, to: number) => Promise<Difference>;
  readonly readers: (id: string) => Promise<z.infer<typeof Readers>>;
  readonly mine: (person: string) => Promise<z.infer<typeof Readings>>;
  readonly add: (order: NewPolicy, actor: ActorRef) => Promise<string>;
  readonly change: (id: string, input: PolicyInput, actor: ActorRef) => Promise<void>;
  readonly begin: (id: string, actor: ActorRef) => Promise<void>;
  readonly write: (id: string, number: number, draft: DraftInput, actor: ActorRef) => Promise<void>;
  readonly submit: (id: string, number: number, actor: ActorRef) => Promise<void>;
  readonly giveBack: (id: string, number: number, reason: string, actor: ActorRef) => Promise<void>;
  readonly approve: (id: string, number: number, effectiveFrom: string, actor: ActorRef) => Promise<void>;
  readonly retire: (id: string, reason: string, actor: ActorRef) => Promise<void>;
  readonly acknowledge: (id: string, version: number, actor: ActorRef) => Promise<void>;
  readonly upload: (body: AsyncIterable<Uint8Array>) => Promise<z.input<typeof Uploaded>>;
  readonly file: (id: string, number: number) => Promise<{ readonly name: string; readonly body: Readable }>;
}
