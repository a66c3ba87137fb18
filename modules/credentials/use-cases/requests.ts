import { isDomainError, type ActorRef } from '@chedun/kernel';
import { toJsonText } from '@chedun/records';
import { serviceAnswer, toTime32 } from '@chedun/v2x-pki';
import { parseCertificate, revocationId } from '@chedun/v2x-security';
import type { z } from 'zod';
import type { CredentialProfile, NewCredentialRequest, Renewal, RequestDecision, RequestOutcome } from '../contract.ts';
import { inRenewal, waits } from '../domain.ts';
import { credentialsError } from '../errors.ts';
import { demandFit, digestOf, keepCertificate, readRequest, signFor } from '../issue.ts';
import { authorityOf, type CredentialNeeds } from '../needs.ts';
import { personOf } from '../people.ts';
import type { CredentialTables, Person } from '../tables.ts';

type RequestRow = CredentialTables['credentials.requests'];
type Outcome = z.output<typeof RequestOutcome>;

const ACTION = 'credentials.request-handed-in';

/** Keeps a request; one that may be issued at once is signed first and kept with its certificate. */
const take = async (
  needs: CredentialNeeds,
  row: Omit<RequestRow, 'id' | 'subject' | 'digest' | 'state' | 'asked_at' | 'decided_by' | 'decided_at' | 'decision'>,
  profile: CredentialProfile,
  actor: ActorRef,
): Promise<{ readonly id: string; readonly state: 'proposed' | 'issued' }> => {
  const request = readRequest(needs, row.suite, row.message);
  demandFit(needs, request, profile);
  await authorityOf(needs, row.suite);
  const certificate = waits(profile) ? undefined : await signFor(needs, row.suite, request, profile);
  const id = needs.newId();
  const at = new Date(needs.clock.now());
  const state = certificate === undefined ? 'proposed' : 'issued';
  const whole = { ...row, id, subject: request.name, digest: digestOf(row.message), state, asked_at: at } as const;
  await needs.records.transaction(async (tx) => {
    const added = await tx
      .as<CredentialTables>()
      .insertInto('credentials.requests')
      .values({ ...whole, asked_by: toJsonText({ ...row.asked_by }) as never } as never)
      .onConflict((conflict) => conflict.column('digest').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (added === undefined) throw credentialsError('credentials.decided', 'this very request was handed in before');
    if (certificate !== undefined) await keepCertificate(tx, whole, profile, certificate, at);
    const after = { subject: request.name, profile: profile.id, state };
    await tx.audit({ actor, action: ACTION, target: { kind: 'credential-request', id }, outcome: 'done', after });
  });
  return { id, state };
};

const takeOne = async (
  needs: CredentialNeeds,
  { suite, profile: name, message, holder, vin, basis }: z.output<typeof NewCredentialRequest>,
  person: Person,
  actor: ActorRef,
): Promise<Outcome> => {
  const profile = await needs.profiles.get(name);
  if (profile.kind === 'identity' && vin === undefined)
    throw credentialsError('credentials.beyond-profile', 'an identity certificate belongs to a vehicle (VIN)');
  const bytes = Buffer.from(message, 'base64');
  if (readRequest(needs, suite, bytes).signer !== undefined)
    throw credentialsError('credentials.bad-request', 'a first request is signed by its own key');
  const row = { suite, profile: name, holder, vin: vin ?? null, message: bytes, basis, renews: null };
  const { id, state } = await take(needs, { ...row, asked_by: person }, profile, actor);
  return { id, state, problem: null };
};

/** Takes requests of a batch, each for itself: what does not fit is told and keeps no other one back. */
export const handIn =
  (needs: CredentialNeeds) =>
  async (items: readonly z.output<typeof NewCredentialRequest>[], actor: ActorRef): Promise<{ items: Outcome[] }> => {
    const person = await personOf(needs.identity, actor);
    const outcomes: Outcome[] = [];
    for (const item of items) {
      try {
        outcomes.push(await takeOne(needs, item, person, actor));
      } catch (error) {
        if (!isDomainError(error)) throw error;
        outcomes.push({ id: null, state: 'refused', problem: error.message });
      }
    }
    return { items: outcomes };
  };

const demandOther = async (
  { records }: CredentialNeeds,
  rows: readonly RequestRow[],
  person: Person,
  actor: ActorRef,
): Promise<void> => {
  const own = rows.find(({ asked_by }) => asked_by.person === person.person);
  if (own === undefined) return;
  const target = { kind: 'credential-request', id: own.id };
  await records.transaction((tx) =>
    tx.audit({ actor, action: 'credentials.request-decided', target, outcome: 'refused' }),
  );
  throw credentialsError('credentials.same-person');
};

const decideOne = async (
  needs: CredentialNeeds,
  row: RequestRow,
  { verdict, note }: z.output<typeof RequestDecision>,
  person: Person,
  actor: ActorRef,
): Promise<void> => {
  const profile = await needs.profiles.get(row.profile);
  const request = verdict === 'approve' ? readRequest(needs, row.suite, row.message) : undefined;
  const certificate = request && (await signFor(needs, row.suite, request, profile));
  const at = new Date(needs.clock.now());
  const state = certificate === undefined ? 'rejected' : 'issued';
  await needs.records.transaction(async (tx) => {
    const done = await tx
      .as<CredentialTables>()
      .updateTable('credentials.requests')
      .set({ state, decision: note, decided_by: toJsonText({ ...person }) as never, decided_at: at })
      .where('id', '=', row.id)
      .where('state', '=', 'proposed')
      .returning('id')
      .executeTakeFirst();
    if (done === undefined) throw credentialsError('credentials.decided');
    if (certificate !== undefined) await keepCertificate(tx, row, profile, certificate, at);
    const target = { kind: 'credential-request', id: row.id };
    await tx.audit({ actor, action: 'credentials.request-decided', target, outcome: 'done', after: { state, note } });
  });
};

/** Decides about several requests, none of them by who handed it in. */
export const decideRequests =
  (needs: CredentialNeeds) =>
  async (decision: z.output<typeof RequestDecision>, actor: ActorRef): Promise<void> => {
    const rows = await needs.records
      .read<CredentialTables>()
      .selectFrom('credentials.requests')
      .selectAll()
      .where('id', 'in', decision.ids)
      .where('state', '=', 'proposed')
      .execute();
    if (rows.length !== new Set(decision.ids).size) throw credentialsError('credentials.decided');
    const person = await personOf(needs.identity, actor);
    await demandOther(needs, rows, person, actor);
    for (const row of rows) await decideOne(needs, row, decision, person, actor);
  };

/** The answer for the device of a request; undefined while it waits. Throws `credentials.unknown`. */
export const answerOf =
  ({ records, clock }: Pick<CredentialNeeds, 'records' | 'clock'>) =>
  async (id: string): Promise<Uint8Array | undefined> => {
    const db = records.read<CredentialTables>();
    const request = await db.selectFrom('credentials.requests').select('state').where('id', '=', id).executeTakeFirst();
    if (request === undefined) throw credentialsError('credentials.unknown');
    const row = await db
      .selectFrom('credentials.certificates')
      .select('certificate')
      .where('request', '=', id)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    return serviceAnswer(parseCertificate(new Uint8Array(row.certificate)), toTime32(clock.now()));
  };

/** Renews under the present certificate: same subject, same profile, within the window; a profile may still ask for approval. */
export const renew =
  (needs: CredentialNeeds) =>
  async (
    { suite, message }: z.output<typeof Renewal>,
    actor: ActorRef,
  ): Promise<{ id: string; message: string | null }> => {
    const bytes = Buffer.from(message, 'base64');
    const { signer, name } = readRequest(needs, suite, bytes);
    const before =
      signer &&
      (await needs.records
        .read<CredentialTables>()
        .selectFrom('credentials.certificates')
        .selectAll()
        .where('id', '=', revocationId(signer))
        .where('suite', '=', suite)
        .executeTakeFirst());
    if (before?.state !== 'valid' || before.successor !== null)
      throw credentialsError('credentials.not-renewable', 'no valid certificate of ours signed the request');
    const profile = await needs.profiles.get(before.profile);
    if (name !== before.subject) throw credentialsError('credentials.not-renewable', 'another subject');
    if (!inRenewal(before.not_after.getTime(), needs.clock.now(), profile))
      throw credentialsError('credentials.not-renewable', `renewal begins ${profile.renewDays} days before the end`);
    const row = {
      suite,
      profile: profile.id,
      holder: before.holder,
      vin: before.vin,
      message: bytes,
      renews: before.id,
      basis: `renews ${before.id}`,
      asked_by: await personOf(needs.identity, actor),
    };
    const { id } = await take(needs, row, profile, actor);
    const answer = await answerOf(needs)(id);
    return { id, message: answer === undefined ? null : Buffer.from(answer).toString('base64') };
  };
