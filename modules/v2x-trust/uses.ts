import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import type * as contract from './contract.ts';
import type { exportList } from './use-cases/export-list.ts';

type In<S extends z.ZodType> = z.output<S>;
type Out<S extends z.ZodType> = Promise<z.input<S>>;

/** What the routes stand on. */
export interface V2xTrustUses {
  readonly verify: (request: contract.VerifyRequest) => Out<typeof contract.VerifyAnswer>;
  readonly explain: (request: In<typeof contract.ExplainRequest>) => Out<typeof contract.Explanation>;
  readonly state: (query: In<typeof contract.VerificationQuery>) => Out<typeof contract.VerificationState>;
  readonly failures: (query: In<typeof contract.FailureQuery>) => Out<typeof contract.FailureList>;
  readonly anchors: () => Promise<contract.Anchor[]>;
  readonly proposeAnchor: (anchor: In<typeof contract.NewAnchor>, actor: ActorRef) => Promise<{ id: string }>;
  readonly decideAnchor: Decide;
  readonly lists: () => Promise<contract.TrustList[]>;
  readonly list: (id: string) => Promise<contract.TrustListDetail>;
  readonly importList: (list: In<typeof contract.ListImport>, actor: ActorRef) => Promise<{ id: string }>;
  readonly decideList: Decide;
  readonly publish: (list: In<typeof contract.ListPublish>, actor: ActorRef) => Promise<{ id: string }>;
  readonly exportList: ReturnType<typeof exportList>;
  readonly crls: () => Promise<contract.Crl[]>;
  readonly importCrl: (crl: In<typeof contract.CrlImport>, actor: ActorRef) => Promise<{ id: string }>;
  readonly sources: () => Promise<contract.ListSource[]>;
  readonly addSource: (source: In<typeof contract.NewListSource>, actor: ActorRef) => Promise<{ id: string }>;
  readonly removeSource: (id: string, actor: ActorRef) => Promise<void>;
  readonly proposeOwn: (actor: ActorRef) => Out<typeof contract.OwnAnchors>;
  readonly reports: (query: In<typeof contract.ReportQuery>) => Out<typeof contract.ReportList>;
  readonly reportBytes: (id: string) => Promise<Uint8Array>;
  readonly deliverReport: (id: string, actor: ActorRef) => Out<typeof contract.ReportDelivery>;
  readonly roots: () => Promise<contract.ListedCertificate[]>;
}

type Decide = (
  id: string,
  decision: In<typeof contract.TrustDecision>,
  actor: ActorRef,
) => Promise<{ status: contract.TrustStatus }>;
