import type { Clock } from '@chedun/kernel';
import type { Keys } from '@chedun/keys';
import type { Records } from '@chedun/records';
import { encodeOer } from '@chedun/asn1/oer';
import { encodePdu, parsePdu, requestHash } from '@chedun/v2x-security';
import type { Pdu } from '@chedun/v2x-security';
import { MESSAGES } from '@chedun/v2x-security/schema';
import {
  chainEnvelope,
  fromHex,
  laIdBytes,
  laterSeed,
  linkageAnswer,
  linkageSealer,
  markedValue,
  openFrom,
  periodOf,
  preLinkageValues,
  sealFor,
  toHex,
  toTime32,
} from '@chedun/v2x-pki';
import type { Party, Random } from '@chedun/v2x-pki';
import { sql } from 'kysely';
import { pseudonymsError } from '../errors.ts';
import type { Hierarchy } from '../hierarchy.ts';
import { sealingKeyName } from '../role-keys.ts';
import { readable } from './read.ts';

/** What a linkage authority rests on. */
export interface LaNeeds {
  readonly records: Records;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly randomBytes: Random;
}

/** A linkage authority: seeds by the number of their chain, and nothing of devices or certificates. */
export interface LinkageAuthority {
  /** Linkage values for the registration authority, each encrypted for the certificate authority. */
  readonly linkageValues: (message: Uint8Array) => Promise<Uint8Array>;
  /** Seeds for the misbehaviour authority, by a linkage value; never of a period before the present one. */
  readonly seeds: (message: Uint8Array) => Promise<Uint8Array>;
}

type La = 'la1' | 'la2';

interface Chain {
  readonly id: string;
  readonly firstI: number;
  readonly seed: Uint8Array;
}

const MOST_CHAINS = 2000;
const MOST_INDEX = 40;
/** Chains that are looked at in one statement. */
const PAGE = 1000;

/** Chains in the schema of the authority; seeds are sealed by the key store. */
const chainStore = ({ records, keys }: LaNeeds, { suite }: Hierarchy, la: La) => {
  const table = sql.table(`pseudonyms_${la}.chains`);
  const sealer = sealingKeyName(suite, la);
  const context = (id: string) => `chain ${id}`;
  const opened = async (row: Row): Promise<Chain> => ({
    id: row.chain_id,
    firstI: row.first_i,
    seed: await keys.open(sealer, row.seed, context(row.chain_id)),
  });
  return {
    add: async (chains: readonly Chain[]): Promise<void> => {
      if (chains.length === 0) return;
      const seeds = await Promise.all(chains.map(({ id, seed }) => keys.seal(sealer, seed, context(id))));
      await records.transaction((tx) =>
        sql`insert into ${table} (chain_id, suite, first_i, seed)
          select id, ${suite.name}, first, decode(seed, 'hex') from
          unnest(${chains.map(({ id }) => id)}::text[], ${chains.map(({ firstI }) => firstI)}::int[],
            ${seeds.map(toHex)}::text[]) as fresh (id, first, seed)`.execute(tx.as()),
      );
    },
    named: async (ids: readonly string[]): Promise<readonly Chain[]> => {
      const { rows } = await sql<Row>`select chain_id, first_i, seed from ${table}
        where chain_id = any(${[...ids]}::text[])`.execute(records.read());
      const found = new Map((await Promise.all(rows.map(opened))).map((chain) => [chain.id, chain]));
      return ids.map((id) => found.get(id) ?? unknownChain());
    },
    pages: async function* (i: number): AsyncGenerator<readonly Chain[]> {
      let after = '';
      for (;;) {
        const { rows } = await sql<Row>`select chain_id, first_i, seed from ${table}
          where suite = ${suite.name} and first_i <= ${i} and chain_id > ${after}
          order by chain_id limit ${PAGE}`.execute(records.read());
        if (rows.length === 0) return;
        after = rows.at(-1)?.chain_id ?? after;
        yield await Promise.all(rows.map(opened));
      }
    },
  };
};

interface Row {
  readonly chain_id: string;
  readonly first_i: number;
  readonly seed: Buffer;
}

const unknownChain = (): never => {
  throw pseudonymsError('pseudonyms.bad-message', { reason: 'a chain of linkage values that is not known' });
};

const individualIn = ({ content }: Pdu) => {
  if ('laRa' in content && 'praLaLinkageValueRequest' in content.laRa) {
    const request = content.laRa.praLaLinkageValueRequest;
    if ('individual' in request) {
      const { header, jMax, numberOfFreshInd = 0, continuationsInd = [] } = request.individual;
      const chains = numberOfFreshInd + continuationsInd.length;
      // One period a request is enough: the registration authority goes on from one to the next.
      if (chains > MOST_CHAINS || header.iMax !== header.iMin || jMax < 1 || jMax > MOST_INDEX)
        throw pseudonymsError('pseudonyms.bad-message', { reason: 'more linkage values than one request may ask for' });
      return { header, jMax, numberOfFreshInd, continuationsInd };
    }
  }
  throw pseudonymsError('pseudonyms.bad-message', { reason: 'not a request for linkage values of devices' });
};

