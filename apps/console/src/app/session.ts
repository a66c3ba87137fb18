import { queryOptions, useQuery } from '@tanstack/react-query';
import { me } from '../api/identity.ts';
import type { Me } from '@chedun/identity/contract';

/** The signed-in person. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => me(signal),
  staleTime: 60_000,
});

/** The signed-in person inside the shell. */
export const useMe = (): Me | undefined => useQuery(meQuery).data;

/** Whether the signed-in person holds a permission. */
export const useMay = (): ((permission: string) => boolean) => {
  const permissions = useMe()?.permissions;
  return (permission) => permissions?.includes(permission) ?? false;
};

/** Whether the signed-in person is an inspector who was let in for a time. */
export const useIsGuest = (): boolean => useMe()?.roles.includes('inspector') ?? false;

const KEY = 'chedun.signed-in';

/** Whether somebody has signed in with this browser before. */
export const wasSignedIn = (): boolean => {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
};

/** Notes that somebody signed in with this browser. */
export const rememberSignIn = (): void => {
  try {
    localStorage.setItem(KEY, '1');
  } catch {
    // A browser that forbids storage asks one question more at its next visit.
  }
};
