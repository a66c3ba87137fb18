import type { FindingSummary } from '@chedun/governance/contract';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useFindingColumns } from '../findings/useFindingColumns.tsx';
import type { FindingColumn } from '../findings/useFindingColumns.tsx';

const COLUMNS: readonly FindingColumn[] = ['severity', 'title', 'status', 'count', 'lastSeen'];

interface VehicleFindingsProps {
  readonly vin: string;
  readonly findings: readonly FindingSummary[] | undefined;
  readonly error: unknown;
}

/** Findings that name this vehicle. */
export const VehicleFindings = ({ vin, findings, error }: VehicleFindingsProps) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const columns = useFindingColumns(COLUMNS);
  return (
    <Panel
      title={t('twin.findings')}
      body="flush"
      extra={
        <Link to="/findings" search={{ asset: vin }}>
          {t('twin.allFindings')}
        </Link>
      }
    >
      <DataTable<FindingSummary>
        columns={columns}
        rows={findings}
        rowKey={(row) => row.id}
        error={error}
        onRow={(row) => void navigate({ to: '/findings/$id', params: { id: row.id } })}
        exportName={`chedun-${vin}-findings`}
        minWidth={560}
        empty={<EmptyState size="small" title={t('twin.noFindings')} hint={t('twin.noFindingsHint')} />}
      />
    </Panel>
  );
};
