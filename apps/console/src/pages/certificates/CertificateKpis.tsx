import type { Authority } from '@chedun/certificates/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listCertificates } from '../../api/certificates.ts';
import { formatCount } from '../../lib/format.ts';
import { Kpi } from '../../ui/Panel.tsx';

const WAITING = '–';

const sum = (items: readonly Authority[], of: 'valid' | 'held' | 'revoked'): number =>
  items.reduce((total, each) => total + each[of], 0);

/** How many certificates there are, what ends soon, what waits, and whether lists are fresh. */
export const CertificateKpis = ({
  authorities,
  waiting,
}: {
  readonly authorities: readonly Authority[] | undefined;
  readonly waiting: number;
}) => {
  const { t } = useTranslation();
  const ending = useQuery({
    queryKey: ['certificates', 'ending'],
    queryFn: ({ signal }) => listCertificates({ endsWithin: 30 }, signal),
  });
  const items = authorities ?? [];
  const stale = items.filter(({ crl }) => crl?.fresh !== true).length;
  const soon = ending.data?.total;
  return (
    <div className="kpis" style={{ flexShrink: 0 }}>
      <Kpi
        label={t('certificates.kpi.valid')}
        value={authorities === undefined ? WAITING : formatCount(sum(items, 'valid'))}
        note={t('certificates.kpi.validNote', {
          held: formatCount(sum(items, 'held')),
          revoked: formatCount(sum(items, 'revoked')),
        })}
      />
      <Kpi
        label={t('certificates.kpi.ending')}
        value={soon === undefined ? WAITING : formatCount(soon)}
        note={t('certificates.kpi.endingNote')}
        tone={(soon ?? 0) > 0 ? 'medium' : 'good'}
      />
      <Kpi
        label={t('certificates.kpi.waiting')}
        value={formatCount(waiting)}
        note={t('certificates.kpi.waitingNote')}
        tone={waiting > 0 ? 'medium' : 'good'}
      />
      <Kpi
        label={t('certificates.kpi.lists')}
        value={
          items.length === 0
            ? WAITING
            : stale === 0
              ? t('certificates.kpi.listsFresh')
              : t('certificates.kpi.listsStale', { count: stale })
        }
        note={t('certificates.kpi.listsNote')}
        {...(items.length === 0 ? {} : { tone: stale === 0 ? 'good' : 'high' })}
      />
    </div>
  );
};
