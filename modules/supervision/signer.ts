import { signingCertificate, sm3Hex, type Signer } from '@chedun/exchange';
import type { ActorRef } from '@chedun/kernel';
import type { Platform } from '@chedun/module';
import { toText } from '@chedun/records';
import { parseCertificate, parsePublicKey, type Certificate } from '@chedun/x509';
import { supervisionError } from './errors.ts';
import type { SupervisionTables } from './tables.ts';

/** The key under which receipts are signed; it never leaves the key store. */
const KEY = 'supervision';
/** Stands in receipts while nobody has named the authority. */
export const UNSET = '（未设置监管部门名称）';

/** Who signs receipts now. */
export interface ReceiptSigner {
  /** The name in receipts. */
  readonly name: string;
  readonly certificate: Certificate;
  readonly sm3: string;
  readonly at: (now: number) => Signer;
}

type Needs = Pick<Platform, 'records' | 'keys' | 'clock' | 'randomBytes'>;

const nameOf = async ({ records }: Needs): Promise<string> => {
  const row = await records
    .read<SupervisionTables>()
    .selectFrom('supervision.settings')
    .select('name')
    .executeTakeFirst();
  return row?.name ?? UNSET;
};

/** Who signs now: the newest version of the key, in the name of the authority; its certificate is made when there is none. */
export const receiptSigner = (needs: Needs) => async (): Promise<ReceiptSigner> => {
  const { keys, records, clock, randomBytes } = needs;
  const info = await keys.ensure(KEY, 'sm2');
  const { publicKey } = info;
  if (publicKey === undefined) throw supervisionError('supervision.damaged', { reason: 'the key has no public part' });
  const { sign } = keys.holding(KEY, parsePublicKey(publicKey).key);
  const name = await nameOf(needs);
  const find = () =>
    records
      .read<SupervisionTables>()
      .selectFrom('supervision.signers')
      .select('certificate')
      .where('key_id', '=', info.id)
      .where('name', '=', name)
      .executeTakeFirst();
  if ((await find()) === undefined) {
    const now = clock.now();
    const who = { organisation: name, commonName: '车盾监管回执签名', publicKey, serial: randomBytes(16), now };
    const made = await signingCertificate(who, sign);
    const row = { key_id: info.id, name, certificate: made, made_at: new Date(now) };
    await records.transaction(async (tx) => {
      await tx
        .as<SupervisionTables>()
        .insertInto('supervision.signers')
        .values(row)
        .onConflict((on) => on.columns(['key_id', 'name']).doNothing())
        .execute();
    });
  }
  // Another request may have been first: its certificate counts.
  const kept = await find();
  if (kept === undefined) throw supervisionError('supervision.damaged', { reason: 'no certificate' });
  const certificate = parseCertificate(new Uint8Array(kept.certificate));
  return {
    name,
    certificate,
    sm3: sm3Hex(certificate.raw),
    at: (now) => ({ certificate, sign, signingTime: Math.floor(now / 1000) * 1000 }),
  };
};

/** Says in whose name receipts are signed from now on; earlier ones stay what they are. */
export const nameAuthority =
  ({ records, clock }: Pick<Needs, 'records' | 'clock'>) =>
  (name: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const values = { name: toText(name), changed_at: new Date(clock.now()), changed_by: actor.name };
      await tx
        .as<SupervisionTables>()
        .insertInto('supervision.settings')
        .values({ id: 1, ...values })
        .onConflict((on) => on.column('id').doUpdateSet(values))
        .execute();
      const target = { kind: 'supervision-settings', id: '1' };
      await tx.audit({ actor, action: 'supervision.named', target, outcome: 'done', after: { name } });
    });
