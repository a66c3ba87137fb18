import { signingCertificate, sm3Hex, type Signer } from '@chedun/exchange';
import type { ActorRef } from '@chedun/kernel';
import type { Platform } from '@chedun/module';
import { toText } from '@chedun/records';
import { parseCertificate, parsePublicKey, type Certificate } from '@chedun/x509';
import { documentError } from './errors.ts';
import type { DocumentTables } from './tables.ts';

/** The key under which documents are signed. */
const KEY = 'documents';
const UNSET = '（未设置单位名称）';

/** Who signs documents now. */
export interface CurrentSigner {
  readonly organisation: string;
  /** The name written into documents. */
  readonly issuer: string;
  readonly keyId: string;
  readonly certificate: Certificate;
  readonly sm3: string;
  /** Signs at a time (milliseconds since 1970). */
  readonly at: (now: number) => Signer;
}

type Base = Pick<Platform, 'records' | 'keys' | 'clock' | 'randomBytes'>;

interface Needs extends Base {
  /** The organisation as its own module knows it; null while nobody has told. */
  readonly profile: () => Promise<{ readonly name: string } | null>;
}

/** What people set for documents counts before the profile of the organisation. */
const readOrganisation = async ({ records, profile }: Needs): Promise<string> => {
  const query = records.read<DocumentTables>().selectFrom('documents.signer').select('organisation');
  const own = await query.executeTakeFirst();
  return own?.organisation ?? (await profile())?.name ?? '';
};

/** The certificate of a key and an organisation, made when it does not exist. */
const certificateFor = async (
  needs: Needs,
  organisation: string,
  key: { readonly id: string; readonly publicKey: Uint8Array; readonly sign: Signer['sign'] },
): Promise<Uint8Array> => {
  const now = needs.clock.now();
  const known = await needs.records
    .read<DocumentTables>()
    .selectFrom('documents.certificates')
    .select('certificate')
    .where('key_id', '=', key.id)
    .where('organisation', '=', organisation)
    .executeTakeFirst();
  if (known !== undefined) return known.certificate;
  const who = {
    organisation,
    commonName: '车盾文书签名',
    publicKey: key.publicKey,
    serial: needs.randomBytes(16),
    now,
  };
  const made = await signingCertificate(who, key.sign);
  return needs.records.transaction(async (tx) => {
    const table = tx.as<DocumentTables>();
    const row = { sm3: sm3Hex(made), key_id: key.id, organisation, certificate: made, made_at: new Date(now) };
    await table
      .insertInto('documents.certificates')
      .values(row)
      .onConflict((on) => on.columns(['key_id', 'organisation']).doNothing())
      .execute();
    // Another request may have been first: its certificate counts.
    const kept = await table
      .selectFrom('documents.certificates')
      .select('certificate')
      .where('key_id', '=', key.id)
      .where('organisation', '=', organisation)
      .executeTakeFirstOrThrow();
    return kept.certificate;
  });
};

/** Who signs now: the newest version of the key, in the name of the organisation. */
export const currentSigner = (needs: Needs) => async (): Promise<CurrentSigner> => {
  const { keys } = needs;
  const info = await keys.ensure(KEY, 'sm2');
  if (info.publicKey === undefined) throw documentError('documents.damaged', { reason: 'the key has no public part' });
  const { sign } = keys.holding(KEY, parsePublicKey(info.publicKey).key);
  const organisation = await readOrganisation(needs);
  const issuer = organisation === '' ? UNSET : organisation;
  const der = await certificateFor(needs, issuer, { id: info.id, publicKey: info.publicKey, sign });
  const certificate = parseCertificate(new Uint8Array(der));
  return {
    organisation,
    issuer,
    keyId: info.id,
    certificate,
    sm3: sm3Hex(certificate.raw),
    at: (now) => ({ certificate, sign, signingTime: Math.floor(now / 1000) * 1000 }),
  };
};

/** Says in whose name documents are signed from now on; earlier ones stay what they are. */
export const nameSigner =
  ({ records, clock }: Pick<Base, 'records' | 'clock'>) =>
  (organisation: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const values = { organisation: toText(organisation), changed_at: new Date(clock.now()) };
      await tx
        .as<DocumentTables>()
        .insertInto('documents.signer')
        .values({ id: 1, ...values })
        .onConflict((on) => on.column('id').doUpdateSet(values))
        .execute();
      const target = { kind: 'document-signer', id: '1' };
      await tx.audit({ actor, action: 'documents.signer-named', target, outcome: 'done', after: { organisation } });
    });

/** Whether a certificate (SM3) is one of this installation. */
export const isOurs =
  ({ records }: Pick<Base, 'records'>) =>
  async (sm3: string): Promise<boolean> => {
    const query = records.read<DocumentTables>().selectFrom('documents.certificates').select('sm3');
    return (await query.where('sm3', '=', sm3).executeTakeFirst()) !== undefined;
  };
