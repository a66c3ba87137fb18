import type { Source } from '@chedun/ingest/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Switch } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { changeSource } from '../../api/ingest.ts';
import { formatBytes, formatCount, formatDuration, formatRate } from '../../lib/format.ts';
import { queryTerm } from '../../lib/lucene.ts';
import { HEALTH_TONE, quarantineShare } from '../../lib/sources.ts';
import type { Column } from '../../ui/columns.ts';
import { StateDot } from '../../ui/Tags.tsx';
import { AgoText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';

const MS = 1000;

/** Columns of the table of sources. */
export const useSourceColumns = (manages: boolean, onEdit: (source: Source) => void): readonly Column<Source>[] => {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'health',
        title: t('sources.health'),
        width: 86,
        render: (row) => <StateDot tone={HEALTH_TONE[row.health]}>{t(`health.${row.health}`)}</StateDot>,
        value: (row) => t(`health.${row.health}`),
      },
      {
        key: 'title',
        title: t('sources.title'),
        render: (row) => <SourceName source={row} />,
        value: (row) => row.title,
      },
      {
        key: 'kind',
        title: t('sources.kind'),
        width: 112,
        render: (row) => t(`sources.kindOf.${row.kind}`),
        value: (row) => t(`sources.kindOf.${row.kind}`),
      },
      {
        key: 'format',
        title: t('sources.format'),
        width: 118,
        render: (row) => (row.format === 'auto' ? t('sources.formatAuto') : <span className="mono">{row.format}</span>),
        value: (row) => row.format,
      },
      {
        key: 'rate',
        title: t('sources.rate'),
        width: 104,
        align: 'right',
        render: (row) => `${formatRate(row.rate)} ${t('common.perSecond')}`,
        value: (row) => row.rate,
      },
      {
        key: 'lag',
        title: t('sources.lag'),
        width: 88,
        align: 'right',
        render: (row) => (row.lagSeconds === null ? '—' : formatDuration(row.lagSeconds * MS)),
        value: (row) => row.lagSeconds ?? -1,
      },
      {
        key: 'events',
        title: t('sources.events'),
        width: 112,
        align: 'right',
        render: (row) => formatCount(row.events),
        value: (row) => row.events,
      },
      {
        key: 'bytes',
        title: t('sources.bytes'),
        width: 90,
        align: 'right',
        render: (row) => formatBytes(row.bytes),
        value: (row) => row.bytes,
      },
      {
        key: 'quarantined',
        title: t('sources.quarantined'),
        width: 116,
        align: 'right',
        render: (row) => <QuarantinedCell source={row} />,
        value: (row) => row.quarantined,
      },
      {
        key: 'seen',
        title: t('sources.lastSeen'),
        width: 104,
        render: (row) => <AgoText at={row.lastSeen} />,
        value: (row) => row.lastSeen ?? '',
      },
      {
        key: 'actions',
        title: t('common.actions'),
        width: 150,
        render: (row) => <SourceActions source={row} manages={manages} onEdit={onEdit} />,
      },
    ],
    [t, manages, onEdit],
  );
};

const SourceName = ({ source }: { readonly source: Source }) => (
  <span>
    <strong>{source.title}</strong> <span className="mono faint">{source.id}</span>
  </span>
);

const QuarantinedCell = ({ source }: { readonly source: Source }) =>
  source.quarantined === 0 ? (
    <span className="faint">0</span>
  ) : (
    <Link
      to="/quarantine"
      search={{ source: source.id }}
      onClick={(event) => event.stopPropagation()}
      style={{ color: 'var(--high)' }}
    >
      {formatCount(source.quarantined)} ({quarantineShare(source)}%)
    </Link>
  );

const SourceActions = ({
  source,
  manages,
  onEdit,
}: {
  readonly source: Source;
  readonly manages: boolean;
  readonly onEdit: (source: Source) => void;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (enabled: boolean) => changeSource(source.id, { enabled }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sources'] }),
    onError: say.problem,
  });
  return (
    <span className="row" style={{ gap: 6 }} onClick={(event) => event.stopPropagation()} role="presentation">
      {manages && (
        <>
          <Switch
            size="small"
            aria-label={t('sources.enabled')}
            checked={source.enabled}
            loading={change.isPending}
            onChange={(enabled) => change.mutate(enabled)}
          />
          <Button size="small" type="link" style={{ padding: 0 }} onClick={() => onEdit(source)}>
            {t('common.edit')}
          </Button>
        </>
      )}
      <Link to="/search" search={{ q: queryTerm('source', source.id) }}>
        {t('sources.viewEvents')}
      </Link>
    </span>
  );
};
