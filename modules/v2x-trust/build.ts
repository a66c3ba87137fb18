import type { IngestAsks, SecuredJudge } from '@chedun/ingest/contract';
import type { ModuleParts, Platform } from '@chedun/module';
import { listPublished, type PseudonymsAsks } from '@chedun/pseudonyms/contract';
import { createVerifier } from '@chedun/v2x-security';
import { v2xTrustChecks } from './checks.ts';
import { certificateView, placeOf } from './domain/certificate-view.ts';
import { openListener, type Listener } from './listener.ts';
import { openAccuser } from './misbehaviour/accuse.ts';
import { listReports, reportBytes } from './misbehaviour/read-reports.ts';
import { openReportDesk, type ReportDesk } from './misbehaviour/report-desk.ts';
import {
  listAnchors,
  listCrls,
  listDetail,
  listFailures,
  listLists,
  listSources,
  verificationCounts,
} from './read-model.ts';
import { v2xTrustRoutes } from './routes.ts';
import { openVerifyService, type Incoming, type VerifyService } from './service.ts';
import { openTally, type Tally } from './tally.ts';
import { forgetOldCounts } from './tally-store.ts';
import { openTrustBook, type TrustBook } from './trust-book.ts';
import { auditTrust } from './use-cases/decide.ts';
import { exportList } from './use-cases/export-list.ts';
import { importCrl } from './use-cases/import-crl.ts';
import { decideAnchor, proposeAnchor } from './use-cases/manage-anchors.ts';
import { decideList, importList } from './use-cases/manage-lists.ts';
import { addSource, fetchSources, removeSource } from './use-cases/manage-sources.ts';
import type { TrustNeeds } from './use-cases/needs.ts';
import { proposeOwn, takeOwnList } from './use-cases/own-hierarchy.ts';
import { publishList } from './use-cases/publish-list.ts';
import { explainMessage, verifyMessages } from './use-cases/verify.ts';
import { watchFreshness } from './use-cases/watch-freshness.ts';
import type { V2xTrustUses } from './uses.ts';

/** Keys that are kept ready for judging lists and certificates in the server's own thread. */
const LIST_KEYS = 256;

interface Running {
  listener: Listener | undefined;
}

interface Parts {
  readonly book: TrustBook;
  readonly tally: Tally;
  readonly service: VerifyService;
  readonly reports: ReportDesk;
}

/** The one way in which these parts know each other: a change of trust reaches the threads. */
const openParts = (
  platform: Platform,
  { record, hearSigned, roadUnits }: Pick<IngestAsks, 'record' | 'hearSigned' | 'roadUnits'>,
  authority: PseudonymsAsks,
): Parts => {
  const { records, clock, newId, log, config } = platform;
  const { threads, signers, leapSeconds, undecidedRegion, applications } = config.v2x;
  const tally = openTally({ records, clock, newId, log, leapSeconds });
  const policies = applications.map(({ ssp, ...policy }) => ({ ...policy, ...(ssp === undefined ? {} : { ssp }) }));
  const settings = { signers, undecidedRegion, policies };
  const book: TrustBook = openTrustBook(records, settings, (trust) => service.trust(trust));
  const reports = openReportDesk({ ...platform, leapSeconds, authority });
  const accuser = openAccuser({ hearSigned, roadUnits, onAccusation: reports.file });
  const service = openVerifyService({ book, tally, record, accuser, log, threads, leapSeconds });
  return { book, tally, service, reports };
};

type OwnNeeds = TrustNeeds & Parameters<typeof takeOwnList>[0];

/** Uses of misbehaviour reports. */
const reportUses = (
  { records }: Platform,
  { reports }: Parts,
): Pick<V2xTrustUses, 'reports' | 'reportBytes' | 'deliverReport'> => ({
  reports: (query) => listReports(records, query),
  reportBytes: (id) => reportBytes(records, id),
  deliverReport: async (id, actor) => {
    const { state, problem } = await reports.deliver(id);
    await records.transaction((tx) =>
      auditTrust(tx, actor, { action: 'v2x-trust.report-delivered', kind: 'v2x-report', id }, { state, problem }),
    );
    return { state, problem };
  },
});

