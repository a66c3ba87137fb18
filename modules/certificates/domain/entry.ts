/** Kinds of leaves of the issuance log. */
export type EntryKind = 'issued' | 'revoked' | 'held' | 'lifted';

/** A leaf of the issuance log. */
export interface LogEntry {
  readonly kind: EntryKind;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly authority: string;
  readonly profile: string;
  readonly serial: string;
  /** SM3 of the certificate, hex. */
  readonly certificate: string;
  /** Reason of a change of state; empty for an issue. */
  readonly reason: string;
}

const FORMAT = 'chedun-certificate-log/1';
const KINDS: readonly string[] = ['issued', 'revoked', 'held', 'lifted'];
const FIELD = /^[A-Za-z0-9:.+-]{0,80}$/;

/** The bytes of a leaf as text: eight lines. Fields hold no line ends, so that no two entries have the same text. */
export const entryText = (entry: LogEntry): string => {
  const fields = [entry.kind, entry.at, entry.authority, entry.profile, entry.serial, entry.certificate, entry.reason];
  if (fields.some((field) => !FIELD.test(field))) throw new RangeError('a field of a log entry has other characters');
  return `${[FORMAT, ...fields].join('\n')}\n`;
};

/** Reads a leaf; undefined for text that {@link entryText} did not write. */
export const readEntry = (text: string): LogEntry | undefined => {
  const [
    format,
    kind = '',
    at = '',
    authority = '',
    profile = '',
    serial = '',
    certificate = '',
    reason = '',
    ...rest
  ] = text.split('\n');
  const fields = [at, authority, profile, serial, certificate, reason];
  if (format !== FORMAT || !KINDS.includes(kind) || rest.length !== 1 || rest[0] !== '') return undefined;
  if (fields.some((field) => !FIELD.test(field))) return undefined;
  return { kind: kind as EntryKind, at, authority, profile, serial, certificate, reason };
};
