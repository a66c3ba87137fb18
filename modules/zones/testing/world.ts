import type { AssetsAsks, Host } from '@chedun/assets/contract';
import { fakeAssets } from '@chedun/assets/testing';
import type { CapturesAsks, FlowsSeen } from '@chedun/captures/contract';
import { blankEvent, eventBlock, eventsTable, type EventRow } from '@chedun/events';
import { openTestStore } from '@chedun/events/testing';
import { firewalls } from '@chedun/firewalls';
import { firewallPermissions } from '@chedun/firewalls/contract';
import { governance } from '@chedun/governance';
import { governancePermissions } from '@chedun/governance/contract';
import { testServer, type TestServer } from '@chedun/http/testing';
import { compose, defineModule, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { zonePermissions } from '../contract.ts';
import { zones } from '../module.ts';

/** The module beside the real ledger of findings, real firewalls and a real event store. */
export interface ZoneWorld {
  readonly platform: TestPlatform;
  readonly app: Composition;
  readonly call: (request: string, body?: unknown) => ReturnType<TestServer['call']>;
  /** Puts records into the event store, received now. */
  readonly store: (rows: readonly Partial<EventRow>[]) => Promise<void>;
  /** Flows that recordings show from now on. */
  readonly record: (flows: readonly FlowsSeen[]) => void;
  readonly close: () => Promise<void>;
}

const ALL = [zonePermissions, firewallPermissions, governancePermissions]
  .flatMap((each) => Object.values(each))
  .join(',');

const host = (name: string, address: string, zone: string): Host => ({
  name,
  addresses: [address],
  os: '',
  role: '',
  zone,
  team: '',
  status: 'registered',
  criticality: 'medium',
  tags: [],
  updatedAt: '2026-11-23T01:00:00.000Z',
});
const HOSTS = [host('db-1', '10.9.0.5', '数据区'), host('db-2', '10.9.1.5', '数据区'), host('app-1', '10.3.0.1', '')];

const assets = defineModule<AssetsAsks, object>({
  name: 'assets',
  needs: [],
  permissions: [],
  errors: {},
  tells: [],
  build: () => ({
    asks: {
      ...fakeAssets({ hosts: HOSTS }),
      readTable: (bytes) =>
        Promise.resolve(
          Buffer.from(bytes)
            .toString('utf8')
            .split('\n')
            .map((line, at) => ({ row: at + 1, cells: line.split(',') })),
        ),
    },
  }),
});

/** Opens it. */
export const zoneWorld = async (): Promise<ZoneWorld> => {
  const store = await openTestStore();
  const platform = await testPlatform({ events: store.events });
  let recorded: { readonly at: number; readonly flows: readonly FlowsSeen[] } = { at: 0, flows: [] };
  const captures = defineModule<CapturesAsks, object>({
    name: 'captures',
    needs: [],
    permissions: [],
    errors: {},
    tells: [],
    build: () => ({
      asks: {
        hostsSeen: () => Promise.resolve([]),
        flowsSeen: (since, until) => Promise.resolve(recorded.at > since && recorded.at <= until ? recorded.flows : []),
      },
    }),
  });
  const app = await compose([governance, assets, captures, firewalls, zones], platform.platform);
  await app.start();
  const server = await testServer(
    app.routes.map(({ route }) => route),
    { errors: [app.errors] },
  );
  let sequence = 0;
  return {
    platform,
    app,
    call: (request, body) => server.call(request, body === undefined ? { bearer: ALL } : { bearer: ALL, body }),
    store: async (rows) => {
      const block = eventBlock();
      for (const row of rows) {
        sequence += 1;
        const now = platform.clock.now() - 1;
        block.add({ ...blankEvent, journal: 'network', seq: sequence, received: now, time: now, source: 'fw', ...row });
      }
      await store.events.insertBlocks(eventsTable, [block.finish()], { token: `rows-${sequence}` });
    },
    record: (flows) => {
      recorded = { at: platform.clock.now(), flows };
    },
    close: async () => {
      await server.close();
      await app.stop();
      await platform.close();
      await store.stop();
    },
  };
};
