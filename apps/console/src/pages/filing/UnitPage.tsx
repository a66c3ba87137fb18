import { filingPermissions, type UnitDetail } from '@chedun/filing/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Alert, Button, Popconfirm, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getUnit, openCase, removeUnit } from '../../api/filing.ts';
import { useMay } from '../../app/session.ts';
import '../../styles/filing.css';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts, PageHead, Panel } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';
import { useWords } from '../documents/useWords.ts';
import { CaseTable } from './CaseTable.tsx';
import { GradingPanel } from './GradingPanel.tsx';
import { LevelChip } from './parts.tsx';
import { ReviewPanel } from './ReviewPanel.tsx';
import { UnitClocks } from './UnitClocks.tsx';
import { UnitDialog } from './UnitDialog.tsx';
import { DifferencePanel, EquipmentPanel } from './UnitPanels.tsx';

/** A unit: what it holds, its level with the sum, reviews, deadlines, filings, and whether it is what was filed. */
export const UnitPage = () => {
  const { id } = useParams({ from: '/app/filing/units/$id' });
  const mayWrite = useMay()(filingPermissions.write);
  const found = useQuery({ queryKey: ['filing', 'unit', id], queryFn: ({ signal }) => getUnit(id, signal) });
  if (found.error !== null) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <Skeleton active paragraph={{ rows: 12 }} />;
  const { data: unit } = found;
  return (
    <div className="page stack">
      <Head unit={unit} writes={mayWrite ? 'may' : 'may-not'} />
      {unit.unclaimed.length > 0 && <Unclaimed names={unit.unclaimed} />}
      <DifferencePanel unit={unit} />
      <div className="case-columns">
        <div className="stack">
          <GradingPanel id={id} writes={mayWrite ? 'may' : 'may-not'} />
          <ReviewPanel id={id} writes={mayWrite ? 'may' : 'may-not'} />
          <EquipmentPanel unit={unit} />
        </div>
        <div className="stack">
          <About unit={unit} />
          <UnitClocks id={id} name={unit.unit.name} />
        </div>
      </div>
      <CaseTable unit={id} />
    </div>
  );
};

const Unclaimed = ({ names }: { readonly names: readonly string[] }) => {
  const { t } = useTranslation();
  return (
    <Alert
      type="warning"
      showIcon
      title={t('filing.unclaimed', { count: names.length })}
      description={<span className="mono">{names.slice(0, 20).join('  ')}</span>}
    />
  );
};

const useOpenCase = () => {
  const say = useSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: openCase,
    onSuccess: async ({ case: line }) => {
      await client.invalidateQueries({ queryKey: ['filing'] });
      await navigate({ to: '/filing/cases/$id', params: { id: line.id } });
    },
    onError: say.problem,
  });
};

const Head = ({ unit: detail, writes }: { readonly unit: UnitDetail; readonly writes: 'may' | 'may-not' }) => {
  const { t } = useTranslation();
  const words = useWords();
  const [editing, setEditing] = useState(false);
  const open = useOpenCase();
  const { unit } = detail;
  const isFiled = unit.filingNumber !== '';
  const template = isFiled ? 'grading-change' : 'grading-filing';
  return (
    <>
      <PageHead
        title={
          <span className="row" style={{ gap: 10 }}>
            {unit.name} <LevelChip unit={unit} />
          </span>
        }
        about={words(unit.typeTitle)}
        extra={
          writes === 'may' && (
            <>
              {unit.level === null && <Remove id={unit.id} />}
              <Button onClick={() => setEditing(true)}>{t('filing.editUnit')}</Button>
              <Button
                type="primary"
                disabled={unit.level === null}
                loading={open.isPending}
                onClick={() => open.mutate({ template, unit: unit.id })}
              >
                {t(isFiled ? 'filing.fileChange' : 'filing.fileUnit')}
              </Button>
            </>
          )
        }
      />
      {editing && <UnitDialog unit={detail} onClose={() => setEditing(false)} onSaved={() => setEditing(false)} />}
    </>
  );
};

const Remove = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: removeUnit,
    onSuccess: async () => {
      await navigate({ to: '/filing' });
      await client.invalidateQueries({ queryKey: ['filing', 'units'] });
    },
    onError: say.problem,
  });
  return (
    <Popconfirm title={t('filing.removeSure')} onConfirm={() => remove.mutate(id)}>
      <Button danger>{t('filing.removeUnit')}</Button>
    </Popconfirm>
  );
};

const About = ({ unit: { unit, input } }: { readonly unit: UnitDetail }) => {
  const { t } = useTranslation();
  return (
    <Panel title={t('filing.unit')}>
      <Facts
        items={[
          [t('filing.number'), unit.filingNumber || t('filing.notFiled')],
          [t('filing.filed'), unit.filedOn],
          [t('filing.levelFixed'), unit.levelFixedOn],
          [t('filing.functions'), input.functions],
          [t('filing.boundary'), input.boundary],
          [t('filing.sites'), input.sites],
          [t('filing.topologyNote'), input.topologyNote],
          [t('filing.topology'), input.topology?.name],
          [t('filing.zones'), input.zones.join(' · ')],
          [t('filing.memberModels'), input.models.join(' · ')],
        ]}
      />
    </Panel>
  );
};
