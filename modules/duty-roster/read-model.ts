import type { Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import type { WarningsAsks } from '@chedun/warnings/contract';
import { sql } from 'kysely';
import { TeamRole } from './contract.ts';
import type { DutyAsks, DutyBoard, DutyException, OnDuty, Responder, Shift } from './contract.ts';
import { DutySettings } from './contract.ts';
import { dutiesIn, gapsIn, hoursOf, owedIn, type Duty, type Span } from './domain/cover.ts';
import { weaknessesOf } from './domain/weaknesses.ts';
import type { DutyTables } from './tables.ts';

/** What reading stands on. */
export interface ReadNeeds {
  readonly records: Pick<Records, 'read'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly warnings: Pick<WarningsAsks, 'inForce'>;
}

const DAY = 86_400_000;
/** The roster is looked at so far ahead. */
const AHEAD_DAYS = 14;

const iso = (ms: number): string => new Date(ms).toISOString();

/** Everybody in the team, in the order of the roles. */
export const readResponders = async ({ records }: Pick<ReadNeeds, 'records'>): Promise<Responder[]> => {
  const { rows } = await sql<Responder>`
    select r.id, r.name, r.role, r.phone, d.id as deputy, d.name as "deputyName"
    from duty_roster.responders r left join duty_roster.responders d on d.id = r.deputy and d.left_at is null
    where r.left_at is null order by r.created_at, r.id limit 500`.execute(records.read<DutyTables>());
  return rows.toSorted((a, b) => TeamRole.options.indexOf(a.role) - TeamRole.options.indexOf(b.role));
};

const readShifts = async ({ records }: ReadNeeds): Promise<Shift[]> => {
  const { rows } = await sql<Shift>`
    select s.id, s.responder, r.name as "responderName", s.weekdays, s.from_time as "from", s.to_time as "to",
      s.valid_from::text as "validFrom", s.valid_to::text as "validTo"
    from duty_roster.shifts s join duty_roster.responders r on r.id = s.responder
    order by s.from_time, r.name, s.id limit 1000`.execute(records.read<DutyTables>());
  return rows;
};

/** Exceptions from yesterday on: one of yesterday may reach into today. */
const readExceptions = async ({ records }: ReadNeeds, now: number): Promise<DutyException[]> => {
  const { rows } = await sql<DutyException>`
    select e.id, e.kind, e.responder, r.name as "responderName", e.day::text as day, e.from_time as "from",
      e.to_time as "to", e.note
    from duty_roster.exceptions e join duty_roster.responders r on r.id = e.responder
    where e.day >= ${iso(now - 2 * DAY)}::date order by e.day, e.from_time, e.id limit 1000`.execute(
    records.read<DutyTables>(),
  );
  return rows;
};

/** The settings; those of the product before anybody changed them. */
export const readSettings = async ({ records }: Pick<ReadNeeds, 'records'>): Promise<DutySettings> => {
  const row = await records.read<DutyTables>().selectFrom('duty_roster.settings').select('value').executeTakeFirst();
  return DutySettings.parse(row?.value ?? {});
};

/** Red and orange warnings in force, worst first. */
const severeOnes = async ({ warnings }: ReadNeeds): Promise<DutyBoard['warnings']> =>
  (await warnings.inForce()).flatMap(({ number, level }) =>
    level === 'red' || level === 'orange' ? [{ number, level }] : [],
  );

const present = (spans: readonly Span[]) => spans.map(({ from, to }) => ({ from: iso(from), to: iso(to) }));

const onDutyAt = (now: number, duties: readonly Duty[], responders: readonly Responder[]): OnDuty[] => {
  const until = new Map<string, number>();
  for (const { responder, from, to } of duties)
    if (from <= now && now < to) until.set(responder, Math.max(to, until.get(responder) ?? 0));
  return responders.flatMap(({ id, name, role, phone, deputy }) => {
    const end = until.get(id);
    const behind = responders.find((each) => each.id === deputy);
    return end === undefined
      ? []
      : [
          {
            responder: id,
            name,
            role,
            phone,
            until: iso(end),
            deputy: behind === undefined ? null : { name: behind.name, phone: behind.phone },
          },
        ];
  });
};

/** The roster as it stands, with the next 14 days. */
export const readBoard = (needs: ReadNeeds) => async (): Promise<DutyBoard> => {
  const now = needs.clock.now();
  const within = { from: now, to: now + AHEAD_DAYS * DAY };
  const [responders, shifts, exceptions, settings, severe] = await Promise.all([
    readResponders(needs),
    readShifts(needs),
    readExceptions(needs, now),
    readSettings(needs),
    severeOnes(needs),
  ]);
  const known = new Map(responders.map((each) => [each.id, each]));
  const duties = dutiesIn(within, shifts, exceptions).filter(({ responder }) => known.has(responder));
  const nextDay = { from: now, to: now + DAY };
  const warningGaps = severe.length === 0 ? null : gapsIn([nextDay], duties);
  const gaps = gapsIn(owedIn(within, severe.length === 0 ? settings.cover : 'around-the-clock'), duties);
  return {
    responders,
    shifts,
    exceptions,
    settings,
    onDuty: onDutyAt(now, duties, responders),
    from: iso(within.from),
    to: iso(within.to),
    stretches: duties.flatMap(({ responder, from, to }) => {
      const who = known.get(responder);
      return who === undefined ? [] : [{ responder, name: who.name, role: who.role, from: iso(from), to: iso(to) }];
    }),
    gaps: present(gaps),
    gapHours: hoursOf(gaps),
    warnings: severe,
    weaknesses: weaknessesOf({ responders, gaps, warningGaps }),
  };
};

/** Answers for other modules. */
export const dutyAsks = (needs: ReadNeeds): DutyAsks => ({
  team: async () =>
    (await readResponders(needs)).map(({ name, role, phone, deputyName }) => ({
      name,
      role,
      phone,
      deputy: deputyName,
    })),
  onDuty: async () => (await readBoard(needs)()).onDuty,
});
