import type { Blobs } from '@chedun/blobs';
import { readReceipt, sm3Hex, verifyReceipt, type ReceiptContent } from '@chedun/exchange';
import { isDomainError, type Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { MOST_RECEIPT, type Receipt, type ReceiptOrder } from '../contract.ts';
import { documentError } from '../errors.ts';
import { receiptName } from '../files.ts';
import { keepReceipt, mustVersion } from '../store.ts';

interface Needs {
  readonly records: Records;
  readonly blobs: Pick<Blobs, 'put'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
}

/** Whether these bytes want to be a receipt of an exchange package. */
const isOwnFormat = (bytes: Uint8Array): boolean => {
  try {
    readReceipt(bytes);
    return true;
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return false;
  }
};

/** What a counter-signed receipt says; undefined for other files. One that does not hold is refused, not kept as a file. */
const countersigned = (bytes: Uint8Array, manifestSm3: string): ReceiptContent | undefined => {
  if (!isOwnFormat(bytes)) return undefined;
  const verdict = verifyReceipt(bytes, manifestSm3);
  if (verdict.kind === 'signed') return verdict.content;
  throw documentError('documents.receipt-refused', { reason: verdict.kind === 'refused' ? verdict.problem : '' });
};

/** Keeps the bytes of a receipt with their SM3. What a counter-signed one says counts before what people typed. */
export const receiptUseCase =
  ({ records, blobs, clock, newId }: Needs) =>
  async (id: string, order: ReceiptOrder): Promise<Receipt> => {
    const { bytes, version, actor } = order;
    if (bytes.length === 0 || bytes.length > MOST_RECEIPT)
      throw documentError('documents.too-large', { reason: `${bytes.length} bytes` });
    const { sm3 } = await mustVersion(records, id, version);
    const said = countersigned(bytes, sm3);
    const receipt: Receipt = {
      id: newId(),
      version,
      kind: said?.kind ?? order.kind,
      receiver: said?.receiver ?? order.receiver,
      number: said?.number ?? order.number,
      receivedAt: said?.receivedAt ?? new Date(order.receivedAt).toISOString(),
      fileName: order.fileName,
      bytes: bytes.length,
      sm3: sm3Hex(bytes),
      proof: said === undefined ? 'kept' : 'countersigned',
      recordedAt: new Date(clock.now()).toISOString(),
      recordedBy: actor.name,
    };
    await blobs.put(receiptName(id, receipt.id), [bytes], { maxBytes: MOST_RECEIPT });
    await keepReceipt(records, id, receipt, actor);
    return receipt;
  };
