import type { Actor } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import type {
  ActionInfo,
  Checked,
  CompleteCommand,
  DryAnswer,
  PlaybookDetail,
  PlaybookSummary,
  RunDetail,
  RunQuery,
  RunSummary,
  Subject,
  SuggestionList,
} from '../contract.ts';
import type { StepKey } from '../use-cases/steps.ts';

type Values = Readonly<Record<string, string>>;

/** What the routes stand on. */
export interface PlaybookUses {
  readonly list: () => Promise<PlaybookSummary[]>;
  readonly detail: (id: string, version?: string) => Promise<PlaybookDetail>;
  readonly body: (id: string, version?: string) => Promise<{ readonly body: string; readonly version: string }>;
  readonly actions: () => readonly ActionInfo[];
  readonly importFile: (bytes: Uint8Array, actor: ActorRef) => Promise<string>;
  readonly validate: (bytes: Uint8Array) => Checked;
  readonly approve: (
    id: string,
    command: { readonly version: string; readonly note: string },
    actor: ActorRef,
  ) => Promise<void>;
  readonly dry: (id: string, values: Values, assume: 'true' | 'false') => Promise<DryAnswer>;
  readonly suggest: (finding: string) => Promise<SuggestionList>;
  readonly start: (
    id: string,
    command: { readonly subject: Subject; readonly values: Values },
    actor: Actor,
  ) => Promise<string>;
  readonly runs: (query: z.output<typeof RunQuery>) => Promise<RunSummary[]>;
  readonly run: (id: string) => Promise<RunDetail>;
  readonly stop: (id: string, comment: string, actor: ActorRef) => Promise<void>;
  readonly complete: (key: StepKey, command: CompleteCommand, actor: ActorRef) => Promise<void>;
  readonly assign: (
    key: StepKey,
    owner: { readonly id: string; readonly name: string } | null,
    actor: ActorRef,
  ) => Promise<void>;
  readonly release: (key: StepKey, comment: string, actor: Actor) => Promise<void>;
  readonly undo: (key: StepKey, comment: string, actor: Actor) => Promise<void>;
  /** Carries a run on at once; the job does the same when this process dies. */
  readonly advance: (id: string) => Promise<void>;
}
