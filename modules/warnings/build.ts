import { hostname } from 'node:os';
import { findingsReported, type GovernanceAsks } from '@chedun/governance/contract';
import type { IngestAsks } from '@chedun/ingest/contract';
import type { ModuleParts, Platform } from '@chedun/module';
import { z } from 'zod';
import { warningChecks } from './checks.ts';
import type { WarningsAsks } from './contract.ts';
import { openDocuments } from './documents.ts';
import { addressGuard } from './domain/addresses.ts';
import { channelReadModel } from './read-channels.ts';
import { warningReadModel } from './read-model.ts';
import { packetReadModel, riskList } from './read-risk.ts';
import { warningRoutes } from './routes.ts';
import { openSender } from './senders/send.ts';
import { channelUseCases } from './use-cases/channels.ts';
import { decide, issueWarning } from './use-cases/decide.ts';
import { deliver, sendAgain } from './use-cases/deliver.ts';
import { evaluate } from './use-cases/evaluate.ts';
import { gatherFacts } from './use-cases/gather-facts.ts';
import { makePacket, recordReceipt } from './use-cases/packets.ts';
import { explainRisk, markDirty, scoreAssets } from './use-cases/score-assets.ts';

/** Modules that this one asks. */
export interface WarningNeeds {
  readonly governance: GovernanceAsks;
  readonly ingest: IngestAsks;
}

const ToDeliver = z.object({ id: z.string() });
/** Signs that a host name of RFC 5424 may hold. */
const hostName = (): string =>
  hostname()
    .replaceAll(/[^A-Za-z0-9.-]/g, '-')
    .slice(0, 255) || '-';

/** Builds the module from the platform. */
export const buildWarnings = (
  { records, jobs, keys, clock, newId, config }: Platform,
  { governance, ingest }: WarningNeeds,
): ModuleParts<WarningsAsks> => {
  const { now } = clock;
  const documents = openDocuments(records, now);
  const policy = async () => (await documents.policy()).body;
  const warnings = warningReadModel(records, policy);
  const channels = channelReadModel(records);
  const base = { records, jobs, keys, newId, now, governance, ingest, limits: config.warnings };
  const score = scoreAssets(base);
  const explain = explainRisk(base);
  const take = evaluate(base);
  const evaluateNow = async (): Promise<void> => {
    const inForce = await documents.policy();
    const risk = await score(inForce.body);
    await take(inForce, await gatherFacts(base, inForce.body), risk);
  };
  const send = openSender(addressGuard(config.warnings.privateRanges), hostName());
  const decisions = { ...base, policy: documents.policy };
  const handOver = deliver({ ...base, send, policy });
  return {
    asks: {
      riskOf: async (asset) => {
        const explained = await explain(asset, await policy());
        const { contributions: _why, halfLifeHours: _half, ruleCap: _cap, ...risk } = explained;
        return risk;
      },
      inForce: warnings.inForce,
    },
    routes: warningRoutes({
      warnings,
      channels,
      documents,
      packets: packetReadModel(records),
      risk: { list: (query) => riskList(records, query), explain: async (asset) => explain(asset, await policy()) },
      evaluate: evaluateNow,
      decide: decide(decisions),
      issue: issueWarning(decisions),
      keep: channelUseCases(base),
      sendAgain: sendAgain(base),
      makePacket: makePacket({
        ...base,
        warningById: warnings.byId,
        issuedWarnings: warnings.issued,
        schema: documents.packetSchema,
      }),
      recordReceipt: recordReceipt(base),
    }),
    reactions: [{ name: 'mark-assets', on: findingsReported, react: markDirty }],
    jobs: [
      { name: 'evaluate', cron: '* * * * *', run: evaluateNow },
      { name: 'deliver', run: async (input) => handOver(ToDeliver.parse(input).id) },
    ],
    checks: warningChecks({ records, channels: channels.list, ingest, now }),
  };
};
