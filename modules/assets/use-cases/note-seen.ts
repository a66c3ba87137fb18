import { SYSTEM_ACTOR } from '@chedun/kernel';
import { type Sighting, assetsEvents } from '../contract.ts';
import { isVin } from '../domain/vin.ts';
import { saveSightings, saveSoftware } from '../store-sightings.ts';
import type { World } from './save-asset.ts';

const VINS_PER_EVENT = 500;

/** The newest sighting per vehicle; states of older ones fill the gaps, software is joined. */
const newest = (sightings: readonly Sighting[]): ReadonlyMap<string, Sighting> => {
  const byVin = new Map<string, Sighting>();
  for (const sighting of sightings) {
    const known = byVin.get(sighting.vin);
    const [older, newer] = known !== undefined && known.at > sighting.at ? [sighting, known] : [known, sighting];
    const position = newer.position ?? older?.position;
    byVin.set(sighting.vin, {
      ...newer,
      ...(position === undefined ? {} : { position }),
      state: { ...older?.state, ...newer.state },
      software: { ...older?.software, ...newer.software },
    });
  }
  return byVin;
};

/** Notes when, where and in which state vehicles were last seen; unknown VINs become `discovered` vehicles. */
export const noteSeen =
  ({ records }: Pick<World, 'records'>) =>
  async (sightings: readonly Sighting[]): Promise<{ readonly discovered: number; readonly skipped: number }> => {
    const sound = sightings.filter(({ vin, at }) => isVin(vin) && Number.isFinite(at));
    const skipped = sightings.length - sound.length;
    if (sound.length === 0) return { discovered: 0, skipped };
    const latest = [...newest(sound).values()];
    const discovered = await records.transaction(async (tx) => {
      const added = await saveSightings(tx, latest);
      for (const { vin, software = {} } of latest)
        if (Object.keys(software).length > 0) await saveSoftware(tx, vin, software);
      for (let at = 0; at < added.length; at += VINS_PER_EVENT) {
        const vins = added.slice(at, at + VINS_PER_EVENT);
        await tx.tell(
          { type: assetsEvents.vehicleDiscovered, aggregate: vins[0] ?? '', payload: { vins } },
          SYSTEM_ACTOR,
        );
      }
      return added.length;
    });
    return { discovered, skipped };
  };
