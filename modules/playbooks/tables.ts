import type { RunState } from '@chedun/cacao';
import type { ActorRef } from '@chedun/kernel';
import type { ColumnType, Generated } from 'kysely';
import type { RunStatus, StepNeeds, StepStatus, SubjectKind } from './contract.ts';

/** Written as JSON text, read as a value. */
type Stored<T> = ColumnType<T, string, string>;

/** Tables of the module, by qualified name. */
export interface PlaybookTables {
  readonly 'playbooks.versions': {
    readonly playbook: string;
    readonly version: string;
    readonly name: string;
    readonly body: string;
    readonly sm3: string;
    readonly origin: 'shipped' | 'imported';
    readonly imported_by: string;
    readonly imported_name: string;
    readonly imported_at: Date;
    readonly approved_by: string | null;
    readonly approved_name: string | null;
    readonly approved_at: Date | null;
    readonly approval_note: string | null;
  };
  readonly 'playbooks.runs': {
    readonly id: string;
    readonly playbook: string;
    readonly version: string;
    readonly name: string;
    readonly subject_kind: SubjectKind;
    readonly subject_id: string;
    readonly subject_title: string;
    readonly subject_seen_at: Date | null;
    readonly status: RunStatus;
    readonly reason: string | null;
    readonly state: Stored<RunState>;
    readonly started_by: Stored<StoredActor>;
    readonly started_at: Date;
    readonly ended_at: Date | null;
    readonly due_at: Date | null;
  };
  readonly 'playbooks.steps': {
    readonly run: string;
    readonly visit: number;
    readonly step: string;
    readonly kind: 'action' | 'human';
    readonly action: string | null;
    readonly params: Stored<Readonly<Record<string, string>>>;
    readonly status: StepStatus;
    readonly needs: StepNeeds | null;
    readonly owner_id: string | null;
    readonly owner_name: string | null;
    readonly actor: Stored<ActorRef> | null;
    readonly done_by: string | null;
    readonly comment: string | null;
    readonly evidence: string | null;
    readonly proof: string | null;
    readonly attempts: Generated<number>;
    readonly due_at: Date | null;
    readonly created_at: Date;
    readonly ended_at: Date | null;
  };
  readonly 'playbooks.effects': {
    readonly run: string;
    readonly visit: number;
    readonly action: string;
    readonly params: Stored<Readonly<Record<string, string>>>;
    readonly at: Date;
    readonly by_name: string;
    readonly verified_at: Date | null;
    readonly undone_at: Date | null;
    readonly undone_by: string | null;
    readonly undo_verified_at: Date | null;
    readonly undo_proof: string | null;
  };
  readonly 'playbooks.trace': {
    readonly run: string;
    readonly seq: Generated<number>;
    readonly at: Date;
    readonly kind: string;
    readonly step: string;
    readonly visit: number;
    readonly detail: string;
    readonly by_name: string | null;
  };
}

/** Who started a run, with the permissions that counted then. */
interface StoredActor {
  readonly actor: ActorRef;
  readonly permissions: readonly string[];
}
