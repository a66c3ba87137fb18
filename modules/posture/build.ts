import { readFile } from 'node:fs/promises';
import type { AssetsAsks } from '@chedun/assets/contract';
import type { GovernanceAsks } from '@chedun/governance/contract';
import { DomainError } from '@chedun/kernel';
import type { OrganisationAsks } from '@chedun/organisation/contract';
import type { ModuleContext, ModuleParts, Platform, Registry } from '@chedun/module';
import { writeOscal } from '@chedun/oscal';
import type { PostureAsks } from './contract.ts';
import { loadNotice, type NoticeContent } from './domain/content.ts';
import { isDue } from './domain/light.ts';
import { noticeCatalog, partyProfile, posturePlan, postureResults, type Subject } from './domain/oscal.ts';
import {
  assetVerdicts,
  judgedAssets,
  latestRun,
  obligationDetail,
  readAttestations,
  type Responsible,
} from './read-detail.ts';
import { readPosture, type PostureView } from './read-model.ts';
import { postureRoutes, type PostureUses } from './routes.ts';
import { attachmentOf, evidenceOf, latestEvidence } from './store.ts';
import { holdingExceptions, listExceptions } from './store-accepting.ts';
import { linkMissing, verifyChain } from './store-chain.ts';
import { adoptStandard } from './use-cases/adopt-standard.ts';
import { attestUseCases } from './use-cases/attest.ts';
import { evaluateAssets } from './use-cases/evaluate-assets.ts';
import { exceptionUseCases } from './use-cases/exceptions.ts';
import { retireChecks } from './use-cases/retire-checks.ts';
import { runCheck } from './use-cases/run-check.ts';

const CONTENT = new URL('../../content/notice/', import.meta.url);
const LINK_BATCH = 2_000;
const MOST_FINDINGS = 2_000;

/** Asks that the posture needs. */
export interface PostureNeeds {
  readonly governance: Pick<GovernanceAsks, 'openFindings' | 'openByAsset'>;
  readonly assets: Pick<AssetsAsks, 'assetsAfter'>;
  readonly organisation: Pick<OrganisationAsks, 'profile' | 'responsibleFor'>;
}

interface World {
  readonly platform: Pick<Platform, 'records' | 'clock' | 'newId' | 'log' | 'blobs'>;
  readonly asks: PostureNeeds;
  readonly registry: Registry;
  readonly notice: () => Promise<NoticeContent>;
  readonly view: () => Promise<PostureView>;
  readonly subject: () => Promise<Subject>;
  readonly responsible: Responsible;
}

const oscalOf =
  ({ platform: { records, clock }, asks, notice, view, subject }: World): PostureUses['oscal'] =>
  async (model, party) => {
    const content = await notice();
    const at = clock.now();
    switch (model) {
      case 'catalog':
        return writeOscal(noticeCatalog(content));
      case 'profile':
        return writeOscal(partyProfile(content, party ?? '智能网联汽车生产企业'));
      case 'assessment-results':
        return writeOscal(postureResults((await view()).obligations, await subject(), at));
      case 'plan': {
        const findings = await asks.governance.openFindings({ limit: MOST_FINDINGS });
        const exceptions = await holdingExceptions(records, at);
        return writeOscal(posturePlan((await view()).obligations, { findings, exceptions }, await subject(), at));
      }
    }
  };

/** Runs what is due, one check after the other. */
const runDue = ({ platform, registry }: World, run: (id: string) => Promise<unknown>) => {
  const { records, clock, newId } = platform;
  const retire = retireChecks({ records, clock, newId, checks: registry.checks });
  return async (): Promise<void> => {
    const latest = await latestEvidence(records);
    await retire(latest);
    for (const check of registry.checks()) {
      const at = latest.get(check.id)?.at;
      if (isDue(check.everyMinutes, at === undefined ? undefined : Date.parse(at), clock.now())) await run(check.id);
    }
  };
};

