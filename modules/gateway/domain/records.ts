import type { GatedConnection } from '@chedun/ingest/contract';
import type { Shown, Violation } from './judge.ts';
import type { RateVerdict } from './rates.ts';

type Fields = Record<string, unknown>;

const subjectField = (listener: GatedConnection['listener'], subject: string): Fields => {
  if (subject === '' || subject.startsWith('platform:')) return {};
  switch (listener) {
    case 'gbt32960':
      return { vin: subject };
    case 'jtt808':
      return { phone: subject };
    case 'jtt809':
      return { plate: subject };
  }
};

const common = (now: number, { listener, ip, port, certificate }: GatedConnection): Fields => ({
  time: new Date(now).toISOString(),
  product: 'vehicle',
  category: listener === 'gbt32960' ? 'gbt32960' : 'jt808',
  protocol: listener,
  cmd: 'gateway',
  status: 'ok',
  src_ip: ip,
  src_port: port,
  ...(certificate === undefined
    ? {}
    : { certificate_fingerprint: certificate.fingerprint, certificate_subject: certificate.subject }),
});

/** The record of a binding that was broken. `seen` is '-' when nothing was shown. */
export const bindingRecord = (
  now: number,
  connection: GatedConnection,
  subject: string,
  shown: Shown,
  { kind, expected, seen }: Violation,
  isRefused: boolean,
): Fields => ({
  ...common(now, connection),
  signal: 'gateway.binding',
  level: 'high',
  binding_kind: kind,
  binding_action: isRefused ? 'refused' : 'observed',
  expected: expected.length === 0 ? '-' : expected.join(', '),
  seen: seen === '' ? '-' : seen,
  ...subjectField(connection.listener, subject),
  ...(shown.platform === null ? {} : { platform_user: shown.platform }),
  ...(shown.iccid === undefined ? {} : { iccid: shown.iccid }),
});

/** The record of somebody who is kept out by containment and came all the same. */
export const barredRecord = (now: number, connection: GatedConnection, subject: string): Fields => ({
  ...common(now, connection),
  signal: 'gateway.barred',
  level: 'medium',
  ...subjectField(connection.listener, subject),
});

const ACTION = { close: 'closed', hold: 'held', told: 'told' } as const;

/** The record of a sender that is held back or disconnected, or of a vehicle of a platform that sends too much. */
export const rateRecord = (
  now: number,
  connection: GatedConnection,
  sender: { readonly subject: string; readonly platform: string | null },
  verdict: Exclude<RateVerdict, { readonly kind: 'go' }>,
): Fields => ({
  ...common(now, connection),
  signal: 'gateway.rate',
  level: verdict.kind === 'close' ? 'high' : 'medium',
  rate_scope: verdict.scope,
  rate_action: ACTION[verdict.kind],
  expected: verdict.scope === 'source' ? `≤ ${verdict.limit}/s` : `≤ ${verdict.limit}/min`,
  seen: `+${Math.ceil((verdict.wait * verdict.limit) / (verdict.scope === 'source' ? 1000 : 60_000))}`,
  ...subjectField(connection.listener, sender.subject),
  ...(sender.platform === null ? {} : { platform_user: sender.platform }),
});
