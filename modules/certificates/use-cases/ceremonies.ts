import { openTranscript, type CeremonyTranscript } from '@chedun/ceremony';
import type { ActorRef } from '@chedun/kernel';
import { toJsonText, type Records, type Tx } from '@chedun/records';
import { ATTRIBUTE, parseName, serialText } from '@chedun/x509';
import { insertAuthority, type AuthorityBook, type OpenAuthority } from '../authorities.ts';
import type { CeremonyPlan, Decision } from '../contract.ts';
import { sm3Of } from '../domain/proof.ts';
import { certificatesError } from '../errors.ts';
import { demandOther, type PersonOf } from '../people.ts';
import type { CertificateTables, Person } from '../tables.ts';
import { makeAuthority, type MakeNeeds } from './make-authority.ts';
import type { Publish } from './publish-crl.ts';
import type { z } from 'zod';

/** What ceremonies stand on. */
export interface CeremonyNeeds extends MakeNeeds {
  readonly records: Records;
  readonly authorities: AuthorityBook;
  readonly personOf: PersonOf;
  readonly publish: Publish;
}

/** Name that nobody has yet. Throws `certificates.authority-taken`. */
const checkNames = async ({ authorities }: CeremonyNeeds, names: readonly string[]): Promise<void> => {
  const taken = new Set((await authorities.all()).map(({ name }) => name));
  for (const name of names) {
    if (taken.has(name) || name.endsWith('-delta'))
      throw certificatesError('certificates.authority-taken', { reason: name });
    taken.add(name);
  }
};

const namesIn = (plan: CeremonyPlan): string[] => {
  if (plan.kind === 'root-crl' || plan.kind === 'revoke-issuing') return [];
  const issuing = plan.issuing.map(({ name }) => name);
  return plan.kind === 'create-root' ? [plan.root.name, ...issuing] : issuing;
};

const organizationOf = ({ certificate, title }: OpenAuthority): string =>
  parseName(certificate.subject)
    .flat()
    .find(({ type }) => type === ATTRIBUTE.O)?.value ?? title;

/** Carries a plan out with the key of the root; answers what was made. */
const carryOut = async (
  needs: CeremonyNeeds,
  plan: CeremonyPlan,
  log: CeremonyTranscript,
): Promise<readonly OpenAuthority[]> => {
  if (plan.kind === 'root-crl' || plan.kind === 'revoke-issuing') return [];
  const made: OpenAuthority[] = [];
  let root: OpenAuthority;
  if (plan.kind === 'create-root') {
    const { organization, algorithm, years } = plan;
    root = await makeAuthority(needs, { ...plan.root, organization, algorithm, years }, undefined, log);
    made.push(root);
  } else root = await rootNamed(needs, plan.root);
  const common = {
    organization: plan.kind === 'create-root' ? plan.organization : organizationOf(root),
    algorithm: root.algorithm,
  };
  for (const each of plan.issuing) made.push(await makeAuthority(needs, { ...each, ...common }, root, log));
  return made;
};

const rootNamed = async ({ authorities }: CeremonyNeeds, name: string): Promise<OpenAuthority> => {
  const found = await authorities.named(name);
  if (found.kind !== 'root')
    throw certificatesError('certificates.authority-unknown', { reason: `${name} is no root` });
  return found;
};

/** The authority that a plan revokes, as it will be; undefined for other plans. Throws when it is none of this root. */
const revokedBy = async (needs: CeremonyNeeds, plan: CeremonyPlan): Promise<OpenAuthority | undefined> => {
  if (plan.kind !== 'revoke-issuing') return undefined;
  const [root, found] = [await rootNamed(needs, plan.root), await needs.authorities.named(plan.issuing)];
  if (found.parent !== root.id) throw certificatesError('certificates.authority-unknown', { reason: plan.issuing });
  if (found.revoked !== null) throw certificatesError('certificates.authority-revoked', { reason: found.name });
  return { ...found, revoked: { at: needs.clock.now(), reason: plan.reason } };
};

/** Proposes what is to be done with the key of a root; nothing is signed before another person approves. */
export const proposeCeremony =
  (needs: CeremonyNeeds) =>
  async ({ plan, note }: { readonly plan: CeremonyPlan; readonly note: string }, actor: ActorRef): Promise<string> => {
    await checkNames(needs, namesIn(plan));
    if (plan.kind !== 'create-root') await rootNamed(needs, plan.root);
    await revokedBy(needs, plan);
    const id = needs.newId();
    const person = await needs.personOf(actor);
    await needs.records.transaction(async (tx) => {
      await tx
        .as<CertificateTables>()
        .insertInto('certificates.ceremonies')
        .values({
          id,
          plan: toJsonText(plan),
          note,
          state: 'proposed',
          proposed_by: toJsonText({ ...person }),
          proposed_at: new Date(needs.clock.now()),
          decided_by: null,
          decided_at: null,
          transcript: null,
          transcript_hash: null,
        })
        .execute();
      const target = { kind: 'key-ceremony', id };
      await tx.audit({ actor, action: 'certificates.ceremony-proposed', target, outcome: 'done', after: plan });
    });
    return id;
  };

