import type { DocumentSummary } from '../contract.ts';

/** Days after which a document without receipt is late. A choice of the product: no rule names a number for receipts. */
const PATIENCE_MS = 30 * 86_400_000;

/** How many documents have receipts, wait for one, or have waited too long. */
export const receiptState = (documents: readonly Pick<DocumentSummary, 'receipts' | 'issuedAt'>[], now: number) => {
  const open = documents.filter(({ receipts }) => receipts === 0);
  const late = open.filter(({ issuedAt }) => now - Date.parse(issuedAt) > PATIENCE_MS).length;
  return {
    documents: documents.length,
    withReceipt: documents.length - open.length,
    waiting: open.length - late,
    late,
  };
};
