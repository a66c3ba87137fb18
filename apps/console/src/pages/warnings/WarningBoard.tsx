import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { warningBoard } from '../../api/warnings.ts';
import { formatCount } from '../../lib/format.ts';
import { Kpi } from '../../ui/Panel.tsx';
import { AgoText } from '../../ui/Time.tsx';
import { LEVEL_TONE } from './levels.tsx';

/** Warnings in force by level, and what waits. */
export const WarningBoard = () => {
  const { t } = useTranslation();
  const board = useQuery({
    queryKey: ['warnings', 'board'],
    queryFn: ({ signal }) => warningBoard(signal),
    refetchInterval: 15_000,
  }).data;
  const number = (value: number | undefined) => (value === undefined ? '…' : formatCount(value));
  return (
    <div className="stack" style={{ marginBottom: 12 }}>
      <div className="kpis">
        {(board?.levels ?? []).map(({ level, issued }) => (
          <Link key={level} to="/warnings" search={{ level }}>
            <Kpi
              label={t(`warnings.level.${level}`)}
              value={number(issued)}
              tone={issued > 0 ? LEVEL_TONE[level] : 'info'}
              note={t('warnings.status.issued')}
            />
          </Link>
        ))}
        <Kpi
          label={t('warnings.waiting')}
          value={number(board?.waiting)}
          tone={(board?.waiting ?? 0) > 0 ? 'high' : 'info'}
        />
        <Kpi
          label={t('warnings.unacknowledged')}
          value={number(board?.unacknowledged)}
          tone={(board?.unacknowledged ?? 0) > 0 ? 'medium' : 'info'}
        />
        <Link to="/warnings" search={{ tab: 'deliveries' }}>
          <Kpi
            label={t('warnings.failed')}
            value={number(board?.failedDeliveries)}
            tone={(board?.failedDeliveries ?? 0) > 0 ? 'critical' : 'info'}
            note={
              <>
                {t('warnings.evaluatedAt')} <AgoText at={board?.evaluatedAt} />
              </>
            }
          />
        </Link>
      </div>
      {board !== undefined && board.overflow > 0 && (
        <Alert type="warning" showIcon title={t('warnings.overflow', { count: board.overflow })} />
      )}
    </div>
  );
};
