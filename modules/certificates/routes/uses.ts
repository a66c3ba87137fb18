import type { Readable } from 'node:stream';
import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import type * as c from '../contract.ts';
import type * as o from '../contract/operate.ts';
import type { FileAnswer } from '../files.ts';
import type { Asker } from '../use-cases/enrol.ts';

type In<S extends z.ZodType> = z.output<S>;
type Out<S extends z.ZodType> = Promise<z.input<S>>;

/** What the routes stand on. */
export interface CertificateUses {
  readonly authorities: () => Promise<readonly c.Authority[]>;
  readonly ceremonies: () => Promise<readonly c.Ceremony[]>;
  readonly proposeCeremony: (proposal: In<typeof c.CeremonyProposal>, actor: ActorRef) => Promise<string>;
  readonly decideCeremony: (id: string, decision: In<typeof c.Decision>, actor: ActorRef) => Promise<void>;
  readonly transcript: (id: string) => Promise<string>;
  readonly profiles: () => Promise<readonly c.ProfileView[]>;
  readonly saveProfile: (profile: c.Profile, actor: ActorRef) => Promise<c.Profile>;
  readonly list: (query: In<typeof c.CertificateQuery>) => Out<typeof c.CertificatePage>;
  readonly detail: (serial: string) => Out<typeof c.CertificateDetail>;
  readonly file: (serial: string, query: In<typeof c.FileQuery>) => Promise<FileAnswer>;
  readonly issue: (command: c.IssueCommand, asker: Asker) => Out<typeof c.IssueAnswer>;
  readonly renew: (serial: string, csr: string, asker: Asker) => Out<typeof c.IssueAnswer>;
  readonly askState: (command: c.StateCommand, actor: ActorRef) => Out<typeof c.StateAnswer>;
  readonly requests: () => Promise<readonly c.PendingRequest[]>;
  readonly decideRequest: (id: string, decision: In<typeof c.Decision>, actor: ActorRef) => Promise<readonly string[]>;
  readonly startBatch: (query: In<typeof o.BatchQuery>, body: Readable, asker: Asker) => Promise<string>;
  readonly batches: () => Promise<readonly o.Batch[]>;
  readonly batch: (id: string) => Promise<o.BatchDetail>;
  readonly batchFile: (id: string) => FileAnswer;
  readonly bindings: (query: In<typeof o.BindingQuery>) => Promise<o.BindingLog>;
  readonly settings: () => Promise<o.CertificateSettings>;
  readonly saveSettings: (settings: o.CertificateSettings, actor: ActorRef) => Promise<o.CertificateSettings>;
  readonly publish: (name: string, kind: 'full' | 'delta', actor: ActorRef) => Out<typeof o.PublishAnswer>;
  readonly verifyLog: () => Promise<o.LogVerdict>;
  readonly logProgress: () => o.LogProgress;
  readonly published: (file: string) => Promise<FileAnswer>;
}
