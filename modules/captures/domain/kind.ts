import { canFormatOf } from '@chedun/can';
import { isDomainError } from '@chedun/kernel';
import type { CaptureKind, UploadQuery } from '../contract.ts';
import { capturesError } from '../errors.ts';

/** What a recording is, told from its first bytes and from what the uploader said. */
export interface CaptureForm {
  readonly kind: CaptureKind;
  readonly format: string;
}

/** First bytes that {@link formOf} looks at. */
export const HEAD_BYTES = 4096;

const PCAP: ReadonlySet<number> = new Set([0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1]);
const PCAPNG = 0x0a0d0d0a;

const packetFormat = (head: Buffer): string | undefined => {
  if (head.length < 4) return undefined;
  const magic = head.readUInt32BE(0);
  if (PCAP.has(magic)) return 'pcap';
  return magic === PCAPNG ? 'pcapng' : undefined;
};

const isJsonLines = (head: Buffer): boolean => /^\uFEFF?\s*\{/.test(head.toString('utf8', 0, 64));

const canFormat = (head: Buffer): string | undefined => {
  try {
    return canFormatOf(head);
  } catch (error) {
    if (isDomainError(error, 'can.unknown_format')) return undefined;
    throw error;
  }
};

/** Form of the bytes alone; undefined when they carry no mark. */
const told = (head: Buffer): CaptureForm | undefined => {
  const packets = packetFormat(head);
  if (packets !== undefined) return { kind: 'pcap', format: packets };
  if (isJsonLines(head)) return { kind: 'v2x', format: 'jsonl' };
  const can = canFormat(head);
  return can === undefined ? undefined : { kind: 'can', format: can };
};

/** Forms in which a kind may come, besides the one that the bytes tell: messages may lie in a network capture. */
const asked = (kind: CaptureKind, found: CaptureForm | undefined): CaptureForm | undefined => {
  if (found?.kind === kind) return found;
  if (kind === 'v2x' && found?.kind === 'pcap') return { kind, format: found.format };
  if (kind !== 'ids') return undefined;
  return { kind, format: found?.kind === 'pcap' || found?.kind === 'v2x' ? found.format : 'bytes' };
};

/**
 * Form of a recording from its first {@link HEAD_BYTES}.
 * @throws captures.empty, captures.kind-unknown, captures.not-of-kind
 */
export const formOf = (head: Buffer, kind: UploadQuery['kind']): CaptureForm => {
  if (head.length === 0) throw capturesError('captures.empty', { offset: 0 });
  const found = told(head);
  if (kind === 'auto') {
    if (found !== undefined) return found;
    throw capturesError('captures.kind-unknown', { offset: 0, reason: `starts with ${head.toString('hex', 0, 8)}` });
  }
  const form = asked(kind, found);
  if (form !== undefined) return form;
  const seen = found === undefined ? `bytes ${head.toString('hex', 0, 8)}` : `${found.kind} (${found.format})`;
  throw capturesError('captures.not-of-kind', { offset: 0, reason: `${kind} was chosen, the file holds ${seen}` });
};
