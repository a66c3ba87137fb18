/** Contract of the module: V2X hierarchies, enrolment, pseudonyms, misbehaviour. Isomorphic: console and CLI import it. */
import { z } from 'zod';
import { Iso, Note, SuiteName } from './shapes.ts';

export { SuiteName } from './shapes.ts';
export * from './asks-contract.ts';
export * from './ceremony-contract.ts';
export * from './ma-contract.ts';

/** Permissions. Asking for a revocation and approving it are always different persons. */
export const pseudonymsPermissions = {
  read: 'pseudonyms.read',
  /** Allow and bar vehicles, make batches. */
  manage: 'pseudonyms.manage',
  /** Propose what is done with the key of a root; another person approves. */
  ceremony: 'pseudonyms.ceremony',
  /** Messages of devices: enrol, ask, download. For API tokens of vehicles or of the line that provisions them. */
  device: 'pseudonyms.device',
  /** Report misbehaviour and ask for a revocation. */
  report: 'pseudonyms.report',
  approve: 'pseudonyms.approve',
} as const;

const Count = z.number().int().nonnegative();
/** Base64 of a message. */
const Message = z.base64().min(4).max(200_000);

export const RoleName = z.enum(['root', 'eca', 'ra', 'aca', 'la1', 'la2', 'ma']);
export type RoleName = z.infer<typeof RoleName>;
/** VIN of GB 16735: 17 characters without I, O and Q. */
export const Vin = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-HJ-NPR-Z0-9]{17}$/);

export const AuthorityView = z.object({
  role: RoleName,
  name: z.string(),
  /** HashedId8 of the certificate. */
  id: z.string(),
  notBefore: Iso,
  notAfter: Iso,
  /** Whether the certificate verifies up to the root now. */
  valid: z.boolean(),
});
export type AuthorityView = z.infer<typeof AuthorityView>;

export const ListView = z.object({
  number: Count,
  issuedAt: Iso,
  nextAt: Iso,
  entries: Count,
  fresh: z.boolean(),
});

export const HierarchyView = z.object({
  suite: SuiteName,
  aids: z.array(z.number()),
  perPeriod: Count,
  periodsAhead: Count,
  /** False where an annex of the standard was not read. */
  annexesVerified: z.boolean(),
  authorities: z.array(AuthorityView),
  vehicles: Count,
  enrolled: Count,
  devices: Count,
  blocked: Count,
  /** Active devices without pseudonyms of this week. */
  short: Count,
  certificates: Count,
  revoked: Count,
  list: ListView.nullable(),
});
export type HierarchyView = z.infer<typeof HierarchyView>;
/** GET /pseudonyms/hierarchies */
export const HierarchyList = z.object({ items: z.array(HierarchyView) });

/** GET /pseudonyms/authorities/:suite: what a device has to know before it asks. */
export const AuthorityCertificates = z.object({
  aids: z.array(z.number()),
  certificates: z.array(z.object({ role: RoleName, certificate: z.string() })),
});

/** POST /pseudonyms/vehicles and /pseudonyms/vehicles/bar */
export const AllowVehicles = z.strictObject({ suite: SuiteName, vins: z.array(Vin).min(1).max(10_000) });
export const VehiclesAllowed = z.object({ allowed: Count });
export const BarVehicle = z.strictObject({ vin: Vin });
export const VehicleBarred = z.object({ barred: Count });

/** GET /pseudonyms/enrolments */
export const EnrolmentQuery = z.object({
  search: z.string().max(40).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export const Enrolment = z.object({
  vin: z.string(),
  suite: SuiteName,
  state: z.enum(['allowed', 'enrolled', 'barred']),
  enrolledAt: Iso.nullable(),
  expiresAt: Iso.nullable(),
});
export type Enrolment = z.infer<typeof Enrolment>;
export const EnrolmentList = z.object({ items: z.array(Enrolment), total: Count });

/** GET /pseudonyms/batches: files by period, and the newest rounds of the job. */
export const Period = z.object({
  suite: SuiteName,
  i: Count,
  from: Iso,
  files: Count,
  fetched: Count,
  certificates: Count,
});
export type Period = z.infer<typeof Period>;
export const Round = z.object({
  id: z.uuid(),
  suite: SuiteName,
  ordered: Count,
  made: Count,
  startedAt: Iso,
  endedAt: Iso.nullable(),
  failure: z.string().nullable(),
});
export type Round = z.infer<typeof Round>;
export const BatchList = z.object({ periods: z.array(Period), rounds: z.array(Round) });
export const MakeBatches = z.strictObject({ suite: SuiteName });
export const BatchesOrdered = z.object({ ordered: z.boolean() });

/** POST /pseudonyms/enrol, /requests, /downloads: a management message in, another one (or a file) out, base64. */
export const DeviceMessage = z.strictObject({ suite: SuiteName, message: Message });
export const DeviceAnswer = z.object({ message: z.string() });

/** POST /pseudonyms/reports: a pseudonym certificate, or a signed message with it (as ETSI TS 103 759 carries it). */
export const NewReport = z.strictObject({
  suite: SuiteName,
  evidence: Message,
  observation: z.string().regex(/^[a-z0-9][a-z0-9-]{1,59}$/),
  note: Note,
});
export const ReportKept = z.object({ id: z.uuid() });
export const Report = z.object({
  id: z.uuid(),
  suite: SuiteName,
  certificateId: z.string(),
  observation: z.string(),
  note: z.string(),
  reporter: z.string(),
  reportedAt: Iso,
  revocation: z
    .object({
      id: z.uuid(),
      state: z.enum(['proposed', 'revoked', 'rejected']),
      proposedBy: z.string(),
      proposedAt: Iso,
      decidedBy: z.string().nullable(),
      decidedAt: Iso.nullable(),
      note: z.string(),
    })
    .nullable(),
});
export type Report = z.infer<typeof Report>;
export const ReportQuery = z.object({ limit: z.coerce.number().int().min(1).max(500).default(200) });
export const ReportList = z.object({ items: z.array(Report) });

/** POST /pseudonyms/revocations and /pseudonyms/revocations/:id/decide */
export const NewRevocation = z.strictObject({ reportId: z.uuid(), note: Note });
export const RevocationProposed = z.object({ id: z.uuid() });
export const IdParams = z.object({ id: z.uuid() });
export const SuiteParams = z.object({ suite: SuiteName });
export const RevocationDecision = z.strictObject({ verdict: z.enum(['approve', 'reject']), note: Note });
export const RevocationDecided = z.object({ state: z.enum(['revoked', 'rejected']), list: Count.nullable() });
