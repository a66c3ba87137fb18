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