const usesOf = (platform: Platform, parts: Parts, running: Running, needs: OwnNeeds): V2xTrustUses => {
  const { book, service } = parts;
  const { records, clock, config } = platform;
  const { leapSeconds, threads } = config.v2x;
  const list = (id: string) => listDetail(records, id, clock.now(), leapSeconds);
  const explaining = { service, book, now: clock.now, leapSeconds };
  return {
    verify: verifyMessages(explaining),
    explain: explainMessage(explaining),
    state: async (query) => {
      const [counts, trust] = [await verificationCounts(records, query, clock.now()), await book.now()];
      const { signers, lost } = service.state();
      const { roots, authorities, crls } = trust;
      const sizes = { roots: roots.length, authorities: authorities.length, crls: crls.length };
      return { ...counts, ...sizes, udpPort: running.listener?.port ?? null, threads, signers, lost };
    },
    failures: (query) => listFailures(records, query),
    anchors: () => listAnchors(records),
    proposeAnchor: proposeAnchor(needs),
    decideAnchor: async (id, decision, actor) => {
      const decided = await decideAnchor(needs)(id, decision, actor);
      if (decided.status === 'accepted') await takeOwnList(needs)();
      return decided;
    },
    proposeOwn: proposeOwn(needs),
    ...reportUses(platform, parts),
    lists: () => listLists(records, clock.now()),
    list,
    importList: importList(needs),
    decideList: decideList(needs),
    publish: publishList(needs),
    exportList: exportList(needs, list),
    crls: () => listCrls(records, clock.now()),
    importCrl: importCrl(needs),
    sources: () => listSources(records),
    addSource: addSource(needs),
    removeSource: removeSource(needs),
    roots: async () => (await book.now()).roots.map((root) => ({ ...certificateView(root, leapSeconds), url: null })),
  };
};

/** Verifies signed messages that ingest takes from brokers; never rejects. */
const judgeHeard =
  (
    { judge }: Pick<VerifyService, 'judge'>,
    receiverAt: (heardAs: string) => Pick<Incoming, 'receiver' | 'place'>,
  ): SecuredJudge =>
  async ({ bytes, heardAs, received: at }) => {
    try {
      await judge([{ bytes, at, ...receiverAt(heardAs) }]);
      return 'judged';
    } catch {
      return 'no-room';
    }
  };

/** Builds the module from the platform. */
export const buildV2xTrust = (
  platform: Platform,
  ingest: IngestAsks,
  pseudonyms: PseudonymsAsks,
): ModuleParts<Record<never, never>> => {
  const { records, clock, newId, keys, config, log } = platform;
  const { leapSeconds, verifyPort: port } = config.v2x;
  const parts = openParts(platform, ingest, pseudonyms);
  const { book, tally, service, reports } = parts;
  const running: Running = { listener: undefined };
  const verifier = createVerifier(LIST_KEYS);
  const needs: OwnNeeds = { records, clock, newId, keys, book, verifier, leapSeconds, log, pseudonyms };
  const takeOwn = takeOwnList(needs);
  const fetchAll = fetchSources(needs);
  const look = watchFreshness(needs);
  const receiverAt = (ip: string) => {
    const unit = ingest.roadUnits().find(({ from }) => from === ip);
    return { receiver: unit?.id ?? ip, place: unit === undefined ? undefined : placeOf(unit) };
  };
  ingest.verifyWith(judgeHeard(service, receiverAt));
  return {
    asks: {},
    routes: v2xTrustRoutes(usesOf(platform, parts, running, needs)),
    reactions: [{ name: 'take-own-list', on: listPublished, react: () => takeOwn() }],
    checks: v2xTrustChecks({ records, book, units: ingest.roadUnits, now: clock.now, leapSeconds }),
    jobs: [
      { name: 'fetch-lists', cron: '17 * * * *', run: () => fetchAll().then(takeOwn) },
      { name: 'deliver-reports', cron: '*/5 * * * *', run: () => reports.deliverWaiting() },
      { name: 'watch-freshness', cron: '27 * * * *', run: () => look() },
      { name: 'forget-counts', cron: '43 3 * * *', run: () => forgetOldCounts(records, clock.now()) },
    ],
    start: async () => {
      tally.start();
      if (port === 0) return;
      const { host } = config.ingest;
      running.listener = await openListener({ host, port, clock, log, receiverAt, take: service.take });
    },
    stop: async () => {
      await running.listener?.close();
      await service.close();
      await reports.settled();
      await tally.stop();
    },
  };
};