const readingUses = (world: World) => {
  const { platform, asks, notice, view, responsible } = world;
  const { records, clock, blobs } = platform;
  const text = () => readFile(new URL('notice.zh.txt', CONTENT), 'utf8');
  return {
    posture: view,
    detail: obligationDetail({ records, now: clock.now, notice, view, governance: asks.governance, responsible, text }),
    evidence: (id: string, limit: number) => evidenceOf(records, id, limit),
    chain: () => verifyChain(records),
    oscal: oscalOf(world),
    attachment: async (id: string) => {
      const found = await attachmentOf(records, id);
      if (found === undefined) throw new DomainError('posture.attachment-unknown', { field: 'id' });
      return { name: found.name, body: await blobs.get(found.blob) };
    },
    attestations: () => readAttestations(records, clock.now()),
    exceptions: () => listExceptions(records, clock.now()),
    assetRun: () => latestRun(records),
    assetVerdicts: (kind: string, id: string) => assetVerdicts(records, kind, id),
    judgedAssets: (...asked: Parameters<PostureUses['judgedAssets']>) => judgedAssets(records, ...asked),
  };
};

const buildParts = (world: World): ModuleParts<PostureAsks> => {
  const { platform, asks, registry, notice, view } = world;
  const { records, clock, newId, log, blobs } = platform;
  const run = runCheck({ records, clock, newId, log, checks: registry.checks });
  const known = async () => new Set((await notice()).obligations.map(({ id }) => id));
  const attest = attestUseCases({ records, clock, newId, blobs, known });
  const isKnown = async (id: string) =>
    (await view()).obligations.some(({ checks }) => checks.some((check) => check.id === id));
  const exceptions = exceptionUseCases({ records, clock, newId, isKnown });
  const lights = async () => new Map((await view()).obligations.map(({ id, light }) => [id, light]));
  const evaluate = evaluateAssets({ records, clock, newId, ...asks, notice, lights });
  return {
    asks: { lightOf: async (id) => (await lights()).get(id) ?? 'none' },
    routes: postureRoutes({
      ...readingUses(world),
      run,
      saveAttestation: attest.save,
      adoptStandard: adoptStandard({
        checks: registry.checks,
        attestations: () => readAttestations(records, clock.now()),
        save: attest.save,
      }),
      retireAttestation: attest.retire,
      attest: attest.attest,
      upload: attest.upload,
      requestException: exceptions.request,
      decideException: exceptions.decide,
      evaluateAssets: evaluate,
    }),
    jobs: [
      { name: 'run-due', cron: '* * * * *', run: runDue(world, run) },
      { name: 'attestations-due', cron: '7 * * * *', run: attest.watch },
      {
        name: 'judge-assets',
        cron: '23 * * * *',
        run: async () => {
          await evaluate();
        },
      },
    ],
    start: async () => {
      await notice();
      // Evidence from before there was a chain; all later one is linked where it is added.
      while ((await linkMissing(records, LINK_BATCH)) === LINK_BATCH);
    },
  };
};

/** Builds the module from the platform. */
export const buildPosture = ({ platform, asks, registry }: ModuleContext<PostureNeeds>): ModuleParts<PostureAsks> => {
  let loaded: Promise<NoticeContent> | undefined;
  const notice = (): Promise<NoticeContent> => (loaded ??= loadNotice(CONTENT));
  const view = async () => readPosture(platform.records, await notice(), registry.checks(), platform.clock.now());
  return buildParts({
    platform,
    asks,
    registry,
    notice,
    view,
    subject: async () => {
      const profile = await asks.organisation.profile();
      // The code of the organisation names the system: exports of two organisations never share a UUID.
      return {
        systemId: profile?.creditCode ?? 'chedun',
        systemTitle: '车联网网络设施和系统',
        ...(profile === null ? {} : { organisation: profile.name }),
      };
    },
    responsible: (obligation) => asks.organisation.responsibleFor(obligation),
  });
};
