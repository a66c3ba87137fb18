import { beginInChina, dayOfText, type Calendar } from '@chedun/calendar';
import { clockOf, dueOf, termOf, type ClockCatalogue, type Due } from '@chedun/deadlines';
import { regulationError } from './errors.ts';

/** A new system on its way to operation: days `YYYY-MM-DD`, null while they have not come. */
export interface SystemProject {
  readonly levelFixed: string | null;
  readonly designApproved: string | null;
  readonly build: string | null;
  readonly filed: string | null;
  readonly goLive: string | null;
}

/** What stands against the order level → design approval → build → filing → operation (三同步, notice 一（五）). */
export type GateViolation =
  | 'level-after-design-approval'
  | 'build-without-level'
  | 'go-live-without-filing'
  | 'system-without-project';

/** Whether `first` happened, and not after `then`; nothing is wrong while `then` has not come. */
const inOrder = (first: string | null, then: string | null): boolean =>
  then === null || (first !== null && first <= then);

/** Gates that a project went through in the wrong order. */
export const gatesOf = (project: SystemProject): readonly GateViolation[] => {
  const late = !inOrder(project.levelFixed, project.designApproved);
  const blind = !late && !inOrder(project.levelFixed, project.build);
  return [
    ...(late ? ['level-after-design-approval' as const] : []),
    ...(blind ? ['build-without-level' as const] : []),
    ...(inOrder(project.filed, project.goLive) ? [] : ['go-live-without-filing' as const]),
  ];
};

/** A system that was discovered has to belong to a project. */
export const discoveredGatesOf = ({ project }: { readonly project: string | null }): readonly GateViolation[] =>
  project === null ? ['system-without-project'] : [];

/** Drift between what was filed and what is there. `changedAt` is a day. */
export interface InventoryDrift {
  readonly filedHosts: number;
  readonly observedHosts: number;
  readonly changedAt: string;
}

/** When the change filing is due (GRD-2, 30 days, unverified); undefined while the inventory is as it was filed. */
export const changeFilingDue = (
  drift: InventoryDrift,
  {
    catalogue,
    calendar,
    clock,
  }: { readonly catalogue: ClockCatalogue; readonly calendar: Calendar; readonly clock: string },
): Due | undefined => {
  if (drift.filedHosts === drift.observedHosts) return undefined;
  const day = dayOfText(drift.changedAt);
  if (day === undefined) throw regulationError('regulations.fact-invalid', { field: 'changedAt' });
  return dueOf(termOf(clockOf(catalogue, clock)), beginInChina(day), calendar);
};
