import type { DetectionAsks } from '@chedun/detection/contract';
import { DomainError, type ActorRef } from '@chedun/kernel';
import type { ModuleParts, Platform } from '@chedun/module';
import type { HuntAsks, HuntDetail, NewHunt } from './contract.ts';
import { openHunts, type Hunts } from './hunts.ts';
import { huntRoutes } from './routes.ts';
import { readPasted } from './use-cases/read-pasted.ts';
import { huntRule, type HuntRuleInput } from './use-cases/run-hunt.ts';

type Detection = Pick<DetectionAsks, 'ruleSources' | 'rulesInUse'>;

/** The rules that a hunt names. Throws `hunt.rule-unknown` and `hunt.rule-invalid`. */
const rulesOf = async (detection: Detection, { rules, yaml }: NewHunt): Promise<readonly HuntRuleInput[]> => {
  if (yaml !== undefined) return [huntRule(readPasted(yaml))];
  const named = rules ?? (await detection.rulesInUse()).map(({ id }) => id);
  const sources = await detection.ruleSources(named);
  const known = new Set(sources.flatMap(({ id, document }) => [id, document.name]));
  const missing = rules?.find((reference) => !known.has(reference));
  if (missing !== undefined) throw new DomainError('hunt.rule-unknown', { field: missing });
  return sources.map(({ id, document, exceptions }) =>
    huntRule({ id, rule: document, exceptions: exceptions as HuntRuleInput['entry']['exceptions'] }),
  );
};

const startHunt =
  (platform: Platform, detection: Detection, hunts: Hunts) =>
  async (wanted: NewHunt, actor: ActorRef): Promise<HuntDetail> => {
    const rules = await rulesOf(detection, wanted);
    const range = { from: Date.parse(wanted.from), to: Date.parse(wanted.to) };
    const started = hunts.start({ rules, range, thorough: wanted.thorough, actor });
    await platform.records.transaction((tx) =>
      tx.audit({
        actor,
        action: 'hunt.started',
        target: { kind: 'hunt', id: started.id },
        outcome: 'done',
        after: { rules: rules.map(({ entry }) => entry.id).slice(0, 200), from: wanted.from, to: wanted.to },
      }),
    );
    return started;
  };

/** Builds the module from the platform. */
export const buildHunt = (platform: Platform, detection: Detection): ModuleParts<HuntAsks> => {
  const hunts = openHunts(platform.events, { now: platform.clock.now, newId: platform.newId });
  return {
    asks: {},
    routes: huntRoutes({
      hunts,
      start: startHunt(platform, detection, hunts),
      cancel: async (id, actor) => {
        const cancelled = hunts.cancel(id);
        await platform.records.transaction((tx) =>
          tx.audit({ actor, action: 'hunt.cancelled', target: { kind: 'hunt', id }, outcome: 'done' }),
        );
        return cancelled;
      },
    }),
    stop: hunts.close,
  };
};
