import type { ReceiptContent } from '@chedun/exchange';
import { stepOf, type Action, type CaseFacts, type FilingKind, type Refusal, type State } from '@chedun/review';

const BY: Readonly<Partial<Record<ReceiptContent['kind'], readonly Action[]>>> = {
  acceptance: ['receive'],
  supplement: ['receive', 'begin-check', 'ask-supplement'],
  approval: ['receive', 'begin-check', 'number'],
  rejection: ['receive', 'reject'],
};

/** What the other side must have decided before it signs a receipt; the steps behind it are not seen from here. */
const factsBehind = (kind: FilingKind, signer: string): CaseFacts => ({
  authors: [],
  openProblems: 0,
  openItems: 0,
  opinions: kind.offices.map((office) => ({ office, account: `${signer}:${office}`, agrees: true })),
  votes: { for: kind.experts === 'needed' ? 1 : 0, against: 0 },
});

/** Where a case is after a receipt; the last action of its row has to be possible, those before it may have happened. */
export const afterReceipt = (
  kind: FilingKind,
  state: State,
  receipt: Pick<ReceiptContent, 'kind' | 'supplement'>,
  signer: string,
): { readonly kind: 'moved'; readonly to: State } | { readonly kind: 'refused'; readonly reason: Refusal } => {
  // One that comes after later receipts says nothing new.
  if (receipt.kind === 'acceptance' && state !== 'submitted') return { kind: 'moved', to: state };
  const actions = BY[receipt.kind] ?? [];
  let at = state;
  for (const [index, action] of actions.entries()) {
    const step = stepOf(kind, at, factsBehind(kind, signer), {
      action,
      party: 'authority',
      account: signer,
      items: receipt.supplement?.items.length ?? 0,
    });
    if (step.kind === 'moved') at = step.to;
    else if (index === actions.length - 1) return step;
  }
  return { kind: 'moved', to: at };
};
