import { defineModule } from '@chedun/module';
import type { DutyAsks, TeamMember } from '../contract.ts';

/** A roster with these people, all on duty until the end of the year. */
export const fakeDutyRoster = (members: readonly TeamMember[]) =>
  defineModule<DutyAsks>({
    name: 'duty-roster',
    needs: [],
    permissions: [],
    errors: {},
    tells: [],
    build: () => ({
      asks: {
        team: () => Promise.resolve(members),
        onDuty: () =>
          Promise.resolve(
            members.map(({ name, role, phone }, at) => ({
              responder: `018f7a00-0000-7000-8000-0000000000${String(at).padStart(2, '0')}`,
              name,
              role,
              phone,
              until: '2026-12-31T16:00:00.000Z',
              deputy: null,
            })),
          ),
      },
    }),
  });
