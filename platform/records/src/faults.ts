import { DomainError } from '@chedun/kernel';

/** SQLSTATE (PostgreSQL 18 appendix A) and system codes by what the caller can do about them. */
const FULL: ReadonlySet<string> = new Set(['53100']);
const AWAY: ReadonlySet<string> = new Set([
  '53200',
  '53300',
  '57P01',
  '57P02',
  '57P03',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
]);
/** Errors of the driver that carry no code. */
const AWAY_WORDS =
  /^Connection terminated|timeout exceeded when trying to connect|^Client has encountered a connection error/;

/** Turns what says that the store is full or away into an error of ours; everything else comes back as it is. */
export const toFault = (error: unknown): unknown => {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (FULL.has(code)) return new DomainError('records.full', { reason: error.message }, error);
  const away = AWAY.has(code) || code.startsWith('08') || AWAY_WORDS.test(error.message);
  return away && !(error instanceof DomainError)
    ? new DomainError('records.unreachable', { reason: error.message }, error)
    : error;
};

/** Rejects with {@link toFault} of whatever the work rejects with. */
export const withFaults = <R>(work: Promise<R>): Promise<R> =>
  work.catch((error: unknown) => {
    throw toFault(error);
  });
