/** Who acts: the organisation that files, or the authority that reviews. */
export type Party = 'enterprise' | 'authority';

/** Offices of the authority that give an opinion: telecommunication and industry. */
export const OFFICES = ['telecom', 'industry'] as const;
export type Office = (typeof OFFICES)[number];

/** Where a filing stands. */
export const STATES = [
  'draft',
  'approval',
  'approved',
  'signed',
  'submitted',
  'received',
  'checking',
  'supplement',
  'experts',
  'numbered',
  'rejected',
  'withdrawn',
  'superseded',
  'cancelled',
] as const;
export type State = (typeof STATES)[number];

/** What can be done with a filing. */
export const ACTIONS = [
  'request-approval',
  'return-draft',
  'approve',
  'sign',
  'submit',
  'receive',
  'begin-check',
  'ask-supplement',
  'call-experts',
  'give-opinion',
  'number',
  'reject',
  'withdraw',
  'supersede',
  'cancel',
] as const;
export type Action = (typeof ACTIONS)[number];

/** One row of the table: `by` may take `action` in `from`, and the filing is then in `to`. */
export interface Transition {
  readonly action: Action;
  readonly by: Party;
  readonly from: readonly State[];
  readonly to: State | 'same';
}

const UNDER_REVIEW: readonly State[] = ['submitted', 'received', 'checking', 'supplement', 'experts'];
const OWN: readonly State[] = ['draft', 'approval', 'approved', 'signed'];

/**
 * The machine of every kind of filing: draft → approval inside the organisation → signed → submitted → received → checked
 * ⇄ supplemented → experts → numbered or rejected; later superseded by a change, or cancelled. A supplement goes through
 * approval and signature again. Steps after the review practice of 2022 (材料评审, 在线答辩, 专家问询); the table is a decision of
 * this product.
 */
export const TRANSITIONS: readonly Transition[] = [
  { action: 'request-approval', by: 'enterprise', from: ['draft', 'supplement'], to: 'approval' },
  { action: 'return-draft', by: 'enterprise', from: ['approval', 'approved'], to: 'draft' },
  { action: 'approve', by: 'enterprise', from: ['approval'], to: 'approved' },
  { action: 'sign', by: 'enterprise', from: ['approved'], to: 'signed' },
  { action: 'submit', by: 'enterprise', from: ['signed'], to: 'submitted' },
  { action: 'withdraw', by: 'enterprise', from: [...OWN, ...UNDER_REVIEW], to: 'withdrawn' },
  { action: 'receive', by: 'authority', from: ['submitted'], to: 'received' },
  { action: 'begin-check', by: 'authority', from: ['received'], to: 'checking' },
  { action: 'ask-supplement', by: 'authority', from: ['checking', 'experts'], to: 'supplement' },
  { action: 'call-experts', by: 'authority', from: ['checking'], to: 'experts' },
  { action: 'give-opinion', by: 'authority', from: ['checking', 'experts'], to: 'same' },
  { action: 'number', by: 'authority', from: ['checking', 'experts'], to: 'numbered' },
  { action: 'reject', by: 'authority', from: ['received', 'checking', 'experts'], to: 'rejected' },
  { action: 'supersede', by: 'authority', from: ['numbered'], to: 'superseded' },
  { action: 'cancel', by: 'authority', from: ['numbered'], to: 'cancelled' },
];

/** Ended: nothing but `supersede` and `cancel` follows. */
export const isFinal = (state: State): boolean =>
  ['numbered', 'rejected', 'withdrawn', 'superseded', 'cancelled'].includes(state);
