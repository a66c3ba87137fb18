import type { AssetsAsks } from '@chedun/assets/contract';
import { fakeAssets } from '@chedun/assets/testing';
import { blankEvent, eventBlock, eventsTable, type EventRow } from '@chedun/events';
import { openTestStore } from '@chedun/events/testing';
import { governance } from '@chedun/governance';
import { governancePermissions } from '@chedun/governance/contract';
import { testServer, type TestServer } from '@chedun/http/testing';
import type { IdentityAsks, OwnAccount } from '@chedun/identity/contract';
import { DomainError } from '@chedun/kernel';
import { compose, defineModule, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { accessReviewPermissions } from '../contract.ts';
import { accessReviews } from '../module.ts';

/** The module beside the real ledger of findings and a real event store; accounts of CheDun are those of the test. */
export interface AccessWorld {
  readonly platform: TestPlatform;
  readonly app: Composition;
  readonly call: (request: string, body?: unknown) => ReturnType<TestServer['call']>;
  readonly job: (name: string) => Promise<void>;
  /** Accounts of CheDun itself from now on. */
  readonly own: Map<string, OwnAccount>;
  readonly store: (rows: readonly Partial<EventRow>[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

const ALL = [accessReviewPermissions, governancePermissions].flatMap((each) => Object.values(each)).join(',');

/** An account of CheDun as tests have it. */
export const ownAccount = (name: string, more: Partial<OwnAccount> = {}): OwnAccount => ({
  id: `id-${name}`,
  name,
  displayName: name,
  roles: ['viewer'],
  lastSignInAt: null,
  isDisabled: false,
  hasSecondFactor: true,
  ...more,
});

/** Name of an account that identity does not let anybody disable. */
export const LAST_ADMINISTRATOR = 'last-admin';

const assets = defineModule<AssetsAsks, object>({
  name: 'assets',
  needs: [],
  permissions: [],
  errors: {},
  tells: [],
  build: () => ({
    asks: {
      ...fakeAssets({}),
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

const identityOf = (own: Map<string, OwnAccount>) =>
  defineModule<IdentityAsks, object>({
    name: 'identity',
    needs: [],
    permissions: [],
    errors: {},
    tells: [],
    build: () => ({
      asks: {
        accounts: () => Promise.resolve([...own.values()]),
        switchAccount: ({ name, to }: Parameters<IdentityAsks['switchAccount']>[0]) => {
          const account = own.get(name);
          if (account === undefined || name === LAST_ADMINISTRATOR)
            return Promise.reject(new DomainError('identity.last-administrator'));
          own.set(name, { ...account, isDisabled: to === 'disabled' });
          return Promise.resolve();
        },
      } as unknown as IdentityAsks,
    }),
  });

/** Opens it. */
export const accessWorld = async (): Promise<AccessWorld> => {
  const store = await openTestStore();
  const platform = await testPlatform({ events: store.events });
  const own = new Map<string, OwnAccount>();
  const jobs = new Map<string, () => Promise<void>>();
  const spied: typeof accessReviews = {
    ...accessReviews,
    build: (context) => {
      const parts = accessReviews.build(context);
      for (const job of parts.jobs ?? []) jobs.set(job.name, () => job.run(null));
      return parts;
    },
  };
  const app = await compose([governance, assets, identityOf(own), spied], platform.platform);
  await app.start();
  const server = await testServer(
    app.routes.map(({ route }) => route),
    { errors: [app.errors] },
  );
  let sequence = 0;
  return {
    platform,
    app,
    own,
    job: async (name) => jobs.get(name)?.(),
    call: (request, body) => server.call(request, body === undefined ? { bearer: ALL } : { bearer: ALL, body }),
    store: async (rows) => {
      const block = eventBlock();
      for (const row of rows) {
        sequence += 1;
        const now = platform.clock.now() - 1;
        block.add({
          ...blankEvent,
          journal: 'security',
          seq: sequence,
          received: now,
          time: now,
          source: 'erp',
          ...row,
        });
      }
      await store.events.insertBlocks(eventsTable, [block.finish()], { token: `rows-${sequence}` });
    },
    close: async () => {
      await server.close();
      await app.stop();
      await platform.close();
      await store.stop();
    },
  };
};
