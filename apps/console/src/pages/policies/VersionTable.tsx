import type { Policy, VersionLine } from '@chedun/policies/contract';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';

const TONE = { draft: 'low', submitted: 'high', approved: 'good' } as const;

const columnsOf = (t: TFunction, shown: number): Column<VersionLine>[] => [
  shownColumn(
    'number',
    t('policies.version'),
    ({ number }) => number,
    ({ number }) => {
      const name = t('policies.versionOf', { number });
      return number === shown ? <b>{name}</b> : name;
    },
    { width: 80 },
  ),
  shownColumn(
    'state',
    t('policies.stateName'),
    ({ state }) => t(`policies.versionState.${state}`),
    ({ state }) => <Chip tone={TONE[state]}>{t(`policies.versionState.${state}`)}</Chip>,
    { width: 110 },
  ),
  textColumn('effective', t('policies.effectiveFrom'), ({ effectiveFrom }) => effectiveFrom ?? '', { width: 120 }),
  textColumn('review', t('policies.reviewBy'), ({ reviewBy }) => reviewBy ?? '', { width: 120 }),
  textColumn('author', t('policies.author'), ({ author }) => author.name, { width: 120 }),
  textColumn('approver', t('policies.approver'), ({ approver }) => approver?.name ?? '', { width: 120 }),
  textColumn('note', t('policies.note'), ({ note }) => note),
];

/** Every version of a policy. */
export const VersionTable = ({
  policy,
  shown,
  onPick,
}: {
  readonly policy: Policy;
  readonly shown: number;
  readonly onPick: (number: number) => void;
}) => {
  const { t } = useTranslation();
  return (
    <Panel title={t('policies.versions')} body="flush">
      <DataTable
        columns={columnsOf(t, shown)}
        rows={policy.versions}
        rowKey={({ number }) => String(number)}
        onRow={({ number }) => onPick(number)}
        exportName={`policy-versions-${policy.code}`}
        empty={<EmptyState size="small" title={t('policies.versions')} />}
      />
    </Panel>
  );
};
