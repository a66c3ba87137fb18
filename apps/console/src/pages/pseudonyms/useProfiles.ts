import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { listCredentialProfiles } from '../../api/credentials.ts';
import { preferences } from '../../app/preferences.ts';

/** Profiles of application and identity certificates. */
export const useProfiles = () =>
  useQuery({
    queryKey: ['pseudonyms', 'credential-profiles'],
    queryFn: ({ signal }) => listCredentialProfiles(signal),
  }).data?.items;

/** The language of texts that come with data. */
export const dataLanguage = (): 'zh' | 'en' => (preferences().language === 'en' ? 'en' : 'zh');

/** Title of a profile by its id. */
export const useProfileTitle = (): ((profile: string) => string) => {
  const profiles = useProfiles();
  return useCallback((id) => profiles?.find((one) => one.id === id)?.title[dataLanguage()] ?? id, [profiles]);
};
