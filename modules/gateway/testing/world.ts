import { assetsModule } from '@chedun/assets';
import { certificatesChanged, type CertificatesAsks } from '@chedun/certificates/contract';
import { testServer, type TestServer } from '@chedun/http/testing';
import type { Gate, GatedConnection, GatedListener, IngestAsks, RoadUnit } from '@chedun/ingest/contract';
import { compose, defineModule, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import type { Config } from '@chedun/config';
import { gatewayPermissions } from '../contract.ts';
import { gatewayErrors } from '../errors.ts';
import { gateway } from '../module.ts';

/** A connection whose end is written down. */
interface TestConnection extends GatedConnection {
  readonly held: readonly number[];
  readonly closed: readonly string[];
}

/** The module on a real database, behind real routes, with the part of ingest that it uses. */
export interface GatewayWorld {
  readonly platform: TestPlatform;
  readonly app: Composition;
  readonly server: TestServer;
  readonly gate: () => Gate;
  readonly records: readonly Readonly<Record<string, unknown>>[];
  /** Roadside units that the listeners know. */
  readonly units: readonly RoadUnit[];
  /** When senders were heard. */
  readonly heard: Map<string, number>;
  readonly call: (request: string, body?: unknown) => ReturnType<TestServer['call']>;
  readonly connection: (given?: Partial<GatedConnection>) => TestConnection;
  readonly close: () => Promise<void>;
}

const BEARER = Object.values(gatewayPermissions).join(',');

/** A connection from a vehicle. */
const testConnection = (given: Partial<GatedConnection> = {}): TestConnection => {
  const held: number[] = [];
  const closed: string[] = [];
  const listener: GatedListener = 'gbt32960';
  return {
    listener,
    ip: '10.64.0.9',
    port: 40_000,
    certificate: undefined,
    hold: (ms) => held.push(ms),
    close: (reason) => closed.push(reason),
    held,
    closed,
    ...given,
  };
};

/** Opens the world; `limits` are those of the configuration. */
export const gatewayWorld = async (limits: Partial<Config['gateway']> = {}): Promise<GatewayWorld> => {
  const platform = await testPlatform();
  const records: Readonly<Record<string, unknown>>[] = [];
  let gate: Gate | undefined;
  const units: RoadUnit[] = [];
  const heard = new Map<string, number>();
  const asks: Pick<IngestAsks, 'guard' | 'record' | 'registerRoadUnits' | 'roadUnitsHeard'> = {
    registerRoadUnits: (given) => void units.splice(0, Infinity, ...given),
    roadUnitsHeard: () => heard,
    guard: (given) => {
      gate = given;
    },
    record: async (_, more) => void records.push(...more),
  };
  const ingest = defineModule<IngestAsks>({
    name: 'ingest',
    needs: [],
    permissions: [],
    errors: {},
    tells: [],
    build: () => ({ asks: asks as IngestAsks }),
  });
  const certificates = defineModule<Pick<CertificatesAsks, 'published'>>({
    name: 'certificates',
    needs: [],
    permissions: [],
    errors: {},
    tells: [certificatesChanged],
    build: () => ({ asks: { published: () => Promise.reject(new Error('nothing is published')) } }),
  });
  const config = { ...platform.platform.config, gateway: { ...platform.platform.config.gateway, ...limits } };
  const app = await compose([assetsModule, ingest, certificates, gateway], { ...platform.platform, config });
  await app.start();
  const server = await testServer(
    app.routes.map(({ route }) => route),
    { errors: [gatewayErrors, app.errors] },
  );
  return {
    platform,
    app,
    server,
    records,
    units,
    heard,
    gate: () => {
      if (!gate) throw new Error('no gate was set');
      return gate;
    },
    call: (request, body) => server.call(request, body === undefined ? { bearer: BEARER } : { bearer: BEARER, body }),
    connection: testConnection,
    close: async () => {
      await server.close();
      await app.stop();
      await platform.close();
    },
  };
};
