import { isDomainError } from '@chedun/kernel';
import { createDecoder } from '../src/index.ts';
import type { DecodedEvent, DecoderOptions, LogError, OcsfCore, RecordFormat } from '../src/index.ts';

/** Decodes one record with a fresh decoder; fails where it carries no event. */
export const decodeOne = (
  format: RecordFormat,
  record: string | object,
  options: DecoderOptions = {},
): DecodedEvent => {
  const event = createDecoder(format, options).decode(typeof record === 'string' ? record : JSON.stringify(record));
  if (event === undefined) throw new Error('no event');
  return event;
};

/** The columns that are not absent. */
export const filled = (core: OcsfCore): Partial<OcsfCore> =>
  Object.fromEntries(Object.entries(core).filter(([, value]) => value !== '' && value !== 0));

/** The DomainError that a call throws; fails where it throws nothing or something else. */
export const thrownBy = (call: () => unknown): LogError => {
  try {
    call();
  } catch (error) {
    if (isDomainError(error)) return error as LogError;
    throw error;
  }
  throw new Error('nothing was thrown');
};
