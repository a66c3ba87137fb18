import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import type * as C from '../contract.ts';

type Out<T extends z.ZodType> = z.output<T>;
type Done = Promise<void>;

/** What the routes stand on. */
export interface FilingUses {
  readonly listUnits: () => Promise<C.UnitList>;
  readonly readUnit: (id: string) => Promise<C.UnitDetail>;
  readonly proposeUnits: () => Promise<Out<typeof C.ProposalList>>;
  readonly createUnits: (units: readonly C.UnitInput[], actor: ActorRef) => Promise<readonly string[]>;
  readonly saveUnit: (id: string, unit: C.UnitInput, actor: ActorRef) => Done;
  readonly removeUnit: (id: string, actor: ActorRef) => Done;
  readonly upload: (body: AsyncIterable<Uint8Array>) => Promise<Out<typeof C.Uploaded>>;
  readonly readLevelRule: () => Promise<C.LevelRule>;
  readonly readGrading: (unit: string) => Promise<C.Grading>;
  readonly tryLevel: (input: C.LevelInput) => Promise<C.LevelResult>;
  readonly keepLevel: (unit: string, input: C.LevelInput, actor: ActorRef) => Done;
  readonly setWeights: (input: Out<typeof C.WeightsInput>, actor: ActorRef) => Done;
  readonly recordReview: (unit: string, review: C.ReviewInput, actor: ActorRef) => Done;
  readonly listCases: (query: Out<typeof C.CaseQuery>) => Promise<C.CasePage>;
  readonly readCase: (id: string) => Promise<C.CaseDetail>;
  readonly openByHand: (body: Out<typeof C.OpenCaseBody>, actor: ActorRef) => Promise<string>;
  readonly setValues: (id: string, body: Out<typeof C.ValuesBody>, actor: ActorRef) => Done;
  readonly explain: (id: string, body: Out<typeof C.ExplainBody>, actor: ActorRef) => Done;
  readonly takeStep: (
    id: string,
    body: { readonly action: Out<typeof C.StepBody>['action'] | 'approve'; readonly note: string },
    actor: ActorRef,
  ) => Done;
  readonly sign: (id: string, actor: ActorRef) => Done;
  readonly submit: (id: string, body: Out<typeof C.SubmitBody>, actor: ActorRef) => Done;
  readonly takeReceipt: (id: string, bytes: Uint8Array, actor: ActorRef) => Promise<unknown>;
  readonly readExchange: () => Promise<C.Exchange>;
  readonly saveExchange: (body: Out<typeof C.ExchangeInput>, actor: ActorRef) => Done;
  readonly testExchange: () => Promise<Out<typeof C.ExchangeTest>>;
  readonly poll: () => Promise<Out<typeof C.Polled>>;
  readonly compare: () => Promise<Out<typeof C.Compared>>;
  readonly listProjects: () => Promise<C.ProjectList>;
  readonly saveProject: (id: string | undefined, project: C.ProjectInput, actor: ActorRef) => Done;
  readonly stepProject: (id: string, order: Out<typeof C.StepOrder>, actor: ActorRef) => Done;
}