/** A linkage authority with what it needs for every message. */
interface Desk extends LaNeeds {
  readonly hierarchy: Hierarchy;
  readonly la: La;
  readonly party: Party;
  readonly laId: Uint8Array;
  readonly store: ReturnType<typeof chainStore>;
  readonly sealer: ReturnType<typeof linkageSealer>;
  readonly envelope: ReturnType<typeof chainEnvelope>;
}

const valuesFor = (
  { hierarchy: { suite }, laId, sealer, envelope }: Desk,
  { header: { iMin: i }, jMax, numberOfFreshInd, continuationsInd }: ReturnType<typeof individualIn>,
  chains: readonly Chain[],
): Uint8Array => {
  // One key for the whole answer: the codec writes it once.
  const recipients = sealer.recipients(chains.length * jMax);
  const answers = chains.map((chain, at) => {
    const seed = laterSeed(suite.linkage, laId, chain.seed, i - chain.firstI);
    const going = continuationsInd[at - numberOfFreshInd];
    return {
      values: sealer.seal(preLinkageValues(suite.linkage, laId, seed, jMax)),
      chain: going === undefined ? envelope.seal(fromHex(chain.id)) : encodeOer(MESSAGES.cn.EncryptedData, going),
    };
  });
  return linkageAnswer(i, jMax, markedValue(recipients, laId, suite.cipher === 'sm4Ccm'), answers);
};

const answerValues = async (desk: Desk, message: Uint8Array): Promise<Uint8Array> => {
  const { hierarchy, party, store, envelope, randomBytes } = desk;
  const { suite, certificates, verifier } = hierarchy;
  const payload = readable(() => openFrom(party, certificates.ra, message, verifier));
  const request = readable(() => individualIn(parsePdu(payload)));
  const firstI = request.header.iMin;
  const fresh = Array.from({ length: request.numberOfFreshInd }, () => ({
    id: toHex(randomBytes(16)),
    firstI,
    seed: randomBytes(16),
  }));
  await store.add(fresh);
  const known = await store.named(request.continuationsInd.map((data) => readable(() => envelope.open(data))));
  return sealFor(suite, party, certificates.ra, valuesFor(desk, request, [...fresh, ...known]), randomBytes);
};

const seedsFor = async (
  { hierarchy, laId, store, clock }: Desk,
  wanted: readonly { readonly iValue: number; readonly lv: { readonly octets: string } }[],
) => {
  const { linkage } = hierarchy.suite;
  const individual = [];
  for (const { iValue, lv } of wanted) {
    const chain = await find(store.pages(iValue), hierarchy, laId, { i: iValue, lv: lv.octets });
    if (chain === undefined) continue;
    // Its own clock says how much it gives away, not who asks.
    const i = Math.max(periodOf(toTime32(clock.now())), iValue);
    const ls = laterSeed(linkage, laId, chain.seed, i - chain.firstI);
    individual.push({ i, lv, ls: { octets: toHex(ls) } });
  }
  return individual;
};

const MOST_SEEDS = 100;

const answerSeeds = async (desk: Desk, message: Uint8Array): Promise<Uint8Array> => {
  const { hierarchy, party, laId, randomBytes } = desk;
  const { suite, certificates, verifier } = hierarchy;
  const payload = readable(() => openFrom(party, certificates.ma, message, verifier));
  const { content } = readable(() => parsePdu(payload));
  if (!('laMa' in content) || !('maLaLinkageSeedRequest' in content.laMa))
    throw pseudonymsError('pseudonyms.bad-message', { reason: 'not a request for seeds' });
  const wanted = content.laMa.maLaLinkageSeedRequest.individual.slice(0, MOST_SEEDS);
  const laMaLinkageSeedResponse = {
    requestHash: { octets: requestHash(payload) },
    laId: { octets: toHex(laId) },
    individual: await seedsFor(desk, wanted),
    group: [],
  };
  const answer = encodePdu({ version: 1, content: { laMa: { laMaLinkageSeedResponse } } });
  return sealFor(suite, party, certificates.ma, answer, randomBytes);
};

/** Opens a linkage authority of a hierarchy. */
export const linkageAuthority = (needs: LaNeeds, hierarchy: Hierarchy, la: La): LinkageAuthority => {
  const { suite, certificates } = hierarchy;
  const party = hierarchy.party(la);
  const desk: Desk = {
    ...needs,
    hierarchy,
    la,
    party,
    laId: laIdBytes(la),
    store: chainStore(needs, hierarchy, la),
    sealer: linkageSealer(suite, certificates.aca, needs.randomBytes),
    envelope: chainEnvelope(suite, party.secret, needs.randomBytes),
  };
  return {
    linkageValues: (message) => answerValues(desk, message),
    seeds: (message) => answerSeeds(desk, message),
  };
};

/** The chain with a value in a period: all chains are computed, as nothing that leads from a value to a chain is kept. */
const find = async (
  pages: AsyncGenerator<readonly Chain[]>,
  { suite: { linkage } }: Hierarchy,
  laId: Uint8Array,
  { i, lv }: { readonly i: number; readonly lv: string },
): Promise<Chain | undefined> => {
  for await (const page of pages)
    for (const chain of page) {
      const seed = laterSeed(linkage, laId, chain.seed, i - chain.firstI);
      if (preLinkageValues(linkage, laId, seed, MOST_INDEX).some((value) => toHex(value) === lv)) return chain;
    }
  return undefined;
};
