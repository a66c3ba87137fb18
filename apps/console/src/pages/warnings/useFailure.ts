import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

const KNOWN = [
  'unreachable',
  'refused',
  'address-closed',
  'host-unknown',
  'secret-missing',
  'password-unprotected',
  'channel-unknown',
] as const;

/** Says in words why a delivery failed; the code of the other side follows in brackets. */
export const useFailure = (): ((error: string) => string) => {
  const { t } = useTranslation();
  return useCallback(
    (error) => {
      const [code = '', ...reason] = error.split(': ');
      const known = KNOWN.find((each) => `warnings.${each}` === code);
      const text = known === undefined ? code : t(`warnings.errors.${known}`);
      return reason.length === 0 ? text : `${text} (${reason.join(': ')})`;
    },
    [t],
  );
};
