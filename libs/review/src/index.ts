export {
  FILING_KIND_IDS,
  FILING_KINDS,
  filingKind,
  kindOfTemplate,
  type FilingKind,
  type FilingKindId,
} from './kinds.ts';
export {
  ACTIONS,
  isFinal,
  OFFICES,
  STATES,
  TRANSITIONS,
  type Action,
  type Office,
  type Party,
  type State,
  type Transition,
} from './machine.ts';
export { actionsIn, stepOf, type CaseFacts, type Deed, type Opinion, type Refusal, type Step } from './step.ts';
