import type { z } from 'zod';
import type {
  Authority,
  CertificateDetail,
  CertificateRow,
  Ceremony,
  PendingRequest,
  ProfileView,
} from './contract.ts';
import type { BatchDetail, BindingEvent, CertificateSettings, LogVerdict } from './contract/operate.ts';

// Examples of answers; the test of routes holds them against the schemas, OpenAPI shows them.
const SERIAL = '5b6e0c2f9d4a4c1e8f7a0b1c2d3e4f50';
const ID = '0199c0de-0000-7000-8000-000000000001';
const AT = '2026-11-23T01:00:00.000Z';
const END = '2031-11-22T00:59:59.000Z';
const HASH = '5c'.repeat(32);
const VIN = 'LSVAA49J132047371';
const CRL = { number: 12, kind: 'full' as const, thisUpdate: AT, nextUpdate: END, entries: 3, fresh: true };

export const AUTHORITY: z.input<typeof Authority> = {
  id: ID,
  name: 'vehicle-ca',
  title: '车辆证书机构',
  kind: 'issuing',
  parent: 'root',
  algorithm: 'sm2',
  subject: 'CN=车辆证书机构,O=示例汽车有限公司,C=CN',
  serial: SERIAL,
  fingerprint: HASH,
  notBefore: AT,
  notAfter: END,
  keyState: 'online',
  valid: 1200,
  held: 1,
  revoked: 3,
  crl: CRL,
  delta: null,
};

export const CEREMONY: z.input<typeof Ceremony> = {
  id: ID,
  plan: {
    kind: 'root-crl',
    root: 'root',
  },
  note: '半年例行签发',
  state: 'proposed',
  proposedBy: 'hanmei',
  proposedAt: AT,
  decidedBy: null,
  decidedAt: null,
  transcriptHash: null,
  steps: [],
};

export const PROFILE: z.input<typeof ProfileView> = {
  id: 'vehicle',
  title: {
    zh: '车辆身份',
    en: 'Vehicle identity',
  },
  about: {
    zh: '绑定一个 VIN',
    en: 'Bound to one VIN',
  },
  subject: 'CN={vin},OU=Vehicle,O={organization},C=CN',
  san: {
    always: ['uri:urn:vin:{vin}'],
    fromRequest: [],
    most: 1,
  },
  keyUsage: ['digitalSignature'],
  extendedKeyUsage: ['clientAuth'],
  validityDays: 1825,
  renewalDays: 180,
  algorithms: ['sm2'],
  roles: [],
  binding: 'vin',
  approval: 'none',
  delivery: 'single',
  askedWith: [],
  origin: 'built-in',
  certificates: 1200,
};

export const ROW: z.input<typeof CertificateRow> = {
  serial: SERIAL,
  authority: 'vehicle-ca',
  profile: 'vehicle',
  subject: `CN=${VIN},OU=Vehicle,O=示例汽车有限公司,C=CN`,
  vin: VIN,
  device: null,
  state: 'valid',
  notBefore: AT,
  notAfter: END,
  issuedAt: AT,
  issuedBy: 'hanmei',
  daysLeft: 1824,
  reason: null,
  revokedAt: null,
  successor: null,
};

export const DETAIL: z.input<typeof CertificateDetail> = {
  ...ROW,
  keyKind: 'sm2',
  fingerprint: HASH,
  issuer: 'CN=车辆证书机构,O=示例汽车有限公司,C=CN',
  names: [`uri:urn:vin:${VIN}`],
  keyUsage: ['digitalSignature'],
  purposes: ['clientAuth'],
  crlPoints: [],
  ocsp: [],
  chain: [
    {
      name: 'root',
      subject: 'CN=根证书机构,O=示例汽车有限公司,C=CN',
      notAfter: END,
      kind: 'root',
    },
  ],
  pem: '-----BEGIN CERTIFICATE-----\n',
  logIndex: 7,
  pair: null,
  renewable: false,
  propagationSeconds: null,
  life: [
    {
      at: AT,
      kind: 'issued',
      by: 'hanmei',
      note: '',
    },
  ],
};

export const REQUEST: z.input<typeof PendingRequest> = {
  id: ID,
  kind: 'revoke',
  state: 'waiting',
  about: [SERIAL],
  profile: null,
  reason: 'keyCompromise',
  note: '密钥泄露',
  askedBy: 'hanmei',
  askedAt: AT,
  decidedBy: null,
  decidedAt: null,
  decisionNote: null,
};

export const BATCH: z.input<typeof BatchDetail> = {
  id: ID,
  name: '2026 年 11 月下线车辆',
  profile: 'vehicle',
  authority: 'vehicle-ca',
  state: 'running',
  total: 5e3,
  issued: 3500,
  refused: 1,
  createdBy: 'hanmei',
  createdAt: AT,
  endedAt: null,
  refusals: [
    {
      row: 17,
      subject: VIN,
      code: 'certificates.vehicle-unknown',
      reason: VIN,
    },
  ],
};

export const BINDING: z.input<typeof BindingEvent> = {
  at: AT,
  kind: 'revoked',
  serial: SERIAL,
  profile: 'digital-key',
  vin: VIN,
  device: 'phone-1',
  by: 'hanmei',
  propagationSeconds: 42,
};

export const SETTINGS: z.input<typeof CertificateSettings> = {
  publicBase: 'http://pki.example.com',
  organization: '示例汽车有限公司',
  crlHours: 24,
  deltaHours: 1,
  ocspMinutes: 60,
  compromise: 'second-person',
  deviceRevocation: 'second-person',
  unknownVehicles: 'refuse',
  unusualPerHour: 5e3,
};

export const VERDICT: z.input<typeof LogVerdict> = {
  intact: true,
  leaves: 1204,
  certificates: 1204,
  checkpoint: {
    size: 1204,
    at: AT,
  },
  problems: [],
  keys: ['chedun/certificates/0a1b2c3d4e5f6071+9c1d2e3f+AQID'],
  verifiedAt: AT,
};
