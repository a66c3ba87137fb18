import { posturePermissions } from '@chedun/posture/contract';
import type { Exception } from '@chedun/posture/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { decideException, listExceptions } from '../../api/posture.ts';
import { useMay } from '../../app/session.ts';
import { textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { ExceptionDialog } from './ExceptionDialog.tsx';

const TONE = { requested: 'medium', approved: 'good', refused: 'critical', withdrawn: 'info' } as const;

const columnsOf = (t: TFunction, actions: (each: Exception) => ReactNode): Column<Exception>[] => [
  textColumn('key', t('obligations.exception.key'), ({ key }) => key.replace(/^check:/, ''), { width: 220 }),
  textColumn('reason', t('obligations.exception.reason'), ({ reason }) => reason, { clip: 'wrap' }),
  textColumn('owner', t('obligations.exception.owner'), ({ owner }) => owner, { width: 110 }),
  {
    key: 'ends',
    title: t('obligations.exception.endsAt'),
    width: 150,
    value: ({ endsAt }) => endsAt,
    render: ({ endsAt }) => <TimeText at={endsAt} />,
  },
  {
    key: 'status',
    title: '',
    width: 110,
    value: ({ status }) => status,
    render: ({ status, holds }) =>
      status === 'approved' && !holds ? (
        <Chip tone="info">{t('obligations.exception.over')}</Chip>
      ) : (
        <Chip tone={TONE[status]}>{t(`obligations.exception.status.${status}`)}</Chip>
      ),
  },
  textColumn('requested', t('obligations.exception.requested'), ({ requestedBy }) => requestedBy, { width: 110 }),
  textColumn('decided', t('obligations.exception.decided'), ({ decidedBy }) => decidedBy ?? '', { width: 110 }),
  { key: 'actions', title: '', width: 210, render: actions },
];

/** 例外: failed checks that were accepted until a day. */
export const ExceptionsTab = () => {
  const { t } = useTranslation();
  const may = useMay();
  const say = useSay();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const list = useQuery({ queryKey: ['exceptions'], queryFn: ({ signal }) => listExceptions(signal) });
  const decide = useMutation({
    mutationFn: decideException,
    onSuccess: (answer) => {
      client.setQueryData(['exceptions'], answer);
      void client.invalidateQueries({ queryKey: ['posture'] });
    },
    onError: say.problem,
  });
  const actions = ({ id, status, holds }: Exception) =>
    may(posturePermissions.decide) && (
      <span className="row nowrap" style={{ gap: 4 }}>
        {status === 'requested' &&
          (['approved', 'refused'] as const).map((decision) => (
            <Button key={decision} size="small" onClick={() => decide.mutate({ id, decision })}>
              {t(decision === 'approved' ? 'obligations.exception.approve' : 'obligations.exception.refuse')}
            </Button>
          ))}
        {(status === 'requested' || holds) && (
          <Button size="small" onClick={() => decide.mutate({ id, decision: 'withdrawn' })}>
            {t('obligations.exception.withdraw')}
          </Button>
        )}
      </span>
    );
  const add = may(posturePermissions.except) && (
    <Button type="primary" onClick={() => setAsking(true)}>
      {t('obligations.exception.add')}
    </Button>
  );
  return (
    <Panel title={t('obligations.tabs.exceptions')} hint={t('obligations.exception.about')} extra={add} body="flush">
      <DataTable
        columns={columnsOf(t, actions)}
        rows={list.data?.items}
        rowKey={({ id }) => id}
        error={list.error}
        onRetry={() => void list.refetch()}
        exportName="exceptions"
        empty={<EmptyState title={t('obligations.exception.empty')} hint={t('obligations.exception.emptyHint')} />}
      />
      {asking && <ExceptionDialog onClose={() => setAsking(false)} />}
    </Panel>
  );
};
