import type { Clock } from '@chedun/kernel';
import type { Keys } from '@chedun/keys';
import type { Records } from '@chedun/records';
import {
  buildOcspResponse,
  ocspError,
  ocspNonce,
  parseOcspRequest,
  serialText,
  type CertId,
  type CertificateStatus,
  type DigestName,
  type OcspRequest,
  type RevocationReason,
} from '@chedun/x509';
import { createHash } from 'node:crypto';
import { SIGNATURE, signAs, type AuthorityBook, type OpenAuthority } from './authorities.ts';
import type { SettingsBook } from './settings.ts';
import type { CertificateTables } from './tables.ts';

/** Answers of OCSP (RFC 6960, RFC 5019). */
export interface OcspResponder {
  /** Turns the bytes of a request into the bytes of an answer. Never throws for what was sent; an answer from the cache needs no waiting. */
  readonly answer: (request: Uint8Array) => Promise<Uint8Array> | Uint8Array;
  /** Forgets signed answers about these certificates. */
  readonly forget: (serials: readonly string[]) => void;
  readonly counts: () => { readonly cached: number; readonly fromCache: number; readonly signed: number };
}

interface Needs {
  readonly records: Pick<Records, 'read'>;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly authorities: AuthorityBook;
  readonly settings: SettingsBook;
}

interface Kept {
  readonly bytes: Uint8Array;
  readonly until: number;
  readonly serial: string;
}

/** Signed answers that are kept; one takes about half a kilobyte. */
const MOST_KEPT = 200_000;
const MOST_IDS = 16;
const DIGESTS: readonly DigestName[] = ['sha1', 'sha256', 'sm3'];
const MINUTE = 60_000;

const latin = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

const issuerKey = (digest: DigestName, nameHash: Uint8Array, keyHash: Uint8Array): string =>
  `${digest} ${latin(nameHash)}${latin(keyHash)}`;

/** Finds the authority that a question is about. */
const issuerFinder = (authorities: AuthorityBook) => {
  let from: readonly OpenAuthority[] | undefined;
  let known = new Map<string, OpenAuthority>();
  return async ({ digest, issuerNameHash, issuerKeyHash }: CertId): Promise<OpenAuthority | undefined> => {
    const all = await authorities.all();
    if (all !== from) {
      known = new Map(
        all.flatMap((authority) =>
          DIGESTS.map((each) => {
            const { subject, publicKey } = authority.certificate;
            const hash = (bytes: Uint8Array): Uint8Array => createHash(each).update(bytes).digest();
            return [issuerKey(each, hash(subject), hash(publicKey.key)), authority] as const;
          }),
        ),
      );
      from = all;
    }
    return digest === undefined ? undefined : known.get(issuerKey(digest, issuerNameHash, issuerKeyHash));
  };
};

const statusOf = async (
  { records }: Needs,
  authority: OpenAuthority,
  serial: string,
): Promise<CertificateStatus | undefined> => {
  const row = await records
    .read<CertificateTables>()
    .selectFrom('certificates.certificates')
    .select(['state', 'reason', 'changed_at'])
    .where('serial', '=', serial)
    .where('authority', '=', authority.id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.state === 'valid') return { kind: 'good' };
  return {
    kind: 'revoked',
    revokedAt: row.changed_at.getTime(),
    reason: (row.reason ?? 'unspecified') as RevocationReason,
  };
};

/** Signs an answer; what it is kept under when it may be. */
const signAnswer = async (
  needs: Needs,
  issuerOf: ReturnType<typeof issuerFinder>,
  request: OcspRequest,
): Promise<{ readonly bytes: Uint8Array; readonly kept?: Kept & { readonly key: string } }> => {
  const { keys, clock, settings } = needs;
  const issuers = await Promise.all(request.ids.map(issuerOf));
  const [authority] = issuers;
  // One answer has one signer; roots answer by their lists only.
  if (authority === undefined || authority.kind === 'root' || issuers.some((each) => each !== authority))
    return { bytes: ocspError('unauthorized') };
  const serials = request.ids.map(({ serial }) => serialText(serial));
  const statuses = await Promise.all(serials.map((serial) => statusOf(needs, authority, serial)));
  // A number that was never given is not signed for: it would let strangers spend the key.
  if (statuses.some((status) => status === undefined)) return { bytes: ocspError('unauthorized') };
  const { ocspMinutes } = await settings.get();
  const now = Math.floor(clock.now() / 1000) * 1000;
  const life = ocspMinutes * MINUTE;
  const bytes = await buildOcspResponse(
    {
      algorithm: SIGNATURE[authority.algorithm],
      responder: authority.certificate,
      producedAt: now,
      responses: request.ids.map((id, at) => ({
        id: id.raw,
        status: statuses[at] ?? { kind: 'unknown' },
        thisUpdate: now,
        nextUpdate: now + life,
      })),
      extensions: request.nonce === undefined ? [] : [ocspNonce(request.nonce)],
    },
    signAs(keys, authority),
  );
  const [id, serial] = [request.ids[0], serials[0]];
  const isCommon = request.nonce === undefined && request.ids.length === 1;
  if (!isCommon || id === undefined || serial === undefined) return { bytes };
  return { bytes, kept: { key: latin(id.raw), bytes, until: now + life / 2, serial } };
};

/**
 * Opens the responder. Questions without nonce about one certificate are answered from a cache of signed answers; an answer is
 * taken out when the state of its certificate changes here, and is never handed out in the second half of its life.
 */
export const ocspResponder = (needs: Needs): OcspResponder => {
  const { clock, authorities } = needs;
  const kept = new Map<string, Kept>();
  const issuerOf = issuerFinder(authorities);
  let fromCache = 0;
  let signed = 0;

  const keep = (key: string, entry: Kept): void => {
    const oldest = kept.keys().next();
    if (kept.size >= MOST_KEPT && oldest.done !== true) kept.delete(oldest.value);
    kept.set(key, entry);
  };

  const answerAll = async (request: OcspRequest): Promise<Uint8Array> => {
    const answer = await signAnswer(needs, issuerOf, request);
    signed += 1;
    if (answer.kept !== undefined) keep(answer.kept.key, answer.kept);
    return answer.bytes;
  };

  return {
    answer: (bytes) => {
      let request: OcspRequest;
      try {
        request = parseOcspRequest(bytes);
      } catch {
        return ocspError('malformedRequest');
      }
      const [id] = request.ids;
      if (id === undefined || request.ids.length > MOST_IDS) return ocspError('malformedRequest');
      if (request.nonce === undefined && request.ids.length === 1) {
        const found = kept.get(latin(id.raw));
        if (found !== undefined && found.until > clock.now()) {
          fromCache += 1;
          return found.bytes;
        }
      }
      return answerAll(request).catch(() => ocspError('tryLater'));
    },
    forget: (serials) => {
      const gone = new Set(serials);
      // Rare and short against the life of answers: changes of state are counted by people, not by questions.
      for (const [key, { serial }] of kept) if (gone.has(serial)) kept.delete(key);
    },
    counts: () => ({ cached: kept.size, fromCache, signed }),
  };
};
