import { permissionBeyond } from '@chedun/v2x-pki';
import type { ServiceRegion, ServiceRequest } from '@chedun/v2x-pki';
import type { CredentialProfile } from './contract.ts';

/** A request that waited longer is refused, seconds. */
const MOST_AGE = 7 * 86_400;
const MOST_AHEAD = 600;

const regionFault = (region: ServiceRegion | undefined, allowed: CredentialProfile['region']): string | undefined => {
  switch (allowed.kind) {
    case 'any':
      return undefined;
    case 'country':
      if (region === undefined) return undefined;
      return region.kind === 'country' && region.country === allowed.country
        ? undefined
        : `a region other than country ${allowed.country}`;
    case 'circle':
      if (region?.kind !== 'circle') return 'a request of this profile names a circle';
      return region.radius > allowed.mostRadius
        ? `a circle of ${region.radius} m, ${allowed.mostRadius} m are allowed`
        : undefined;
  }
};

/** Where a certificate of the profile holds, when the request leaves it to the profile. */
export const regionOf = (
  request: Pick<ServiceRequest, 'region'>,
  { region }: Pick<CredentialProfile, 'region'>,
): ServiceRegion | undefined =>
  request.region ?? (region.kind === 'country' ? { kind: 'country', country: region.country } : undefined);

/** Why a request does not fit its profile; undefined when it does. `now` in seconds since 2004. */
export const profileFault = (
  request: Pick<ServiceRequest, 'permissions' | 'region' | 'hours' | 'generationTime'>,
  profile: CredentialProfile,
  now: number,
): string | undefined => {
  const { permissions, region, hours, generationTime } = request;
  if (now - generationTime > MOST_AGE) return 'the request is older than seven days';
  if (generationTime - now > MOST_AHEAD) return 'the request is from the future';
  if (permissions.length === 0) return 'the request names no application';
  const beyond = permissionBeyond(permissions, profile.permissions);
  if (beyond !== undefined) return `application ${beyond.aid} with permissions ${beyond.ssp?.hex ?? 'left away'}`;
  if (hours > profile.mostHours) return `${hours} hours, ${profile.mostHours} are allowed`;
  return regionFault(region, profile.region);
};

/** Whether a request waits for another person: identity certificates always do. */
export const waits = ({ kind, approval }: Pick<CredentialProfile, 'kind' | 'approval'>): boolean =>
  kind === 'identity' || approval === 'second-person';

/** Whether a certificate with this end may be renewed now; times in milliseconds since 1970. */
export const inRenewal = (
  notAfter: number,
  now: number,
  { renewDays }: Pick<CredentialProfile, 'renewDays'>,
): boolean => now <= notAfter && now >= notAfter - renewDays * 86_400_000;
