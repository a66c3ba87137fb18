import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { listRoles } from '../../api/identity.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';

/** Titles of permissions by name, as far as a role names them. */
export const usePermissionTitles = (): ReadonlyMap<string, string> => {
  const { language } = usePreferences();
  const roles = useQuery({ queryKey: ['roles'], queryFn: ({ signal }) => listRoles(signal) });
  return useMemo(
    () =>
      new Map(
        roles.data?.items
          .flatMap(({ permissions }) => permissions)
          .map(({ name, title }) => [name, textIn(title, language)]),
      ),
    [roles.data, language],
  );
};
