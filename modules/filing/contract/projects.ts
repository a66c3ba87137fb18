import { z } from 'zod';
import { Day, Line, Title } from './common.ts';

/** A step of a project that people set; the day of the level and of the filing come from the unit. */
export const ProjectStep = z.enum(['designApproved', 'build', 'goLive']);
export type ProjectStep = z.infer<typeof ProjectStep>;
export const GateViolationName = z.enum([
  'level-after-design-approval',
  'build-without-level',
  'go-live-without-filing',
  'system-without-project',
]);
export type GateViolationName = z.infer<typeof GateViolationName>;

/** POST /filing/projects, PUT /filing/projects/:id. */
export const ProjectInput = z.object({
  name: Line,
  unit: z.uuid().nullable().default(null),
  team: z.string().trim().max(128).default(''),
  /** Services and hosts that it brings. */
  assets: z.array(z.string().trim().min(1).max(300)).max(500).default([]),
  /** Days of steps that were taken before the project was registered here; checked, not refused. */
  designApproved: Day.nullable().default(null),
  build: Day.nullable().default(null),
  goLive: Day.nullable().default(null),
});
export type ProjectInput = z.output<typeof ProjectInput>;
export const Project = ProjectInput.extend({
  id: z.uuid(),
  unitName: z.string(),
  levelFixed: Day.nullable(),
  filed: Day.nullable(),
  violations: z.array(GateViolationName),
});
export type Project = z.infer<typeof Project>;
export const ProjectList = z.object({
  items: z.array(Project).max(2000),
  gates: z.array(z.object({ id: GateViolationName, title: Title })),
  /** Discovered hosts and services that no project and no unit names. */
  strays: z.array(z.string()).max(200),
});
export type ProjectList = z.infer<typeof ProjectList>;
/** POST /filing/projects/:id/steps: refused when a gate is closed. */
export const StepOrder = z.object({ step: ProjectStep, on: Day });
