import {
  canonicalBytes,
  parseCanonical,
  signDetached,
  signingCertificate,
  sm3Hex,
  verifyDetached,
} from '@chedun/exchange';
import type { Platform } from '@chedun/module';
import { parseCertificate, parsePublicKey } from '@chedun/x509';
import { z } from 'zod';
import type { SignatureVerdict } from './contract.ts';
import { policyError } from './error.ts';
import type { PolicyTables, StoredFile } from './tables.ts';

/** The key under which approved versions are signed; software SM2, not a certified cryptographic product. */
const KEY = 'policies';
const UNSET = '（未设置单位名称）';

/** What an approval says; the signature is over its canonical JSON. */
const Statement = z.object({
  format: z.literal('chedun-policy@1'),
  code: z.string(),
  title: z.string(),
  version: z.number().int(),
  contentSm3: z.string(),
  obligations: z.array(z.string()),
  effectiveFrom: z.string(),
  reviewBy: z.string(),
  author: z.string(),
  approver: z.string(),
  approvedAt: z.string(),
});
export type Statement = z.infer<typeof Statement>;

type Needs = Pick<Platform, 'records' | 'keys' | 'clock' | 'randomBytes'> & {
  readonly profile: () => Promise<{ readonly name: string } | null>;
};

/** SM3 of what a version says: of its file, or of its text in UTF-8. */
export const contentSm3 = (body: string, file: StoredFile | null): string =>
  file === null ? sm3Hex(new TextEncoder().encode(body)) : file.sm3;

const certificateOf = async (
  { records, clock, randomBytes, profile }: Needs,
  key: { readonly id: string; readonly publicKey: Uint8Array; readonly sign: Parameters<typeof signingCertificate>[1] },
): Promise<Uint8Array> => {
  const find = () =>
    records
      .read<PolicyTables>()
      .selectFrom('policies.signers')
      .select('certificate')
      .where('key_id', '=', key.id)
      .executeTakeFirst();
  const known = await find();
  if (known !== undefined) return known.certificate;
  const now = clock.now();
  const organisation = (await profile())?.name ?? UNSET;
  const { publicKey } = key;
  const who = { organisation, commonName: '车盾制度批准签名', publicKey, serial: randomBytes(16), now };
  const certificate = await signingCertificate(who, key.sign);
  const row = { key_id: key.id, certificate, sm3: sm3Hex(certificate), made_at: new Date(now) };
  await records.transaction(async (tx) => {
    await tx
      .as<PolicyTables>()
      .insertInto('policies.signers')
      .values(row)
      .onConflict((on) => on.column('key_id').doNothing())
      .execute();
  });
  // Another approval may have been first: its certificate counts.
  const kept = await find();
  if (kept === undefined) throw policyError('policies.damaged');
  return kept.certificate;
};

/** Signs what an approval says: SM2 over SM3, as detached CMS. */
export const signStatement = (needs: Needs) => async (statement: Statement) => {
  const info = await needs.keys.ensure(KEY, 'sm2');
  const { publicKey } = info;
  if (publicKey === undefined) throw policyError('policies.damaged');
  const { sign } = needs.keys.holding(KEY, parsePublicKey(publicKey).key);
  const certificate = parseCertificate(new Uint8Array(await certificateOf(needs, { id: info.id, publicKey, sign })));
  const bytes = canonicalBytes(statement);
  const signingTime = Math.floor(needs.clock.now() / 1000) * 1000;
  const signature = await signDetached(bytes, { certificate, sign, signingTime });
  return { statement: bytes, signature, certificateSm3: sm3Hex(certificate.raw) };
};

/** What a stored version claims, beside what was signed. */
export interface Claimed {
  readonly number: number;
  readonly contentSm3: string;
  readonly obligations: readonly string[];
  readonly effectiveFrom: string | null;
  readonly reviewBy: string | null;
  readonly statement: Uint8Array | null;
  readonly signature: Uint8Array | null;
}

const agrees = (signed: Statement, claimed: Claimed): boolean =>
  signed.version === claimed.number &&
  signed.effectiveFrom === claimed.effectiveFrom &&
  signed.reviewBy === claimed.reviewBy &&
  signed.obligations.join() === claimed.obligations.join();

/** Looks at a signature: does the content have the SM3 that was signed, is the record what was signed, is the signer ours. */
export const verifyStatement = (claimed: Claimed, signers: ReadonlySet<string>): SignatureVerdict => {
  if (claimed.statement === null || claimed.signature === null) return { kind: 'none' };
  const bytes = new Uint8Array(claimed.statement);
  const verdict = verifyDetached(new Uint8Array(claimed.signature), bytes);
  if (verdict.kind === 'refused') return { kind: 'broken', problem: 'signature' };
  const certificate = sm3Hex(verdict.certificate.raw);
  if (!signers.has(certificate)) return { kind: 'broken', problem: 'signer' };
  const signed = Statement.safeParse(parseCanonical(bytes, 'statement'));
  if (!signed.success || !agrees(signed.data, claimed)) return { kind: 'broken', problem: 'statement' };
  if (signed.data.contentSm3 !== claimed.contentSm3) return { kind: 'broken', problem: 'content' };
  return { kind: 'valid', signedAt: new Date(verdict.signingTime).toISOString(), certificate };
};
