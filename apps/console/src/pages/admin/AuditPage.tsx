import { DownloadOutlined, SafetyOutlined } from '@ant-design/icons';
import type { AuditLine } from '@chedun/identity/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { auditExportUrl, describeRoutes, listAudit, verifyAudit } from '../../api/identity.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { auditTitles } from '../../lib/auditTitles.ts';
import { rangeEnds } from '../../lib/range.ts';
import type { TimeRange } from '../../lib/range.ts';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { TimeRangePicker } from '../../ui/TimeRangePicker.tsx';
import { useSay } from '../../ui/useSay.ts';
import { ChangeView } from './ChangeView.tsx';
import { VerificationBanner } from './VerificationBanner.tsx';

interface Filter {
  readonly action: string | undefined;
  readonly outcome: 'done' | 'refused' | 'any';
  readonly range: TimeRange;
  readonly asOf: number;
}

const apiFilter = ({ action, outcome, range, asOf }: Filter) => {
  const { from, to } = rangeEnds(range, asOf);
  return {
    action,
    outcome: outcome === 'any' ? undefined : outcome,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
  };
};

/** 审计: who did what, when, with what outcome, and proof that nothing was removed. */
export const AuditPage = () => {
  const { t } = useTranslation();
  const say = useSay();
  const [filter, setFilter] = useState<Filter>(() => ({
    action: undefined,
    outcome: 'any',
    range: { kind: 'rolling', last: '7d' },
    asOf: Date.now(),
  }));
  const list = useCursorList(['audit', filter], (cursor, signal) =>
    listAudit({ ...apiFilter(filter), cursor, limit: 100 }, signal),
  );
  const verify = useMutation({ mutationFn: verifyAudit, onError: say.problem });
  const columns = useAuditColumns();
  const change = (part: Partial<Filter>): void => setFilter((old) => ({ ...old, ...part, asOf: Date.now() }));
  return (
    <div className="page stack">
      <PageHead
        title={t('nav.audit')}
        about={t('audit.about')}
        extra={
          <>
            <Button icon={<SafetyOutlined />} loading={verify.isPending} onClick={() => verify.mutate()}>
              {t('audit.verify')}
            </Button>
            <Button icon={<DownloadOutlined />} href={auditExportUrl(apiFilter(filter))}>
              {t('audit.export')}
            </Button>
          </>
        }
      />
      {verify.data !== undefined && <VerificationBanner verification={verify.data} />}
      <Panel body="flush">
        <AuditToolbar filter={filter} onChange={change} />
        <DataTable
          {...list}
          columns={columns}
          rowKey={(row) => String(row.seq)}
          sorting="none"
          expand={(row) => <ChangeView line={row} />}
          empty={<EmptyState title={t('audit.empty')} hint={t('audit.emptyHint')} />}
        />
      </Panel>
    </div>
  );
};

interface AuditToolbarProps {
  readonly filter: Filter;
  readonly onChange: (part: Partial<Filter>) => void;
}

const AuditToolbar = ({ filter, onChange }: AuditToolbarProps) => {
  const { t } = useTranslation();
  return (
    <div className="toolbar">
      <Input.Search
        allowClear
        style={{ width: 300 }}
        placeholder={t('audit.findAction')}
        onSearch={(text) => onChange({ action: text.trim() === '' ? undefined : text.trim() })}
      />
      <Select<Filter['outcome']>
        aria-label={t('audit.outcome')}
        style={{ width: 120 }}
        value={filter.outcome}
        options={[
          { value: 'any', label: t('audit.anyOutcome') },
          { value: 'done', label: t('audit.outcomeOf.done') },
          { value: 'refused', label: t('audit.outcomeOf.refused') },
        ]}
        onChange={(outcome) => onChange({ outcome })}
      />
      <span className="grow" />
      <TimeRangePicker value={filter.range} onChange={(range) => onChange({ range })} />
    </div>
  );
};

/** What an action is called in the language of the person; undefined where no route does it. */
const useActionTitle = (): ((action: string) => string | undefined) => {
  const { language } = usePreferences();
  const { data } = useQuery({
    queryKey: ['routes'],
    queryFn: async ({ signal }) => auditTitles(await describeRoutes(signal)),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (action) => {
    const title = data?.get(action);
    return title === undefined ? undefined : textIn(title, language);
  };
};

const useAuditColumns = (): readonly Column<AuditLine>[] => {
  const { t } = useTranslation();
  const titleOf = useActionTitle();
  const columns: readonly Column<AuditLine>[] = [
    { key: 'at', title: t('audit.at'), width: 160, render: (row) => <TimeText at={row.at} />, value: (row) => row.at },
    {
      key: 'actor',
      title: t('audit.actor'),
      width: 190,
      clip: 'clip',
      render: (row) => (
        <span>
          {row.actor.kind === 'system' ? '' : row.actor.name}{' '}
          <span className="faint">{t(`audit.actorKind.${row.actor.kind}`)}</span>
        </span>
      ),
      value: (row) => row.actor.name,
    },
    {
      key: 'ip',
      title: t('audit.ip'),
      width: 130,
      render: (row) => <span className="mono">{row.actor.ip ?? ''}</span>,
      value: (row) => row.actor.ip ?? '',
    },
    {
      key: 'action',
      title: t('audit.action'),
      width: 300,
      clip: 'clip',
      render: (row) => (
        <span title={row.action}>
          {titleOf(row.action)} <span className="faint mono">{row.action}</span>
        </span>
      ),
      value: (row) => row.action,
    },
    {
      key: 'target',
      title: t('audit.target'),
      clip: 'clip',
      render: (row) => <span className="mono">{`${row.target.kind} ${row.target.id}`}</span>,
      value: (row) => `${row.target.kind} ${row.target.id}`,
    },
    {
      key: 'outcome',
      title: t('audit.outcome'),
      width: 86,
      render: (row) => (
        <Chip tone={row.outcome === 'done' ? 'good' : 'high'}>{t(`audit.outcomeOf.${row.outcome}`)}</Chip>
      ),
      value: (row) => t(`audit.outcomeOf.${row.outcome}`),
    },
  ];
  return columns;
};
