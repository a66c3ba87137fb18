import type { DiscoverySource, Thing } from '@chedun/discovery/contract';
import { useTranslation } from 'react-i18next';
import { Chip } from '../../ui/Tags.tsx';

const TONE = { unknown: 'high', registered: 'good', ignored: 'info' } as const;

/** State of a thing; one that nothing sees any more says so. */
export const ThingStateChip = ({ thing }: { readonly thing: Pick<Thing, 'state' | 'goneAt'> }) => {
  const { t } = useTranslation();
  return (
    <span className="row nowrap" style={{ gap: 4 }}>
      <Chip tone={TONE[thing.state]}>{t(`discovery.state.${thing.state}`)}</Chip>
      {thing.goneAt !== null && <Chip tone="info">{t('discovery.gone')}</Chip>}
    </span>
  );
};

/** Which sources saw a thing. */
export const SourceChips = ({ sources }: { readonly sources: readonly DiscoverySource[] }) => {
  const { t } = useTranslation();
  return (
    <span className="row wrap" style={{ gap: 4 }}>
      {sources.map((source) => (
        <Chip key={source}>{t(`discovery.source.${source}`)}</Chip>
      ))}
    </span>
  );
};
