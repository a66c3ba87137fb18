import { assetsModule } from '@chedun/assets';
import { deadlines } from '@chedun/deadline-ledger';
import { ClockPage, deadlinePermissions } from '@chedun/deadline-ledger/contract';
import { documents } from '@chedun/documents';
import { documentPermissions } from '@chedun/documents/contract';
import type { TeamMember } from '@chedun/duty-roster/contract';
import { fakeDutyRoster } from '@chedun/duty-roster/testing';
import { governance } from '@chedun/governance';
import { FindingPage, findingsReported, governancePermissions, type FindingReport } from '@chedun/governance/contract';
import { type TestServer, testServer } from '@chedun/http/testing';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import { organisation } from '@chedun/organisation';
import { organisationPermissions } from '@chedun/organisation/contract';
import { type Composition, compose } from '@chedun/module';
import { type TestPlatform, testPlatform } from '@chedun/module/testing';
import { workdays } from '@chedun/workdays';
import { vi } from 'vitest';
import { incidentPermissions } from '../contract.ts';
import { incidents } from '../module.ts';

/** The module beside the real ledger of findings, the real clocks and real documents. */
export interface IncidentWorld {
  readonly platform: TestPlatform;
  readonly app: Composition;
  readonly call: (request: string, body?: unknown) => ReturnType<TestServer['call']>;
  /** Reports a finding about vehicles and gives its id once it is in the ledger. */
  readonly finding: (fingerprint: string, vins: readonly string[]) => Promise<string>;
  readonly clocks: (incident: string) => Promise<ClockPage['items']>;
  /** Runs the job that brings clocks in order, now. */
  readonly bringClocks: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const ALL = [
  incidentPermissions,
  deadlinePermissions,
  governancePermissions,
  documentPermissions,
  organisationPermissions,
]
  .flatMap((each) => Object.values(each))
  .join(',');

const reportOf = (fingerprint: string, vins: readonly string[], now: number): FindingReport => {
  const at = new Date(now).toISOString();
  return {
    fingerprint,
    kind: 'alert',
    module: 'detection',
    title: `alert ${fingerprint}`,
    titleZh: `告警 ${fingerprint}`,
    severity: 'critical',
    assets: vins.map((id) => ({ kind: 'vehicle', id })),
    obligations: ['1.3-h'],
    count: 1,
    firstSeen: at,
    lastSeen: at,
    receivedAt: at,
    samples: [],
  };
};

/** Opens it. */
export const incidentWorld = async (team: readonly TeamMember[] = []): Promise<IncidentWorld> => {
  const platform = await testPlatform();
  let bring: (() => Promise<void>) | undefined;
  const spied = {
    ...incidents,
    build: (context: Parameters<typeof incidents.build>[0]) => {
      const parts = incidents.build(context);
      const job = parts.jobs?.find(({ name }) => name === 'clocks');
      bring = job && (() => job.run(null));
      return parts;
    },
  };
  const app = await compose(
    [governance, assetsModule, organisation, workdays, deadlines, documents, fakeDutyRoster(team), spied],
    platform.platform,
  );
  await app.start();
  const server = await testServer(
    app.routes.map(({ route }) => route),
    { errors: [app.errors] },
  );
  const call: IncidentWorld['call'] = (request, body) =>
    server.call(request, body === undefined ? { bearer: ALL } : { bearer: ALL, body });
  return {
    platform,
    app,
    call,
    finding: async (fingerprint, vins) => {
      const report = reportOf(fingerprint, vins, platform.clock.now());
      const event = { type: findingsReported, aggregate: fingerprint, payload: { findings: [report] } as never };
      await platform.platform.records.transaction((tx) => tx.tell(event, SYSTEM_ACTOR));
      return vi.waitFor(
        async () => {
          const page = (await call(`GET /findings?search=${encodeURIComponent(fingerprint)}`)).as(FindingPage);
          const [found] = page.items;
          if (found === undefined) throw new Error('not in the ledger yet');
          return found.id;
        },
        { timeout: 30_000, interval: 100 },
      );
    },
    clocks: async (incident) =>
      (await call(`GET /deadlines?state=all&subjectKind=incident&subjectId=${incident}`)).as(ClockPage).items,
    bringClocks: () => bring?.() ?? Promise.reject(new Error('the job is missing')),
    close: async () => {
      await server.close();
      await app.stop();
      await platform.close();
    },
  };
};
