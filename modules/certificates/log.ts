import type { Clock } from '@chedun/kernel';
import { ed25519RawOf, sm2PointOf, type KeyInfo, type Keys } from '@chedun/keys';
import {
  formatCheckpoint,
  formatNote,
  formatVerifierKey,
  Frontier,
  HASH_BYTES,
  keyIdOf,
  proveInclusion,
  TILE_WIDTH,
  type TiledTree,
  type VerifierKey,
} from '@chedun/merkle';
import type { Records, Tx } from '@chedun/records';
import { sql } from 'kysely';
import { createHash } from 'node:crypto';
import { formatCertificateProof, LOG_HASH, sm3Of } from './domain/proof.ts';
import { certificatesError } from './errors.ts';
import type { CertificateTables } from './tables.ts';

/** One leaf that is to be appended. */
export interface NewLeaf {
  readonly serial: string;
  /** Text of `entryText`. */
  readonly entry: string;
}

const TILE_HEIGHT = 8;

const edgeOf = (edge: Buffer): Uint8Array[] =>
  Array.from({ length: edge.length / HASH_BYTES }, (_, at) => edge.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));

/** Locks the head of the log until the end of the transaction: always before rows of certificates, so that nobody waits in a circle. */
export const lockLog = async (tx: Tx): Promise<void> => {
  await tx.as<CertificateTables>().selectFrom('certificates.log_head').select('size').forUpdate().execute();
};

/** Appends leaves in the transaction that makes them true; answers the index of the first. The head is locked until its end. */
export const appendLeaves = async (tx: Tx, leaves: readonly NewLeaf[]): Promise<number> => {
  const db = tx.as<CertificateTables>();
  const head = await db
    .selectFrom('certificates.log_head')
    .select(['size', 'edge'])
    .forUpdate()
    .executeTakeFirstOrThrow();
  const tiles = new Map<string, Uint8Array[]>();
  const frontier = new Frontier(
    LOG_HASH,
    (level, index, hash) => {
      if (level % TILE_HEIGHT !== 0) return;
      const key = `${level / TILE_HEIGHT} ${Math.floor(index / TILE_WIDTH)}`;
      const row = tiles.get(key);
      if (row === undefined) tiles.set(key, [hash]);
      else row.push(hash);
    },
    head.size,
    edgeOf(head.edge),
  );
  const hashes = leaves.map(({ entry }) => {
    const hash = LOG_HASH.leaf(Buffer.from(entry));
    frontier.append(hash);
    return Buffer.from(hash);
  });
  const index = leaves.map((_, at) => head.size + at);
  const [serials, entries] = [leaves.map(({ serial }) => serial), leaves.map(({ entry }) => entry)];
  await sql`insert into certificates.log (index, serial, entry, hash)
    select * from unnest(${index}::bigint[], ${serials}::text[], ${entries}::text[], ${hashes}::bytea[])`.execute(db);
  for (const [key, row] of tiles) {
    const [level = 0, at = 0] = key.split(' ').map(Number);
    await sql`insert into certificates.log_tiles (level, index, hashes) values (${level}, ${at}, ${Buffer.concat(row)})
      on conflict (level, index) do update set hashes = certificates.log_tiles.hashes || excluded.hashes`.execute(db);
  }
  const edge = Buffer.concat(frontier.edge());
  await db.updateTable('certificates.log_head').set({ size: frontier.size, edge }).execute();
  return head.size;
};

const ED25519 = 'certificates-log-ed25519';
const SM2 = 'certificates-log-sm2';
const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** Signs the heads of the issuance log with both keys, and proves its entries. */
export interface IssuanceLog {
  /** Lines of public keys that verify proofs, every version. */
  readonly keys: () => Promise<readonly VerifierKey[]>;
  readonly keyLines: () => Promise<readonly string[]>;
  /** Signs the tree as it is; nothing happens when it did not grow. */
  readonly seal: () => Promise<void>;
  /** Text of a proof of a leaf. */
  readonly prove: (index: number) => Promise<string>;
}

interface Needs {
  readonly records: Records;
  readonly keys: Keys;
  readonly clock: Pick<Clock, 'now'>;
}

