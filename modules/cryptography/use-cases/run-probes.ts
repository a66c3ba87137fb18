import type { Blobs } from '@chedun/blobs';
import { SYSTEM_ACTOR, type ActorRef, type Clock, type Json } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import type { Jobs } from '@chedun/jobs';
import { probeEndpoint, type Pace, type Probed } from '@chedun/probing';
import type { Records } from '@chedun/records';
import { z } from 'zod';
import type { Endpoint } from '../contract.ts';
import { endpointFinding } from '../domain/findings.ts';
import { MOST_HISTORY, readEndpoints } from '../read-model.ts';
import { addProbe, keepCertificates, tellFindings } from '../store.ts';
import type { CryptographyTables } from '../tables.ts';

interface Needs {
  readonly records: Records;
  readonly blobs: Blobs;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
  readonly random: (length: number) => Uint8Array;
  readonly pace: Pace;
  readonly log: Pick<Logger, 'warn'>;
}

/** Endpoints of one job, and how many of them are asked at the same time. */
const CHUNK = 20;
const AT_ONCE = 4;
const MOST_TRANSCRIPT = 4 * 1024 * 1024;
const Order = z.object({ endpoints: z.array(z.uuid()), askedBy: z.string() });

/** Sends the wanted endpoints, all when none is named, to the background in parts. */
export const orderProbes =
  ({ records, jobs }: { readonly records: Records; readonly jobs: Pick<Jobs, 'send'> }) =>
  async (wanted: readonly string[], actor: ActorRef): Promise<{ ordered: number }> => {
    const all = (await readEndpoints(records)).map(({ id }) => id);
    const chosen = wanted.length === 0 ? all : all.filter((id) => wanted.includes(id));
    await records.transaction(async (tx) => {
      for (let at = 0; at < chosen.length; at += CHUNK)
        await jobs.send('cryptography/probe', { endpoints: chosen.slice(at, at + CHUNK), askedBy: actor.name }, { tx });
      if (actor.kind === 'system') return;
      await tx.audit({
        actor,
        action: 'cryptography.probes-ordered',
        target: { kind: 'endpoints', id: String(chosen.length) },
        outcome: 'done',
        after: { endpoints: chosen.length },
      });
    });
    return { ordered: chosen.length };
  };

const transcriptOf = ({ host, port }: Endpoint, at: Date, { exchanges, result }: Probed): Uint8Array =>
  Buffer.from(
    JSON.stringify({
      endpoint: { host, port },
      at: at.toISOString(),
      connections: exchanges.map(({ outcome, sent, received, receivedBytes, tookMs }) => ({
        probe: outcome.probe,
        outcome: outcome.kind,
        ...(outcome.kind === 'answer' ? {} : { reason: outcome.reason }),
        sent,
        received,
        receivedBytes,
        tookMs,
      })),
      negative: result.negative,
    }),
  );

/** Forgets transcripts of all but the newest probes, and old probes after half a year. */
const forgetOld = async ({ records, blobs }: Needs, endpoint: string): Promise<void> => {
  const old = await records
    .read<CryptographyTables>()
    .selectFrom('cryptography.probes')
    .select(['id', 'transcript'])
    .where('endpoint_id', '=', endpoint)
    .where('transcript', 'is not', null)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .offset(MOST_HISTORY)
    .limit(100)
    .execute();
  if (old.length === 0) return;
  await records.transaction(async (tx) => {
    await tx
      .as<CryptographyTables>()
      .updateTable('cryptography.probes')
      .set({ transcript: null })
      .where(
        'id',
        'in',
        old.map(({ id }) => id),
      )
      .execute();
  });
  for (const { transcript } of old) if (transcript !== null) await blobs.remove(transcript);
};

/** Probes one endpoint and keeps what it showed: result, certificates, transcript, findings. */
const probeOne =
  (needs: Needs) =>
  async (endpoint: Endpoint, askedBy: string): Promise<void> => {
    const { records, blobs, clock, newId } = needs;
    const probed = await probeEndpoint(endpoint, { ...needs, now: clock.now });
    const { facts, result } = probed;
    const at = new Date(clock.now());
    const id = newId();
    const transcript = `cryptography/probes/${id}.json`;
    await blobs.put(transcript, [transcriptOf(endpoint, at, probed)], { maxBytes: MOST_TRANSCRIPT });
    await records.transaction(async (tx) => {
      await addProbe(tx, { id, endpoint: endpoint.id, at, askedBy, transcript }, result);
      // An endpoint that was not reached shows nothing: what is known of it stays.
      if (!result.reachable) return;
      const seen = facts.certificates.map((certificate, index) => ({
        fingerprint: certificate.fingerprint,
        subject: certificate.subject,
        issuer: certificate.issuer,
        serial: certificate.serial,
        key: certificate.key,
        bits: certificate.bits,
        signature: certificate.signature,
        notBefore: certificate.notBefore,
        notAfter: certificate.notAfter,
        place: certificate.place,
        der: facts.raw[index] ?? new Uint8Array(0),
      }));
      await keepCertificates(tx, endpoint.id, seen, at);
      const reports = result.weaknesses.flatMap(
        (weakness) => endpointFinding(endpoint, weakness, id, at.getTime()) ?? [],
      );
      await tellFindings(tx, `endpoint:${endpoint.id}`, reports, '复测未再发现');
    });
    await forgetOld(needs, endpoint.id);
  };

/** The job: probes the endpoints that it names, four at the same time. One that fails does not keep the others. */
export const runProbes =
  (needs: Needs) =>
  async (input: Json): Promise<void> => {
    const { endpoints: wanted, askedBy } = Order.parse(input);
    const waiting = (await readEndpoints(needs.records)).filter(({ id }) => wanted.includes(id));
    const one = probeOne(needs);
    const work = async (): Promise<void> => {
      for (let endpoint = waiting.shift(); endpoint !== undefined; endpoint = waiting.shift()) {
        const { id } = endpoint;
        await one(endpoint, askedBy).catch((error: unknown) =>
          needs.log.warn('an endpoint could not be probed', { endpoint: id, error }),
        );
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  };

/** The nightly job: all endpoints. */
export const probeAll = (order: ReturnType<typeof orderProbes>) => async (): Promise<void> =>
  void (await order([], SYSTEM_ACTOR));
