import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import type * as contract from './contract.ts';

type In<S extends z.ZodType> = z.output<S>;
type Out<S extends z.ZodType> = Promise<z.input<S>>;

/** What a device wants of the authorities. */
export type DeviceVerb = 'enrol' | 'submit' | 'download';

/** What the routes stand on. */
export interface PseudonymUses {
  readonly hierarchies: () => Out<typeof contract.HierarchyList>;
  readonly enrolments: (query: In<typeof contract.EnrolmentQuery>) => Out<typeof contract.EnrolmentList>;
  readonly batches: () => Out<typeof contract.BatchList>;
  readonly reports: (limit: number) => Out<typeof contract.ReportList>;
  readonly ceremonies: () => Out<typeof contract.CeremonyList>;
  readonly transcript: (id: string) => Promise<string>;
  readonly issuedAuthorities: () => Out<typeof contract.IssuedAuthorityList>;
  readonly proposeCeremony: (
    what: In<typeof contract.CeremonyProposal>,
    actor: ActorRef,
  ) => Out<typeof contract.CeremonyProposed>;
  readonly decideCeremony: (
    id: string,
    decision: In<typeof contract.CeremonyDecision>,
    actor: ActorRef,
  ) => Promise<void>;
  readonly allow: (what: In<typeof contract.AllowVehicles>, actor: ActorRef) => Out<typeof contract.VehiclesAllowed>;
  readonly bar: (vin: string, actor: ActorRef) => Out<typeof contract.VehicleBarred>;
  readonly order: (suite: contract.SuiteName, actor: ActorRef) => Out<typeof contract.BatchesOrdered>;
  readonly report: (what: In<typeof contract.NewReport>, actor: ActorRef) => Out<typeof contract.ReportKept>;
  readonly takeReport: (what: In<typeof contract.SignedReport>) => Out<typeof contract.ReportKept>;
  readonly accused: (limit: number) => Promise<contract.Accused[]>;
  readonly propose: (
    what: In<typeof contract.NewRevocation>,
    actor: ActorRef,
  ) => Out<typeof contract.RevocationProposed>;
  readonly decide: (
    id: string,
    decision: In<typeof contract.RevocationDecision>,
    actor: ActorRef,
  ) => Out<typeof contract.RevocationDecided>;
  readonly device: (
    verb: DeviceVerb,
    what: In<typeof contract.DeviceMessage>,
    actor: ActorRef,
  ) => Out<typeof contract.DeviceAnswer>;
  readonly authorities: (suite: contract.SuiteName) => Out<typeof contract.AuthorityCertificates>;
  readonly list: (suite: contract.SuiteName) => Promise<Uint8Array>;
  /** The newest PkiCtl. */
  readonly authorityList: (suite: contract.SuiteName) => Promise<Uint8Array>;
  /** COER of one authority below the root. */
  readonly issuedCertificate: (id: string) => Promise<Uint8Array>;
}
