import { gatewayPermissions, PolicyMode, Unbound } from '@chedun/gateway/contract';
import type { Policy } from '@chedun/gateway/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Segmented, Select } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { gatewayPolicies, setGatewayPolicies } from '../../api/gateway.ts';
import { useMay } from '../../app/session.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';

const LISTENERS = { gbt32960: 'GB/T 32960', jtt808: 'JT/T 808', jtt809: 'JT/T 809' } as const;

const policyColumns = (t: TFunction, disabled: boolean, save: (policy: Policy) => void): readonly Column<Policy>[] => [
  textColumn('listener', t('gateway.listener'), (row) => LISTENERS[row.listener], {
    width: 160,
  }),
  shownColumn(
    'mode',
    t('gateway.mode'),
    (row) => t(`gateway.modeOf.${row.mode}`),
    (row) => (
      <Segmented<PolicyMode>
        disabled={disabled}
        value={row.mode}
        onChange={(mode) => save({ ...row, mode })}
        options={PolicyMode.options.map((value) => ({ value, label: t(`gateway.modeOf.${value}`) }))}
      />
    ),
    { width: 220 },
  ),
  shownColumn(
    'unbound',
    t('gateway.unboundRule'),
    (row) => t(`gateway.unboundOf.${row.unbound}`),
    (row) => (
      <Select<Unbound>
        disabled={disabled}
        style={{ width: 180 }}
        value={row.unbound}
        onChange={(unbound) => save({ ...row, unbound })}
        options={Unbound.options.map((value) => ({ value, label: t(`gateway.unboundOf.${value}`) }))}
      />
    ),
  ),
];

/** What the listeners do with those who do not fit. */
export const PolicyPanel = () => {
  const { t } = useTranslation();
  const say = useSay();
  const may = useMay();
  const client = useQueryClient();
  const policies = useQuery({
    queryKey: ['gateway', 'policies'],
    queryFn: ({ signal }) => gatewayPolicies(signal),
  });
  const save = useMutation({
    mutationFn: (policy: Policy) => setGatewayPolicies([policy]),
    onSuccess: async () => {
      say.done(t('gateway.saved'));
      await client.invalidateQueries({ queryKey: ['gateway'] });
    },
    onError: say.problem,
  });
  const disabled = !may(gatewayPermissions.manage) || save.isPending;
  return (
    <Panel title={t('gateway.policy')} body="flush">
      <div className="toolbar">{t('gateway.policyAbout')}</div>
      <DataTable<Policy>
        rows={policies.data?.items}
        rowKey={(row) => row.listener}
        error={policies.error}
        onRetry={() => void policies.refetch()}
        sorting="none"
        empty={<EmptyState title={t('gateway.empty')} />}
        columns={policyColumns(t, disabled, (policy) => save.mutate(policy))}
      />
    </Panel>
  );
};