const verifierOf = (origin: string, { name, publicKey = new Uint8Array(0) }: KeyInfo): VerifierKey | undefined => {
  const key = name === ED25519 ? ed25519RawOf(publicKey) : name === SM2 ? sm2PointOf(publicKey) : undefined;
  return key && { name: origin, type: name === SM2 ? 'sm2-sm3' : 'ed25519', key: Uint8Array.from(key) };
};

const treeOf = (records: Records, size: number): TiledTree => ({
  hash: LOG_HASH,
  size,
  readTile: async ({ level, index, width }) => {
    const row = await records
      .read<CertificateTables>()
      .selectFrom('certificates.log_tiles')
      .select('hashes')
      .where('level', '=', level)
      .where('index', '=', index)
      .executeTakeFirst();
    if (row === undefined || row.hashes.length < width * HASH_BYTES)
      throw certificatesError('certificates.unknown', { reason: `tile ${level}/${index} is missing` });
    return row.hashes.subarray(0, width * HASH_BYTES);
  },
});

/** Signs a head with both keys. */
const noteOf = async (keys: Keys, infos: readonly KeyInfo[], origin: string, text: string): Promise<string> => {
  const signature = async (name: string) => {
    const { keyId, bytes } = await keys.sign(name, Buffer.from(text));
    const info = infos.find(({ id }) => id === keyId);
    const key = info && verifierOf(origin, info);
    if (key === undefined) throw new Error(`the key ${keyId} cannot sign a checkpoint`);
    return { name: origin, keyId: keyIdOf(sha256, key), signature: bytes };
  };
  return formatNote({ text, signatures: [await signature(ED25519), await signature(SM2)] });
};

const originOf = (infos: readonly KeyInfo[]): string => {
  const first = infos.find(({ name, version }) => name === SM2 && version === 1);
  const hash = Buffer.from(sm3Of(first?.publicKey ?? new Uint8Array(0))).toString('hex');
  return `chedun/certificates/${hash.slice(0, 16)}`;
};

const newestCheckpoint = (records: Records) =>
  records
    .read<CertificateTables>()
    .selectFrom('certificates.checkpoints')
    .selectAll()
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Opens the log; its keys are made at the first use. */
export const issuanceLog = ({ records, keys, clock }: Needs): IssuanceLog => {
  const infos = async (): Promise<readonly KeyInfo[]> => {
    await keys.ensure(ED25519, 'ed25519');
    await keys.ensure(SM2, 'sm2');
    return (await keys.list()).filter(({ name }) => name === ED25519 || name === SM2);
  };
  const verifierKeys = async () => {
    const all = await infos();
    return all.flatMap((info) => verifierOf(originOf(all), info) ?? []);
  };
  const seal = async (): Promise<void> => {
    const head = await records
      .read<CertificateTables>()
      .selectFrom('certificates.log_head')
      .select(['size', 'edge'])
      .executeTakeFirstOrThrow();
    const last = await newestCheckpoint(records);
    if (head.size <= (last?.size ?? 0)) return;
    const all = await infos();
    const origin = originOf(all);
    const root = new Frontier(LOG_HASH, () => {}, head.size, edgeOf(head.edge)).root();
    const at = new Date(clock.now());
    const text = formatCheckpoint({ origin, size: head.size, root, extensions: [`time ${at.toISOString()}`] });
    const note = await noteOf(keys, all, origin, text);
    await records.transaction((tx) =>
      tx
        .as<CertificateTables>()
        .insertInto('certificates.checkpoints')
        .values({ size: head.size, root: Buffer.from(root), note, at })
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    );
  };
  return {
    keys: verifierKeys,
    keyLines: async () => (await verifierKeys()).map((key) => formatVerifierKey(sha256, key)),
    seal,
    prove: async (index) => {
      const before = await newestCheckpoint(records);
      if (index >= (before?.size ?? 0)) await seal();
      const checkpoint = await newestCheckpoint(records);
      const leaf = await records
        .read<CertificateTables>()
        .selectFrom('certificates.log')
        .select('entry')
        .where('index', '=', index)
        .executeTakeFirst();
      if (checkpoint === undefined || leaf === undefined) throw certificatesError('certificates.unknown', { index });
      const path = await proveInclusion(treeOf(records, checkpoint.size), index);
      return formatCertificateProof({ entry: leaf.entry, index, path, checkpoint: checkpoint.note });
    },
  };
};
