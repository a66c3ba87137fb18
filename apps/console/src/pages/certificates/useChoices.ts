import { useQuery } from '@tanstack/react-query';
import { listAuthorities, listProfiles } from '../../api/certificates.ts';

/** Profiles and issuing authorities to choose from. */
export const useChoices = () => {
  const profiles = useQuery({ queryKey: ['certificates', 'profiles'], queryFn: ({ signal }) => listProfiles(signal) });
  const authorities = useQuery({
    queryKey: ['certificates', 'authorities'],
    queryFn: ({ signal }) => listAuthorities(signal),
  });
  return {
    profiles: profiles.data?.items ?? [],
    issuing: (authorities.data?.items ?? []).filter(({ keyState }) => keyState === 'online'),
  };
};
