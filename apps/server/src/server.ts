import { fileURLToPath } from 'node:url';
import { baselines } from '@chedun/baselines';
import { CAN_ERRORS } from '@chedun/can';
import { captures } from '@chedun/captures';
import { certificates } from '@chedun/certificates';
import { credentials } from '@chedun/credentials';
import { criticalInfrastructure } from '@chedun/critical-infrastructure';
import { cryptoAssessment } from '@chedun/crypto-assessment';
import { cryptography } from '@chedun/cryptography';
import type { Config } from '@chedun/config';
import { correlation } from '@chedun/correlation';
import { detection } from '@chedun/detection';
import { discovery } from '@chedun/discovery';
import { exposure } from '@chedun/exposure';
import { accessReviews } from '@chedun/access-reviews';
import { firewalls } from '@chedun/firewalls';
import { documents } from '@chedun/documents';
import { drills } from '@chedun/drills';
import { dutyRoster } from '@chedun/duty-roster';
import { openHttp, type HttpServer, type ReadinessCheck } from '@chedun/http';
import { LOG_ERRORS } from '@chedun/logs';
import { assetsModule } from '@chedun/assets';
import { enrolment } from '@chedun/enrolment';
import { filing } from '@chedun/filing';
import { gateway } from '@chedun/gateway';
import { governance } from '@chedun/governance';
import { hunt } from '@chedun/hunt';
import { identityModule } from '@chedun/identity';
import { incidents } from '@chedun/incidents';
import { ingest } from '@chedun/ingest';
import { inspectionAccess } from '@chedun/inspection-access';
import { intel } from '@chedun/intel';
import { journalErrors } from '@chedun/journal';
import { compose, type Composition, type Platform } from '@chedun/module';
import { journalReader } from '@chedun/pipeline';
import { playbooks } from '@chedun/playbooks';
import { organisation } from '@chedun/organisation';
import { oversight } from '@chedun/oversight';
import { policies } from '@chedun/policies';
import { posture } from '@chedun/posture';
import { pseudonyms } from '@chedun/pseudonyms';
import { quality } from '@chedun/quality';
import { recordsErrors } from '@chedun/records';
import { retention } from '@chedun/retention';
import { risks } from '@chedun/risks';
import { seal } from '@chedun/seal';
import { search } from '@chedun/search';
import { signatures } from '@chedun/signatures';
import { supervision } from '@chedun/supervision';
import { telemetry } from '@chedun/telemetry';
import { training } from '@chedun/training';
import { v2xTrust } from '@chedun/v2x-trust';
import { warnings } from '@chedun/warnings';
import { watch } from '@chedun/watch';
import { deadlines } from '@chedun/deadline-ledger';
import { workdays } from '@chedun/workdays';
import { suppliers } from '@chedun/suppliers';
import { zones } from '@chedun/zones';
import { auditing } from './auditing.ts';
import type { OpenedPlatform } from './platform.ts';
import { VERSION } from './version.ts';

/** Every module of the product; the composer sorts them. */
export const MODULES = [
  identityModule,
  assetsModule,
  governance,
  organisation,
  posture,
  ingest,
  search,
  detection,
  correlation,
  workdays,
  deadlines,
  baselines,
  telemetry,
  captures,
  discovery,
  firewalls,
  exposure,
  zones,
  suppliers,
  accessReviews,
  watch,
  signatures,
  certificates,
  pseudonyms,
  credentials,
  enrolment,
  cryptography,
  cryptoAssessment,
  documents,
  filing,
  risks,
  criticalInfrastructure,
  supervision,
  oversight,
  inspectionAccess,
  incidents,
  intel,
  warnings,
  quality,
  hunt,
  gateway,
  seal,
  retention,
  v2xTrust,
  playbooks,
  dutyRoster,
  drills,
  policies,
  training,
] as const;

const CONSOLE = fileURLToPath(new URL('../../console/dist/', import.meta.url));

/** A server that runs. */
export interface RunningServer {
  readonly url: string;
  readonly platform: Platform;
  /** Code for the first-use wizard, while it is open. */
  readonly setupCode: string | undefined;
  /** Ports that take records, by listener. */
  readonly ports: Readonly<Record<string, number>>;
  /** A token for a helper process of this server, for a limited number of days. */
  readonly issueToken: (name: string, scopes: readonly string[], days: number) => Promise<string>;
  readonly stop: () => Promise<void>;
}

const readiness = ({ records, events }: Platform) => [
  { name: 'records', check: records.health },
  { name: 'events', check: async () => ({ ok: (await events.health()).detachedParts === 0 }) },
];

const startPipeline = async (platform: Platform): Promise<void> => {
  const { pipeline, journals, log } = platform;
  const damaged = (stream: string, from: number, next: number | undefined): void =>
    log.error('the journal is damaged', { stream, from, next });
  pipeline.onPoison((frame, reason) =>
    log.error('a frame could not be worked on', { stream: frame.stream, seq: frame.seq, reason }),
  );
  await pipeline.start(Object.entries(journals).map(([stream, journal]) => journalReader(stream, journal, damaged)));
};

const listen = (
  config: Config,
  platform: Platform,
  composition: Composition,
  checks: readonly ReadinessCheck[],
): Promise<HttpServer> => {
  const { authenticator, guard } = composition;
  if (!authenticator) throw new Error('no module provides an authenticator');
  return openHttp({
    routes: composition.routes.map(({ route }) => route),
    authenticator,
    auditing: auditing(platform.records),
    ...(guard === undefined ? {} : { guard }),
    errors: [composition.errors, CAN_ERRORS, LOG_ERRORS, journalErrors, recordsErrors],
    permissions: composition.registry.permissions(),
    config: config.http,
    log: platform.log,
    metrics: platform.metrics,
    readiness: [...readiness(platform), ...checks],
    staticDir: CONSOLE,
    newId: platform.newId,
    now: platform.clock.now,
    heldKey: (name, point) => platform.keys.holding(name, point),
    version: VERSION,
  });
};

/** Builds and starts the modules on a platform, and listens. What was started, and the platform, is stopped again when a step fails. */
export const startServer = async (config: Config, opened: OpenedPlatform): Promise<RunningServer> => {
  const { platform, readiness: checks, close } = opened;
  const undo: (() => Promise<void>)[] = [close];
  const stop = async (): Promise<void> => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) {
      await step().catch((error: unknown) => platform.log.warn('a step of stopping failed', { error }));
    }
  };
  try {
    const composition = await compose(MODULES, platform);
    undo.push(() => composition.stop());
    undo.push(() => platform.pipeline.stop());
    platform.pipeline.warm();
    await composition.start();
    // The workers compile the rules while the routes are laid out.
    const listening = listen(config, platform, composition, checks).then((server) => {
      undo.push(() => server.close());
      return server;
    });
    const [http] = await Promise.all([listening, startPipeline(platform)]);
    const identity = composition.asksOf(identityModule);
    const bootstrap = await identity.ensureBootstrap();
    const ports = composition.asksOf(ingest).ports();
    return {
      url: http.url,
      platform,
      setupCode: bootstrap?.setupCode,
      ports,
      issueToken: identity.issueLocalToken,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
