import type { ActorRef, Json } from '@chedun/kernel';
import type { UnitLine } from './units.ts';

/** What other modules ask. */
export interface FilingAsks {
  /** Units with their assets (`kind:name`) and the subject of the clocks of their newest review. */
  readonly units: () => Promise<
    readonly (UnitLine & { readonly assets: readonly string[]; readonly clockSubject: string | null })[]
  >;
  /** Opens a case of a template about something that another module keeps, with data of the form. The same subject gives the same open case. */
  readonly openCase: (order: {
    readonly template: string;
    readonly unit: string | null;
    readonly subject: { readonly kind: string; readonly id: string };
    readonly title: string;
    readonly data: Readonly<Record<string, Json>>;
    /** Clock that ends when the filing is numbered. */
    readonly clock: { readonly id: string; readonly dueAt: string } | null;
    readonly actor: ActorRef;
  }) => Promise<string>;
  /** State of the newest case about a subject. */
  readonly caseOf: (subject: {
    readonly kind: string;
    readonly id: string;
  }) => Promise<{ readonly id: string; readonly state: string; readonly number: string } | undefined>;
}