interface Found {
  readonly id: string;
  readonly plan: CeremonyPlan;
  readonly note: string;
  readonly proposed_by: Person;
  readonly proposed_at: Date;
}

const claim = async (needs: CeremonyNeeds, id: string): Promise<Found> => {
  const found = await needs.records
    .read<CertificateTables>()
    .selectFrom('certificates.ceremonies')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (found === undefined) throw certificatesError('certificates.nothing-waits');
  if (found.state !== 'proposed') throw certificatesError('certificates.decided');
  return found;
};

interface Ending {
  readonly state: 'done' | 'rejected';
  readonly person: Person;
  readonly text: string;
  readonly made: readonly OpenAuthority[];
  readonly revoking?: OpenAuthority | undefined;
  readonly note: string;
}

const markRevoked = async (tx: Tx, { id, revoked }: OpenAuthority): Promise<void> => {
  if (revoked === null) return;
  await tx
    .as<CertificateTables>()
    .updateTable('certificates.authorities')
    .set({ revoked_at: new Date(revoked.at), revoked_reason: revoked.reason })
    .where('id', '=', id)
    .execute();
};

/** Writes the end of a ceremony; of two deciders at the same time the second is refused. */
const finish = async (needs: CeremonyNeeds, id: string, actor: ActorRef, ending: Ending): Promise<void> => {
  const { state, person, text, made, note, revoking } = ending;
  const at = new Date(needs.clock.now());
  const hash = Buffer.from(sm3Of(Buffer.from(text)));
  const write = async (tx: Tx): Promise<void> => {
    const done = await tx
      .as<CertificateTables>()
      .updateTable('certificates.ceremonies')
      .set({ state, decided_by: toJsonText({ ...person }), decided_at: at, transcript: text, transcript_hash: hash })
      .where('id', '=', id)
      .where('state', '=', 'proposed')
      .returning('id')
      .executeTakeFirst();
    if (done === undefined) throw certificatesError('certificates.decided');
    for (const authority of made) await insertAuthority(tx, authority, at);
    if (revoking !== undefined) await markRevoked(tx, revoking);
    const action = state === 'done' ? 'certificates.ceremony-held' : 'certificates.ceremony-rejected';
    const after = { transcript: hash.toString('hex'), authorities: made.map(({ name }) => name), note };
    await tx.audit({ actor, action, target: { kind: 'key-ceremony', id }, outcome: 'done', after });
  };
  await needs.records.transaction(write);
  needs.authorities.forget();
};

/** Approves and holds a ceremony, or rejects it; never by the person who proposed it. */
export const decideCeremony =
  (needs: CeremonyNeeds) =>
  async (id: string, { verdict, note }: z.output<typeof Decision>, actor: ActorRef): Promise<void> => {
    const found = await claim(needs, id);
    const person = await needs.personOf(actor);
    const attempt = { actor, action: 'certificates.ceremony-held', kind: 'key-ceremony', id };
    await demandOther(needs.records, found.proposed_by, person, attempt);
    const { plan, proposed_by: proposer, proposed_at: proposedAt } = found;
    const log = openTranscript(
      { id, plan, proposer, proposedAt: proposedAt.getTime(), note: found.note },
      { verdict, decider: person, decidedAt: needs.clock.now(), note },
    );
    if (verdict === 'reject') {
      await finish(needs, id, actor, { state: 'rejected', person, text: log.end().text, made: [], note });
      return;
    }
    await checkNames(needs, namesIn(found.plan));
    const made = await carryOut(needs, found.plan, log);
    const root = found.plan.kind === 'create-root' ? made[0] : await rootNamed(needs, found.plan.root);
    const revoking = await revokedBy(needs, found.plan);
    if (revoking !== undefined)
      log.say(`the certificate of ${revoking.name} is revoked: serial ${serialText(revoking.certificate.serial)}`);
    const list = root && (await needs.publish.rootList(root, revoking));
    if (list !== undefined)
      log.say(`list of revoked certificates of ${list.name} signed: number ${list.number}, SM3 ${list.hash}`);
    log.say('the key of the root is sealed again');
    await finish(needs, id, actor, { state: 'done', person, text: log.end().text, made, note, revoking });
    if (list !== undefined) await list.store();
    for (const each of made) if (each.kind === 'issuing') await needs.publish.now(each.name, 'full');
  };
