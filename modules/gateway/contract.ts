import { z } from 'zod';
import { Subject } from './schemas.ts';

export * from './cipher-contract.ts';
export * from './refusal-contract.ts';
export * from './road-contract.ts';
export { Subject };

/** Permissions of the gateway. */
export const gatewayPermissions = {
  read: 'gateway.bindings-read',
  manage: 'gateway.bindings-manage',
  /** Keep sources and vehicles out, and let them in again. */
  contain: 'gateway.contain',
} as const;

/** What may be bound to a vehicle: an account of a forwarding platform, a client certificate, a SIM card. */
export const BindingKind = z.enum(['platform', 'certificate', 'iccid']);
export type BindingKind = z.infer<typeof BindingKind>;

/** Only `confirmed` ones count; `proposed` ones were learned and wait for a person. */
export const BindingStatus = z.enum(['confirmed', 'proposed', 'withdrawn']);
export type BindingStatus = z.infer<typeof BindingStatus>;

export const BindingOrigin = z.enum(['import', 'learned']);
export type BindingOrigin = z.infer<typeof BindingOrigin>;

const Iso = z.iso.datetime({ offset: true });
/** Account, fingerprint (SHA-256, hex) or common name of a certificate, or ICCID. */
const Value = z.string().min(1).max(128);

export const Binding = z.object({
  subject: z.string(),
  kind: BindingKind,
  value: z.string(),
  status: BindingStatus,
  origin: BindingOrigin,
  changedAt: Iso,
});
export type Binding = z.infer<typeof Binding>;

/** GET /gateway/bindings: ordered by subject; `next` goes on. */
export const BindingQuery = z.object({
  search: z.string().max(64).optional(),
  kind: BindingKind.optional(),
  status: BindingStatus.optional(),
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const BindingPage = z.object({
  items: z.array(Binding),
  next: z.string().nullable(),
  total: z.number().int(),
  /** Learned ones that wait for a person. */
  proposed: z.number().int(),
});

/** A row of a table that was not taken, with its number as a spreadsheet shows it. */
export const RefusedRow = z.object({
  row: z.number().int(),
  reason: z.enum(['no_subject', 'nothing_bound', 'bad_subject', 'bad_value']),
  value: z.string(),
});
/** POST /gateway/bindings/import: a CSV or XLSX file with a column for the subject and one for each kind. */
export const BindingsImported = z.object({
  imported: z.number().int(),
  unchanged: z.number().int(),
  refused: z.array(RefusedRow),
});
export type BindingsImported = z.infer<typeof BindingsImported>;

/** POST /gateway/bindings/decide */
export const BindingDecision = z.object({
  bindings: z
    .array(z.object({ subject: Subject, kind: BindingKind, value: Value }))
    .min(1)
    .max(500),
  status: z.enum(['confirmed', 'withdrawn']),
});
/** POST /gateway/bindings/confirm-proposed: all that were learned so far. */
export const BindingsDecided = z.object({ changed: z.number().int() });

/** Listeners that judge. */
export const Listener = z.enum(['gbt32960', 'jtt808', 'jtt809']);
export type Listener = z.infer<typeof Listener>;

/** `observe` records a violation; `reject` also answers the login with an error and closes the connection. */
export const PolicyMode = z.enum(['observe', 'reject']);
export type PolicyMode = z.infer<typeof PolicyMode>;

/** What a vehicle without any binding means: nothing, a proposal to confirm, or a violation. */
export const Unbound = z.enum(['ignore', 'learn', 'violation']);
export type Unbound = z.infer<typeof Unbound>;

export const Policy = z.object({ listener: Listener, mode: PolicyMode, unbound: Unbound });
export type Policy = z.infer<typeof Policy>;
/** GET and PUT /gateway/policies */
export const PolicyList = z.object({ items: z.array(Policy).max(3) });
export type PolicyList = z.infer<typeof PolicyList>;

/** GET /gateway/counts: since the start of the process. */
export const GatewayCounts = z.object({
  /** Logins and first frames that were judged. */
  judged: z.number().int(),
  violations: z.number().int(),
  refused: z.number().int(),
  /** Frames of refused vehicles, terminals and plates; they are evidence and not taken for reports. */
  blocked: z.number().int(),
  /** Without any binding. */
  unbound: z.number().int(),
  /** Not judged because too many waited or the register could not be read. */
  skipped: z.number().int(),
  /** Times that reading was held back because of a rate, and connections closed for it. */
  held: z.number().int(),
  closedForRate: z.number().int(),
  /** Minutes in which a vehicle of a platform sent more than its limit. */
  flooding: z.number().int(),
  /** Limits that are set; 0 = none. */
  limits: z.object({ sourcePerSecond: z.number().int(), vehiclePerMinute: z.number().int() }),
});
export type GatewayCounts = z.infer<typeof GatewayCounts>;
