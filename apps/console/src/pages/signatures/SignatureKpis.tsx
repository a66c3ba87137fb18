import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { signatureCounts } from '../../api/signatures.ts';
import { formatCount } from '../../lib/format.ts';
import { Kpi } from '../../ui/Panel.tsx';

const REFRESH_MS = 5_000;
const WAITING = '–';

/** What became of signed reports since the server started. */
export const SignatureKpis = () => {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['signatures', 'counts'],
    queryFn: ({ signal }) => signatureCounts(signal),
    refetchInterval: REFRESH_MS,
  });
  const count = (of: 'valid' | 'failed' | 'unknownKey' | 'skipped'): string =>
    data === undefined ? WAITING : formatCount(data[of]);
  const coverage = data?.coverage;
  return (
    <div className="kpis">
      <Kpi label={t('signatures.valid')} value={count('valid')} note={t('signatures.sinceStart')} />
      <Kpi
        label={t('signatures.failed')}
        value={count('failed')}
        note={t('signatures.failedNote')}
        tone={(data?.failed ?? 0) > 0 ? 'high' : 'good'}
      />
      <Kpi label={t('signatures.unknownKey')} value={count('unknownKey')} note={t('signatures.unknownKeyNote')} />
      <Kpi label={t('signatures.skipped')} value={count('skipped')} note={t('signatures.skippedNote')} />
      <Kpi
        label={t('signatures.coverage')}
        value={coverage === undefined || coverage === null ? WAITING : `${(coverage * 100).toFixed(1)} %`}
        note={t('signatures.coverageNote')}
      />
    </div>
  );
};
