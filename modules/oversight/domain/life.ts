import type { DeliveryState, NoticeKind } from '../contract.ts';

/** What the two sides do with a delivered notice. */
export type DeliveryAction = 'acknowledge' | 'answer' | 'close' | 'reopen' | 'change' | 'lift';

const STEPS: Readonly<Record<DeliveryAction, Readonly<Partial<Record<DeliveryState, DeliveryState>>>>> = {
  acknowledge: { sent: 'acknowledged', acknowledged: 'acknowledged' },
  answer: { sent: 'answered', acknowledged: 'answered', answered: 'answered' },
  // The authority may settle what it hears of in another way.
  close: { sent: 'closed', acknowledged: 'closed', answered: 'closed' },
  reopen: { answered: 'acknowledged', closed: 'acknowledged' },
  change: { sent: 'sent', acknowledged: 'sent', answered: 'sent', closed: 'sent' },
  lift: { sent: 'closed', acknowledged: 'closed', answered: 'closed', closed: 'closed' },
};

/** State after an action; undefined when it cannot be done. A warning is only confirmed, never answered. */
export const after = (kind: NoticeKind, state: DeliveryState, action: DeliveryAction): DeliveryState | undefined => {
  if (kind === 'warning' && (action === 'answer' || action === 'reopen')) return undefined;
  return STEPS[action][state];
};

/** Whether the enterprise owes an answer that should have come by today. */
export const isOverdue = (
  { state, due_on: due }: { readonly state: DeliveryState; readonly due_on: string | null },
  kind: NoticeKind,
  today: string,
): boolean => {
  if (due === null || due >= today) return false;
  return kind === 'warning' ? state === 'sent' : state === 'sent' || state === 'acknowledged';
};

/** What stands against a penalty for an order; undefined when one may be proposed. */
export const penaltyBar = (
  order: {
    readonly kind: NoticeKind;
    readonly state: DeliveryState;
    readonly dueOn: string | null;
    readonly result: 'done' | 'partly' | 'not-applicable' | null;
    readonly decided: readonly {
      readonly kind: 'warning' | 'fine';
      readonly decision: 'open' | 'approved' | 'declined';
    }[];
  },
  wanted: 'warning' | 'fine',
  today: string,
): 'no-order' | 'rung-missing' | 'waiting' | undefined => {
  if (order.kind !== 'order' || order.state === 'closed') return 'no-order';
  const isLate = order.dueOn !== null && order.dueOn < today;
  if (!isLate || order.result === 'done') return 'no-order';
  if (order.decided.some(({ decision }) => decision === 'open')) return 'waiting';
  const warned = order.decided.some(({ kind, decision }) => kind === 'warning' && decision === 'approved');
  return wanted === 'fine' && !warned ? 'rung-missing' : undefined;
};
