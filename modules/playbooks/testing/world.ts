import type { AssetsAsks, Vehicle } from '@chedun/assets/contract';
import { certificates } from '@chedun/certificates';
import { gateway } from '@chedun/gateway';
import type { GatewayAsks } from '@chedun/gateway/contract';
import { governance } from '@chedun/governance';
import { governancePermissions } from '@chedun/governance/contract';
import { testActor, testServer, type TestAnswer } from '@chedun/http/testing';
import { identityModule } from '@chedun/identity';
import type { Gate, GatedConnection, IngestAsks } from '@chedun/ingest/contract';
import { compose, defineModule, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import type { Records } from '@chedun/records';
import { playbooks } from '../module.ts';

/** What the persons of this world may do; a name that is not here may do everything. */
const LIMITED: Readonly<Record<string, readonly string[]>> = {
  watcher: ['playbooks.read', 'playbooks.run', 'playbooks.release'],
};

/** The module beside the real gateway, authority, accounts and ledger; listeners and assets are small stand-ins. */
export interface PlaybookWorld {
  readonly platform: TestPlatform;
  readonly app: Composition;
  /** Calls as this person. */
  readonly call: (person: string, request: string, body?: unknown) => Promise<TestAnswer>;
  /** A connection of a vehicle from this address, before the real gate: true when its login may go on. */
  readonly connect: (ip: string, vin: string) => Promise<boolean>;
  readonly close: () => Promise<void>;
}

const standIns = (guard: (gate: Gate) => void) => {
  const nothing = { needs: [], permissions: [], errors: {}, tells: [] } as const;
  const assets: Pick<AssetsAsks, 'countRegistered' | 'vehicleByVin'> = {
    countRegistered: async (vins) => vins.length,
    vehicleByVin: async (vin) => ({ vin, status: 'registered' }) as Vehicle,
  };
  const ingest: Partial<IngestAsks> = {
    guard,
    record: async () => undefined,
    registerRoadUnits: () => undefined,
    revokeClients: () => undefined,
  };
  return [
    defineModule<AssetsAsks>({ ...nothing, name: 'assets', build: () => ({ asks: assets as AssetsAsks }) }),
    defineModule<IngestAsks>({ ...nothing, name: 'ingest', build: () => ({ asks: ingest as IngestAsks }) }),
  ];
};

/** A gateway whose process dies at a chosen moment, and how many of its effects were committed. */
export interface DyingGateway {
  die: 'no' | 'before' | 'after';
  committed: number;
  /** Set by the module. */
  transaction?: Records['transaction'];
}

/** The gateway as a module that dies: `before` the commit nothing happened, `after` it everything but the answer. */
const dyingModule = (dying: DyingGateway) => {
  const refused = new Set<string>();
  const order: GatewayAsks['refuse'] = async ({ value }, _, alongside) => {
    if (dying.die === 'before') throw new Error('killed before the commit');
    await dying.transaction?.(async (tx) => alongside?.(tx));
    dying.committed += 1;
    refused.add(value);
    if (dying.die === 'after') throw new Error('killed after the commit');
  };
  return defineModule<GatewayAsks>({
    name: 'gateway',
    needs: [],
    permissions: [{ name: 'gateway.contain', title: { zh: '阻断', en: 'contain' } }],
    errors: {},
    tells: [],
    build: ({ platform }) => {
      dying.transaction = platform.records.transaction;
      const standing: GatewayAsks['standing'] = async (_, value) => {
        if (dying.die !== 'no') throw new Error('killed before the probe');
        return { isRefused: refused.has(value), connections: 0 };
      };
      return { asks: { refuse: order, readmit: () => Promise.resolve(), standing } };
    },
  });
};

/** Opens it; with `dying` the gateway is one that dies. */
export const playbookWorld = async (dying?: DyingGateway): Promise<PlaybookWorld> => {
  const platform = await testPlatform();
  let gate: Gate | undefined;
  const app = await compose(
    [
      ...standIns((given) => {
        gate = given;
      }),
      identityModule,
      governance,
      certificates,
      dying === undefined ? gateway : dyingModule(dying),
      playbooks,
    ],
    platform.platform,
  );
  await app.start();
  const everything = [...app.registry.permissions().map(({ name }) => name), ...Object.values(governancePermissions)];
  const server = await testServer(
    app.routes.map(({ route }) => route),
    {
      errors: [app.errors],
      authenticator: {
        authenticate: async ({ bearer = '' }) =>
          bearer === ''
            ? undefined
            : { ...testActor(LIMITED[bearer] ?? everything), id: bearer, name: bearer, roles: ['engineer-pki'] },
      },
    },
  );
  return {
    platform,
    app,
    call: (person, request, body) =>
      server.call(request, body === undefined ? { bearer: person } : { bearer: person, body }),
    connect: async (ip, vin) => {
      if (gate === undefined) throw new Error('no gate was set');
      const connection: GatedConnection = {
        listener: 'gbt32960',
        ip,
        port: 40_000,
        certificate: undefined,
        hold: () => undefined,
        close: () => undefined,
      };
      const pass = gate.open(connection);
      const may = await pass.admit({ id: vin, iccid: undefined, platform: null });
      pass.end();
      return may;
    },
    close: async () => {
      await server.close();
      await app.stop();
      await platform.close();
    },
  };
};
