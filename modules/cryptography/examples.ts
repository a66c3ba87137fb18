import type { Certificate, Endpoint, Probe } from './contract.ts';

const AT = '2026-11-23T01:00:00.000Z';
const FINGERPRINT = '5c'.repeat(32);

/** Id in examples. */
export const exampleId = '018f7a00-0000-7000-8000-000000000001';

/** A probe in examples. */
export const exampleProbe: Probe = {
  id: '018f7a00-0000-7000-8000-000000000002',
  at: AT,
  askedBy: '李工',
  transcript: true,
  result: {
    reachable: true,
    reason: '',
    accepted: [{ protocol: 'tls13', suite: 'AES_128_GCM_SHA256', group: 'x25519', scheme: null, asksClient: true }],
    sm: false,
    asksClient: true,
    weaknesses: [{ code: 'sm-missing', severity: 'informational', shown: '' }],
    negative: [{ kind: 'none', over: 'tls', outcome: 'refused', how: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' }],
    certificates: [FINGERPRINT],
    expiresAt: '2027-05-01T00:00:00.000Z',
    hellos: [{ probe: 'tls13', answer: 'AES_128_GCM_SHA256' }],
    tookMs: 4200,
  },
};

/** An endpoint in examples. */
export const exampleEndpoint: Endpoint = {
  id: exampleId,
  name: '车辆接入网关',
  host: 'gateway.example.cn',
  port: 8883,
  kind: 'vehicle',
  speaks: 'any',
  mutual: true,
  sm: false,
  changedAt: AT,
  probe: exampleProbe,
};

/** A certificate in examples. */
export const exampleCertificate: Certificate = {
  fingerprint: FINGERPRINT,
  subject: 'CN=gateway.example.cn',
  issuer: 'CN=Example CA',
  serial: '1f',
  key: 'p256',
  bits: 256,
  signature: 'ecdsa-sha256',
  notBefore: '2026-05-01T00:00:00.000Z',
  notAfter: '2027-05-01T00:00:00.000Z',
  daysLeft: 158,
  lastSeen: AT,
  places: [{ endpoint: 'gateway.example.cn:8883', place: 'leaf' }],
};
