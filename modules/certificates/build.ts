import { Readable } from 'node:stream';
import type { AssetsAsks } from '@chedun/assets/contract';
import type { IdentityAsks } from '@chedun/identity/contract';
import type { ActorRef } from '@chedun/kernel';
import type { ModuleParts, Platform } from '@chedun/module';
import { certificatesAsks } from './asks.ts';
import type { CertificatesAsks } from './contract/asks.ts';
import type { LogVerdict } from './contract/operate.ts';
import { authorityBook } from './authorities.ts';
import { batchRows } from './batch-file.ts';
import { certificateChecks } from './checks.ts';
import { certificateFile, publishedFile } from './files.ts';
import { listAuthorities, listBindings, listCeremonies, listRequests, transcriptOf } from './lists.ts';
import { issuanceLog } from './log.ts';
import { ocspResponder } from './ocsp.ts';
import { personFinder } from './people.ts';
import { profileBook } from './profiles.ts';
import { certificateDetail, listCertificates } from './read-model.ts';
import { certificateRoutes } from './routes.ts';
import type { CertificateUses } from './routes/uses.ts';
import { settingsBook } from './settings.ts';
import { batchDetail, listBatches, startBatch, workBatch } from './use-cases/batches.ts';
import { changeState } from './use-cases/change-state.ts';
import { decideCeremony, proposeCeremony } from './use-cases/ceremonies.ts';
import { issueApproved, issueOne, renew } from './use-cases/enrol.ts';
import { ESCROW } from './use-cases/issue.ts';
import { publisher } from './use-cases/publish-crl.ts';
import { publishDue } from './use-cases/publish-due.ts';
import { askState, decideRequest } from './use-cases/requests.ts';
import { logVerifier } from './verify-log.ts';
import { certificateWatch } from './watch.ts';

/** Everything that the module is made of, built once. */
const partsOf = (platform: Platform, asks: { readonly assets: AssetsAsks; readonly identity: IdentityAsks }) => {
  const { records, keys, clock, newId, randomBytes, jobs } = platform;
  const authorities = authorityBook(records);
  const settings = settingsBook(records);
  const profiles = profileBook(records, clock.now);
  const log = issuanceLog({ records, keys, clock });
  const ocsp = ocspResponder({ records, keys, clock, authorities, settings });
  const publish = publisher({ records, keys, clock, authorities, settings });
  const personOf = personFinder(asks.identity);
  const issuing = { records, keys, clock, randomBytes, authorities, profiles, settings, assets: asks.assets };
  const enrolling = { ...issuing, newId, personOf, jobs };
  const change = changeState({ records, clock, jobs, forgetAnswers: ocsp.forget });
  const requests = { records, clock, newId, settings, personOf, change, issue: issueApproved(issuing) };
  const ceremonies = {
    records,
    keys,
    clock,
    newId,
    randomBytes,
    authorities,
    settings,
    personOf,
    publish,
  };
  return { authorities, settings, profiles, log, ocsp, publish, enrolling, change, requests, ceremonies };
};

type Parts = ReturnType<typeof partsOf>;

const publishNow =
  ({ publish }: Parts, { records }: Platform): CertificateUses['publish'] =>
  async (name, kind, actor: ActorRef) => {
    const list = await publish.now(name, kind);
    const target = { kind: 'certificate-authority', id: name };
    await records.transaction((tx) =>
      tx.audit({ actor, action: 'certificates.list-published', target, outcome: 'done', after: { ...list, kind } }),
    );
    return list;
  };

const usesOf = (parts: Parts, platform: Platform): CertificateUses => {
  const { records, clock } = platform;
  const { authorities, settings, profiles, log, enrolling, requests, ceremonies } = parts;
  const reading = { records, authorities, profiles, now: clock.now };
  const verifier = logVerifier({ records, clock, log });
  return {
    authorities: () => listAuthorities(reading),
    ceremonies: () => listCeremonies(reading),
    proposeCeremony: proposeCeremony(ceremonies),
    decideCeremony: decideCeremony(ceremonies),
    transcript: (id) => transcriptOf(reading, id),
    profiles: () => profiles.list(),
    saveProfile: profiles.save,
    list: listCertificates(reading),
    detail: certificateDetail(reading),
    file: certificateFile({ records, authorities, log }),
    issue: issueOne(enrolling),
    renew: renew(enrolling),
    askState: askState(requests),
    requests: () => listRequests(reading),
    decideRequest: decideRequest(requests),
    startBatch: startBatch(enrolling),
    batches: () => listBatches(enrolling),
    batch: (id) => batchDetail(enrolling, id),
    batchFile: (id) => ({
      contentType: 'text/csv; charset=utf-8',
      fileName: `certificates-${id}.csv`,
      body: Readable.from(batchRows(records, id)),
    }),
    bindings: (query) => listBindings(reading, query),
    settings: settings.get,
    saveSettings: settings.set,
    publish: publishNow(parts, platform),
    verifyLog: verifier.verify,
    logProgress: verifier.progress,
    published: publishedFile(reading),
  };
};

const text = (input: unknown, name: string): string => {
  const value: unknown =
    typeof input === 'object' && input !== null ? (input as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : '';
};

/** Walking through the whole log takes seconds for a million entries: evidence is that old at most. */
const REMEMBERED_MS = 6 * 3_600_000;

/** The last verdict while it is young and good, else a new one. */
const remembered = (verify: CertificateUses['verifyLog'], clock: Pick<Platform['clock'], 'now'>) => {
  let last: { readonly at: number; readonly verdict: LogVerdict } | undefined;
  return async (): Promise<LogVerdict> => {
    if (last !== undefined && last.verdict.intact && clock.now() - last.at < REMEMBERED_MS) return last.verdict;
    last = { at: clock.now(), verdict: await verify() };
    return last.verdict;
  };
};

/** Builds the module from the platform. */
export const buildCertificates = (
  platform: Platform,
  asks: { readonly assets: AssetsAsks; readonly identity: IdentityAsks },
): ModuleParts<CertificatesAsks> => {
  const parts = partsOf(platform, asks);
  const { records, clock } = platform;
  const uses = usesOf(parts, platform);
  const { authorities, profiles, settings, log, publish, enrolling } = parts;
  const watch = certificateWatch({ records, clock, authorities, profiles, settings });
  const due = publishDue({ records, clock, authorities, settings, publish });
  return {
    asks: certificatesAsks({ ...enrolling, change: parts.change, ocsp: parts.ocsp }),
    routes: certificateRoutes(uses),
    checks: certificateChecks({ records, authorities, verify: remembered(uses.verifyLog, clock), now: clock.now }),
    jobs: [
      { name: 'batch', run: (input) => workBatch(enrolling)(text(input, 'id')), timeLimitSeconds: 14_400 },
      {
        name: 'publish',
        run: async (input) => {
          await publish.now(text(input, 'authority'), text(input, 'kind') === 'full' ? 'full' : 'delta');
        },
      },
      { name: 'publish-due', cron: '*/5 * * * *', run: due },
      { name: 'seal-log', cron: '* * * * *', run: log.seal },
      { name: 'watch', cron: '7 * * * *', run: async () => void (await watch.run()) },
    ],
    start: async () => {
      await platform.keys.ensure(ESCROW, 'aes-256-gcm');
      await profiles.list();
    },
  };
};
