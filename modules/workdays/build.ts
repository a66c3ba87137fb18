import type { ModuleParts, Platform } from '@chedun/module';
import { workdayChecks } from './checks.ts';
import type { WorkdayAsks } from './contract.ts';
import { workdayRoutes } from './routes.ts';
import { shippedYears } from './shipped.ts';
import { openYears } from './years.ts';

/** Builds the module from the platform. */
export const buildWorkdays = ({ records, clock }: Platform): ModuleParts<WorkdayAsks> => {
  const years = openYears({ records, shipped: shippedYears, now: clock.now });
  const uses = { years, now: clock.now };
  return {
    asks: { calendar: years.calendar },
    routes: workdayRoutes(uses),
    checks: workdayChecks(uses),
    start: years.load,
  };
};
