import { say } from '@chedun/kernel';
import type { IngestAsks, SignatureSighting } from '@chedun/ingest/contract';
import type { Logger } from '@chedun/log';
import type { SignatureAsks } from '../contract.ts';
import { SIGNATURE_WORDS } from '../phrases.ts';

interface Dependencies extends SignatureAsks {
  readonly record: IngestAsks['record'];
  readonly log: Pick<Logger, 'warn'>;
}

const SOURCE = { id: 'signatures', title: '车辆签名验证' };
const ALGORITHM: Readonly<Record<number, string>> = { 1: 'SM2', 2: 'RSA' };

type SignedSighting = Extract<SignatureSighting, { readonly kind: 'report' }>;

const recordOf = ({ vin, algorithm, ip, port, time }: SignedSighting) => ({
  time,
  product: 'vehicle',
  category: 'gbt32960',
  protocol: 'gbt32960',
  cmd: 'detector',
  status: 'ok',
  signal: 'gbt32960.signature_failed',
  level: 'high',
  expected: say(SIGNATURE_WORDS.trusted, { algorithm: ALGORITHM[algorithm] ?? algorithm }),
  seen: say(SIGNATURE_WORDS.untrusted, {}),
  vin,
  signature_algorithm: algorithm,
  src_ip: ip,
  src_port: port,
});

/** Verifies what the vehicle listener saw; a failed signature becomes a record, an offered key waits for a person. */
export const followSightings =
  ({ check, offered, record, log }: Dependencies) =>
  (sighting: SignatureSighting): void => {
    const follow = async (): Promise<void> => {
      if (sighting.kind === 'activation') return offered(sighting);
      const verdict = await check(sighting, sighting.urgent);
      if (verdict === 'failed') await record(SOURCE, [recordOf(sighting)]);
    };
    follow().catch((error: unknown) => log.warn('a signature could not be followed', { vin: sighting.vin, error }));
  };
