import type { Evidence, Light } from '../contract.ts';

/**
 * Light of a check: failed is red (amber while an exception holds), passed and fresh is green, everything else (missing,
 * expired, unknown) is amber. An exception never makes anything green.
 */
export const checkLight = (
  latest: Pick<Evidence, 'outcome' | 'expiresAt'> | undefined,
  now: number,
  acceptedUntil?: number,
): Light => {
  if (!latest) return 'amber';
  if (latest.outcome === 'fail') return acceptedUntil !== undefined && acceptedUntil > now ? 'amber' : 'red';
  return latest.outcome === 'pass' && Date.parse(latest.expiresAt) > now ? 'green' : 'amber';
};

const ORDER: readonly Light[] = ['none', 'green', 'amber', 'red'];

/** Light of an obligation: the worst of its checks; `none` when no check serves it. */
export const worstLight = (lights: readonly Light[]): Light =>
  lights.reduce<Light>((worst, light) => (ORDER.indexOf(light) > ORDER.indexOf(worst) ? light : worst), 'none');

/**
 * Light of an obligation. While its gap is open, because only people attest what a machine will have to look at, it is amber
 * at best.
 */
export const obligationLight = (lights: readonly Light[], gap: 'open' | 'closed'): Light => {
  const light = worstLight(lights);
  return gap === 'open' && light === 'green' ? 'amber' : light;
};

/** A check runs when it never ran or when its newest evidence is as old as its period. */
export const isDue = (everyMinutes: number, latestAt: number | undefined, now: number): boolean =>
  latestAt === undefined || now - latestAt >= everyMinutes * 60_000;
