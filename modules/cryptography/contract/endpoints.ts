import { PROBE_NAMES, PROTOCOL_NAMES, WEAKNESS_CODES, WEAKNESS_SEVERITIES } from '@chedun/tls-probe/codes';
import { z } from 'zod';

const Iso = z.iso.datetime({ offset: true });

/** Who connects to an endpoint: vehicles, interfaces of services, updates, apps, roadside units, others. */
export const EndpointKind = z.enum(['vehicle', 'api', 'ota', 'app', 'roadside', 'other']);
export type EndpointKind = z.infer<typeof EndpointKind>;

/** What is known to listen: `any` asks for TLS and TLCP. */
export const Speaks = z.enum(['any', 'tls', 'tlcp']);
export type Speaks = z.infer<typeof Speaks>;

/** What people declare of an endpoint; only declared ones are ever contacted. */
export const EndpointInput = z.object({
  name: z.string().trim().min(1).max(100),
  /** DNS name, IPv4 or IPv6 address without brackets. */
  host: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^(?=.{1,253}$)[a-z0-9]([a-z0-9.:_-]*[a-z0-9])?$|^::1?$/),
  port: z.number().int().min(1).max(65_535),
  kind: EndpointKind,
  speaks: Speaks.default('any'),
  /** The client is to show a certificate. */
  mutual: z.boolean(),
  /** SM2, SM3 and SM4 are to be offered. */
  sm: z.boolean(),
});
export type EndpointInput = z.infer<typeof EndpointInput>;

export const WeaknessCode = z.enum(WEAKNESS_CODES);
export const WeaknessSeverity = z.enum(WEAKNESS_SEVERITIES);
export const ShownWeakness = z.object({ code: WeaknessCode, severity: WeaknessSeverity, shown: z.string() });

/** A connection with a certificate that must be refused: none, one that is over, one of a foreign authority. */
export const NegativeKind = z.enum(['none', 'expired', 'foreign']);
export type NegativeKind = z.infer<typeof NegativeKind>;
export const NegativeResult = z.object({
  kind: NegativeKind,
  /** Probes before TLCP was tested hold none. */
  over: z.enum(['tls', 'tlcp']).default('tls'),
  /** `unclear`: no connection was made, or its end says nothing. */
  outcome: z.enum(['refused', 'accepted', 'unclear']),
  /** Alert, code of the system or status of HTTP that showed it. */
  how: z.string().max(200),
});
export type NegativeResult = z.infer<typeof NegativeResult>;

/** A protocol that the endpoint accepted, with what the server chose. */
export const AcceptedProtocol = z.object({
  protocol: z.enum(PROTOCOL_NAMES),
  suite: z.string(),
  group: z.string().nullable(),
  scheme: z.string().nullable(),
  asksClient: z.boolean().nullable(),
});

/** What one probe of an endpoint showed. */
export const ProbeResult = z.object({
  reachable: z.boolean(),
  /** Why not, code of the system; empty when it was. */
  reason: z.string().max(200),
  accepted: z.array(AcceptedProtocol),
  sm: z.boolean(),
  asksClient: z.boolean().nullable(),
  weaknesses: z.array(ShownWeakness),
  negative: z.array(NegativeResult),
  /** Fingerprints of the certificates that were shown, the server's own first. */
  certificates: z.array(z.string()),
  /** When the first of them ends. */
  expiresAt: Iso.nullable(),
  /** Answers of single hellos, for the trace. */
  hellos: z.array(z.object({ probe: z.enum(PROBE_NAMES), answer: z.string().max(200) })),
  tookMs: z.number(),
});
export type ProbeResult = z.infer<typeof ProbeResult>;

export const Probe = z.object({
  id: z.uuid(),
  at: Iso,
  askedBy: z.string(),
  result: ProbeResult,
  /** True while the transcript is kept. */
  transcript: z.boolean(),
});
export type Probe = z.infer<typeof Probe>;

export const Endpoint = EndpointInput.extend({
  id: z.uuid(),
  changedAt: Iso,
  /** The newest probe; null before the first. */
  probe: Probe.nullable(),
});
export type Endpoint = z.infer<typeof Endpoint>;

/** What others may ask of this module. */
export interface CryptographyAsks {
  /** All declared endpoints with their newest probe, by name. */
  readonly endpoints: () => Promise<readonly Endpoint[]>;
}

/** Most endpoints that may be declared. */
export const MOST_ENDPOINTS = 500;

/** GET /cryptography/endpoints: all, by name. */
export const EndpointList = z.object({ items: z.array(Endpoint), total: z.number().int() });

export const EndpointParams = z.object({ id: z.uuid() });

export const Certificate = z.object({
  fingerprint: z.string(),
  subject: z.string(),
  issuer: z.string(),
  serial: z.string(),
  key: z.string(),
  bits: z.number().int(),
  signature: z.string(),
  notBefore: Iso,
  notAfter: Iso,
  /** Days until the end, negative when it is over. */
  daysLeft: z.number().int(),
  lastSeen: Iso,
  /** Where it was seen at the newest probe: `host:port`, and its place there. */
  places: z.array(z.object({ endpoint: z.string(), place: z.enum(['leaf', 'chain', 'tlcp']) })),
});
export type Certificate = z.infer<typeof Certificate>;

/** GET /cryptography/endpoints/:id: with the certificates of the newest probe and the last 30 probes. */
export const EndpointDetail = z.object({
  endpoint: Endpoint,
  certificates: z.array(Certificate),
  history: z.array(Probe),
});

/** POST /cryptography/endpoints/import: CSV or XLSX. */
export const EndpointsImported = z.object({
  imported: z.number().int(),
  refused: z.array(
    z.object({ row: z.number().int(), reason: z.enum(['bad_host', 'bad_port', 'bad_value', 'too_many']) }),
  ),
});

/** POST /cryptography/probes: all declared endpoints when none is named. */
export const ProbeOrder = z.object({ endpoints: z.array(z.uuid()).max(MOST_ENDPOINTS).default([]) });
export const ProbesOrdered = z.object({ ordered: z.number().int() });

export const ProbeParams = z.object({ id: z.uuid() });

/** GET /cryptography/certificates: those that were seen, the first to end first. */
export const CertificateQuery = z.object({
  search: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
});
export const CertificateList = z.object({ items: z.array(Certificate), total: z.number().int() });

export const Removed = z.object({ removed: z.boolean() });
