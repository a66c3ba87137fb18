const MAX_WAIT_MS = 30_000;

/** Milliseconds of a Retry-After header: seconds or an HTTP date (RFC 9110 10.2.3); one second when it says nothing usable. */
export const retryAfterMs = (header: string | null, now: number): number => {
  const seconds = header === null || header.trim() === '' ? Number.NaN : Number(header);
  const wanted = Number.isNaN(seconds) ? Date.parse(header ?? '') - now : seconds * 1000;
  return Number.isFinite(wanted) ? Math.min(MAX_WAIT_MS, Math.max(50, wanted)) : 1000;
};
