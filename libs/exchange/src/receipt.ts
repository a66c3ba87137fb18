import type { Json } from '@chedun/kernel';
import { canonicalBytes, parseCanonical } from './canonical-json.ts';
import { exchangeError } from './errors.ts';
import { signDetached, type Signer } from './package.ts';
import { shapeOf, type Shape } from './shape.ts';

/** What a receipt says: accepted with a number, to be supplemented, approved with a number, rejected. */
export const RECEIPT_KINDS = ['acceptance', 'supplement', 'approval', 'rejection', 'other'] as const;
export type ReceiptKindName = (typeof RECEIPT_KINDS)[number];

/** One thing that has to be corrected or added 补正事项. */
export interface SupplementItem {
  /** Name of the field of the form; empty when it means the whole document. */
  readonly field: string;
  readonly text: string;
}

/** What a receipt asks for. */
export interface Supplement {
  /** Day `YYYY-MM-DD` in Asia/Shanghai. */
  readonly dueOn: string;
  /** 1 to 200. */
  readonly items: readonly SupplementItem[];
}

/** Content of a receipt 回执. */
export interface ReceiptContent {
  /** SM3 of the manifest, lower-case hex: the whole document. */
  readonly manifestSm3: string;
  readonly document: { readonly id: string; readonly version: number };
  readonly kind: ReceiptKindName;
  /** 收件号, 备案号; may be empty. */
  readonly number: string;
  readonly receiver: string;
  /** ISO 8601 in UTC with milliseconds. */
  readonly receivedAt: string;
  readonly note: string;
  /** With kind `supplement` only. */
  readonly supplement?: Supplement;
}

/** A receipt that was read; nothing is verified. */
export interface ReadReceipt {
  readonly content: ReceiptContent;
  /** What is signed. */
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
}

const FORMAT = 'chedun-receipt';
const MOST_ITEMS = 200;
const DAY = /^\d{4}-\d\d-\d\d$/;
const MOST_BYTES = 256 * 1024;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const supplementOf = (shape: Shape, kind: ReceiptKindName): Supplement => {
  const supplement = shape.object('supplement').only('dueOn', 'items');
  const dueOn = supplement.text('dueOn', 10);
  const items = supplement.list('items', MOST_ITEMS).map((each) => {
    each.only('field', 'text');
    return { field: each.text('field', 200), text: each.text('text', 1000) };
  });
  if (kind !== 'supplement' || items.length === 0 || !DAY.test(dueOn) || Number.isNaN(Date.parse(dueOn)))
    throw exchangeError('exchange.manifest', { reason: 'receipt.supplement is not right' });
  return { dueOn, items };
};

/** Writes and signs a receipt: canonical JSON with the content and its detached signature. */
export const buildReceipt = async (content: ReceiptContent, signer: Signer): Promise<Uint8Array> => {
  const receipt = { format: FORMAT, formatVersion: 1, ...content } as unknown as Json;
  const signature = await signDetached(canonicalBytes(receipt), signer);
  return canonicalBytes({ receipt, signature: Buffer.from(signature).toString('base64') });
};

/** Reads a receipt. Throws `exchange.json`, `exchange.manifest`, `exchange.too-large`. */
export const readReceipt = (bytes: Uint8Array): ReadReceipt => {
  if (bytes.length > MOST_BYTES) throw exchangeError('exchange.too-large', { reason: 'receipt.json' });
  const value = parseCanonical(bytes, 'receipt.json');
  const outer = shapeOf(value, 'file').only('receipt', 'signature');
  const shape = outer.object('receipt');
  shape.only(
    'format',
    'formatVersion',
    'manifestSm3',
    'document',
    'kind',
    'number',
    'receiver',
    'receivedAt',
    'note',
    'supplement',
  );
  shape.literal('format', FORMAT);
  shape.literal('formatVersion', 1);
  const document = shape.object('document').only('id', 'version');
  const signature = outer.text('signature', MOST_BYTES);
  if (!BASE64.test(signature)) throw exchangeError('exchange.manifest', { reason: 'the signature is no base64' });
  const kind = shape.one('kind', RECEIPT_KINDS);
  const content: ReceiptContent = {
    manifestSm3: shape.sm3('manifestSm3'),
    document: { id: document.text('id', 100), version: document.count('version', 1_000_000) },
    kind,
    number: shape.text('number', 200),
    receiver: shape.text('receiver', 400),
    receivedAt: shape.time('receivedAt'),
    note: shape.text('note', 4000),
    ...(shape.has('supplement') ? { supplement: supplementOf(shape, kind) } : {}),
  };
  const { receipt } = value as { readonly receipt: Json };
  return { content, signed: canonicalBytes(receipt), signature: new Uint8Array(Buffer.from(signature, 'base64')) };
};
