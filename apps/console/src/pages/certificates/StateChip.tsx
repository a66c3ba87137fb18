import type { CertificateState } from '@chedun/certificates/contract';
import { useTranslation } from 'react-i18next';
import { Chip } from '../../ui/Tags.tsx';

const STATE_TONE = { valid: 'good', held: 'medium', revoked: 'critical', expired: 'info' } as const;

/** State of a certificate in its colour. */
export const StateChip = ({ state }: { readonly state: CertificateState }) => {
  const { t } = useTranslation();
  return <Chip tone={STATE_TONE[state]}>{t(`certificates.stateOf.${state}`)}</Chip>;
};
