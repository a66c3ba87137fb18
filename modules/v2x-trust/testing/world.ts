import { findingCleared, findingsReported } from '@chedun/governance/contract';
import { testServer, testActor, type TestServer } from '@chedun/http/testing';
import type { IngestAsks, SecuredJudge, RoadUnit, SignedRoadMessage } from '@chedun/ingest/contract';
import { compose, defineModule, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { listPublished, type MisbehaviourAsks } from '@chedun/pseudonyms/contract';
import type { Authenticator } from '@chedun/http';
import { v2xTrustPermissions } from '../contract.ts';
import { v2xMicros } from '../domain/v2x-time.ts';
import { v2xTrustErrors } from '../errors.ts';
import { v2xTrust } from '../module.ts';

const PEOPLE: Readonly<Record<string, string>> = {
  ann: '00000000-0000-7000-8000-00000000000a',
  bob: '00000000-0000-7000-8000-00000000000b',
};

/** Bearer `ann` or `bob`: two persons who may do everything here. */
const authenticator: Authenticator = {
  authenticate: ({ bearer = '', ip }) => {
    const id = PEOPLE[bearer];
    const actor = testActor(Object.values(v2xTrustPermissions), ip);
    return Promise.resolve(id === undefined ? undefined : { ...actor, id, name: bearer });
  },
};

/** The module on real records, with stand-ins for the modules around it. */
export interface World {
  readonly platform: TestPlatform;
  readonly app: Composition;
  readonly server: TestServer;
  /** Records that were handed to ingest. */
  readonly records: Readonly<Record<string, unknown>>[];
  /** Events told to the ledger of findings. */
  readonly told: { readonly type: string; readonly payload: unknown }[];
  readonly units: RoadUnit[];
  /** Verified messages that were handed to the detectors. */
  readonly handed: SignedRoadMessage[];
  /** What the hierarchy of this platform answers; undefined while there is none. */
  readonly own: {
    authorities: Awaited<ReturnType<MisbehaviourAsks['ownAuthorities']>>;
    list: Uint8Array | undefined;
  };
  /** Where ingest hands signed messages of brokers. */
  readonly broker: { readonly judge: SecuredJudge | undefined };
  /** Seconds since 2004 at the start of the test. */
  readonly now: number;
  readonly close: () => Promise<void>;
}

/** Opens a world. */
export const openWorld = async (): Promise<World> => {
  const platform = await testPlatform();
  const records: World['records'] = [];
  const told: World['told'] = [];
  const units: RoadUnit[] = [];
  const handed: SignedRoadMessage[] = [];
  const own: World['own'] = { authorities: undefined, list: undefined };
  const broker: { judge: SecuredJudge | undefined } = { judge: undefined };
  const asks: Pick<IngestAsks, 'record' | 'roadUnits' | 'hearSigned' | 'verifyWith'> = {
    verifyWith: (judge) => {
      broker.judge = judge;
    },
    hearSigned: (message) => void handed.push(message),
    record: async (_, more) => void records.push(...more),
    roadUnits: () => units,
  };
  const stand = { needs: [], permissions: [], errors: {} } as const;
  const ingest = defineModule<IngestAsks>({
    ...stand,
    name: 'ingest',
    tells: [],
    build: () => ({ asks: asks as IngestAsks }),
  });
  const governance = defineModule<Record<never, never>>({
    ...stand,
    name: 'governance',
    tells: [findingsReported, findingCleared],
    build: () => ({
      asks: {},
      reactions: [findingsReported, findingCleared].map((on, at) => ({
        name: `take-${at}`,
        on,
        react: async ({ type, payload }) => void told.push({ type, payload }),
      })),
    }),
  });
  const pseudonyms = defineModule<Pick<MisbehaviourAsks, 'ownAuthorities' | 'newestList'>>({
    ...stand,
    name: 'pseudonyms',
    tells: [listPublished],
    build: () => ({ asks: { ownAuthorities: async () => own.authorities, newestList: async () => own.list } }),
  });
  const app = await compose([ingest, governance, pseudonyms, v2xTrust], platform.platform);
  await app.start();
  const server = await testServer(
    app.routes.map(({ route }) => route),
    { errors: [v2xTrustErrors], authenticator },
  );
  return {
    platform,
    app,
    server,
    records,
    told,
    units,
    handed,
    own,
    broker,
    now: Math.floor(v2xMicros(platform.clock.now(), 5) / 1_000_000),
    close: async () => {
      await server.close();
      await app.stop();
      await platform.close();
    },
  };
};
