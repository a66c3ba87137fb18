import { z } from 'zod';

const Id = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}._:-]{1,64}$/u);

/** A roadside unit (RSU) or edge device. Degrees are those of the messages that it hears. */
export const NewRoadUnit = z.object({
  id: Id,
  title: z.string().trim().max(100).default(''),
  /** IP address, or topic at the broker. */
  sender: z.string().trim().min(1).max(1024),
  lat: z.number().min(-90).max(90),
  lon: z.number().min(-180).max(180),
});
export type NewRoadUnit = z.output<typeof NewRoadUnit>;

export const RoadUnitRow = NewRoadUnit.extend({
  /** Since the start of the process. */
  lastHeard: z.iso.datetime({ offset: true }).nullable(),
  changedAt: z.iso.datetime({ offset: true }).nullable(),
  /** `config`: of the settings; it is changed there. */
  origin: z.enum(['register', 'config']),
});
export type RoadUnitRow = z.infer<typeof RoadUnitRow>;

/** GET /gateway/road-units */
export const RoadUnitList = z.object({
  items: z.array(RoadUnitRow),
  /** Senders that are not registered, as soon as one unit is. */
  strangers: z.array(z.object({ sender: z.string(), lastHeard: z.iso.datetime({ offset: true }) })),
});
export type RoadUnitList = z.infer<typeof RoadUnitList>;

/** PUT /gateway/road-units/:id saves one, DELETE forgets it. */
export const RoadUnitId = z.object({ id: Id });
export const SaveRoadUnit = NewRoadUnit.omit({ id: true });

/** POST /gateway/road-units/import: CSV or XLSX with the columns id, sender, lat, lon and perhaps title. */
export const RoadUnitsImported = z.object({
  imported: z.number().int(),
  refused: z.array(
    z.object({
      row: z.number().int(),
      reason: z.enum(['bad_id', 'bad_sender', 'bad_position', 'twice']),
      value: z.string(),
    }),
  ),
});
export type RoadUnitsImported = z.infer<typeof RoadUnitsImported>;
