import {
  Importance,
  ProblemKind,
  SupplierKind,
  type SupplierLine,
  type SupplierOverview,
  type SupplierQuery,
} from '@chedun/suppliers/contract';
import { useNavigate } from '@tanstack/react-router';
import { Input, Select } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listSuppliers } from '../../api/suppliers.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { LevelChip, ProblemChips, ResultChip } from './parts.tsx';
import { TakeOverButton } from './UnknownPanel.tsx';

type Filter = Pick<Partial<SupplierQuery>, 'q' | 'importance' | 'kind' | 'problem' | 'relation'>;

const agreedText = (t: TFunction, { agreement, agreedTo }: SupplierLine): string =>
  agreement === 'in-force' ? (agreedTo ?? t('suppliers.noEnd')) : t(`suppliers.agreementState.${agreement}`);

const identityColumns = (t: TFunction): readonly Column<SupplierLine>[] => [
  shownColumn(
    'name',
    t('suppliers.name'),
    ({ name }) => name,
    ({ name, endedOn, isInUse }) => (
      <span className="row" style={{ gap: 6 }}>
        {name}
        {!isInUse && <Chip tone="info">{`${t('suppliers.ended')} ${endedOn ?? ''}`}</Chip>}
      </span>
    ),
    { width: 190, serverSort: 'name' },
  ),
  shownColumn(
    'importance',
    t('suppliers.importance'),
    ({ importance }) => t(`suppliers.level.${importance}`),
    ({ importance }) => <LevelChip level={importance} />,
    { width: 120, serverSort: 'importance' },
  ),
  textColumn(
    'kinds',
    t('suppliers.kinds'),
    ({ kinds }) => kinds.map((kind) => t(`suppliers.kind.${kind}`)).join(t('suppliers.comma')),
    {
      width: 150,
      clip: 'clip',
    },
  ),
  textColumn('supplies', t('suppliers.supplies'), ({ supplies }) => supplies, { clip: 'clip' }),
];

const standingColumns = (t: TFunction): readonly Column<SupplierLine>[] => [
  textColumn('agreement', t('suppliers.agreedTo'), (row) => agreedText(t, row), { width: 105 }),
  shownColumn(
    'reviewed',
    t('suppliers.reviewedOn'),
    ({ reviewedOn }) => reviewedOn ?? '',
    ({ reviewedOn, result }) =>
      result === null ? (
        <span className="faint">{t('suppliers.figures.neverReviewed')}</span>
      ) : (
        <span className="row nowrap" style={{ gap: 6 }}>
          {reviewedOn}
          <ResultChip result={result} />
        </span>
      ),
    { width: 175 },
  ),
  textColumn('next', t('suppliers.nextReview'), ({ nextReviewOn }) => nextReviewOn ?? '', {
    width: 110,
    serverSort: 'review',
  }),
  textColumn('ecus', t('suppliers.ecus'), ({ ecus }) => ecus, { width: 70, align: 'right' }),
  shownColumn(
    'problems',
    t('suppliers.problemsTitle'),
    ({ problems }) => problems.map((kind) => t(`suppliers.problem.${kind}`)).join(t('suppliers.comma')),
    ({ problems, isInUse }) =>
      problems.length === 0 && isInUse ? (
        <Chip tone="good">{t('suppliers.good')}</Chip>
      ) : (
        <ProblemChips problems={problems} />
      ),
    { width: 215, serverSort: 'problems' },
  ),
];

const columnsOf = (t: TFunction): readonly Column<SupplierLine>[] => [...identityColumns(t), ...standingColumns(t)];

const Filters = ({ filter, onChange }: { readonly filter: Filter; readonly onChange: (filter: Filter) => void }) => {
  const { t } = useTranslation();
  const choose = <V extends string>(
    label: string,
    name: keyof Filter,
    options: readonly { readonly value: V; readonly label: string }[],
  ) => (
    <Select
      allowClear
      placeholder={label}
      aria-label={label}
      style={{ minWidth: 130 }}
      {...(filter[name] === undefined ? {} : { value: filter[name] })}
      options={[...options]}
      onChange={(value: string | undefined) => onChange({ ...filter, [name]: value })}
    />
  );
  return (
    <div className="row wrap" style={{ gap: 8 }}>
      {choose(t('suppliers.filterProblem'), 'problem', [
        { value: 'any', label: t('suppliers.anyProblem') },
        ...ProblemKind.options.map((value) => ({ value, label: t(`suppliers.problem.${value}`) })),
      ])}
      {choose(
        t('suppliers.importance'),
        'importance',
        Importance.options.map((value) => ({ value, label: t(`suppliers.level.${value}`) })),
      )}
      {choose(
        t('suppliers.kinds'),
        'kind',
        SupplierKind.options.map((value) => ({ value, label: t(`suppliers.kind.${value}`) })),
      )}
      {choose(t('suppliers.relation'), 'relation', [
        { value: 'in-use', label: t('suppliers.inUse') },
        { value: 'ended', label: t('suppliers.ended') },
      ])}
    </div>
  );
};

/** Suppliers, those with most problems first. */
export const SupplierTable = ({
  overview,
  mayWrite,
}: {
  readonly overview: SupplierOverview;
  readonly mayWrite: boolean;
}) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [filter, setFilter] = useState<Filter>({});
  const [sort, setSort] = useState<SupplierQuery['sort']>('problems');
  const columns = useMemo(() => columnsOf(t), [t]);
  const list = useCursorList(['suppliers', 'list', filter, sort], (cursor, signal) =>
    listSuppliers({ ...filter, sort, cursor, limit: 100 }, signal),
  );
  const empty =
    overview.total > 0 ? (
      <EmptyState size="small" title={t('suppliers.noMatch')} />
    ) : (
      <EmptyState
        title={t('suppliers.empty')}
        hint={t('suppliers.emptyHint')}
        action={
          mayWrite &&
          overview.unknown > 0 && (
            <TakeOverButton names={overview.unknownNames.map(({ name }) => name)} type="primary">
              {t('suppliers.emptyTake', { count: overview.unknownNames.length })}
            </TakeOverButton>
          )
        }
      />
    );
  return (
    <Panel body="flush">
      {overview.total > 0 && (
        <div className="toolbar row wrap" style={{ gap: 8 }}>
          <Input.Search
            allowClear
            style={{ width: 240 }}
            placeholder={t('suppliers.find')}
            onSearch={(text) => setFilter({ ...filter, q: text.trim() === '' ? undefined : text.trim() })}
          />
          <Filters filter={filter} onChange={setFilter} />
        </div>
      )}
      <DataTable
        {...list}
        columns={columns}
        rowKey={({ id }) => id}
        sorting={{ by: sort, onChange: (by) => setSort(by as SupplierQuery['sort']) }}
        exportName="suppliers"
        minWidth={1180}
        onRow={({ id }) => void navigate({ to: '/suppliers/$id', params: { id } })}
        empty={empty}
      />
    </Panel>
  );
};
