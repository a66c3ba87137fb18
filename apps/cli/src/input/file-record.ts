import type { DomainError } from '@chedun/kernel';
import type { Decoder, EventLogsource } from '@chedun/logs';

/** One record of a file as rules see it, or why it could not be read. */
export type FileRecord =
  | {
      readonly kind: 'event';
      readonly format: string;
      readonly fields: object;
      readonly logsource: EventLogsource;
      /** Milliseconds since 1970 UTC; undefined when the record carries none. */
      readonly time: number | undefined;
      /** Event id, command or signature; '' when there is none. */
      readonly code: string;
      readonly message: string;
    }
  | { readonly kind: 'refused'; readonly error: DomainError };

/** A record through the decoder of its format; undefined for one that holds no event, such as a header line. */
export const decoded = (decoder: Decoder, record: Uint8Array | string): FileRecord | undefined => {
  const event = decoder.decode(record);
  if (event === undefined) return undefined;
  const { format, fields, logsource, time, ocsf } = event;
  return { kind: 'event', format, fields, logsource, time, code: ocsf.eventCode, message: ocsf.message };
};
