import { inspectionAccessPermissions, type AccessLine } from '@chedun/inspection-access/contract';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { showOut } from '../../api/inspectionAccess.ts';
import { useMay } from '../../app/session.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { LetInDialog } from './LetInDialog.tsx';
import { useChange } from './useChange.ts';
import { WhyDialog } from './WhyDialog.tsx';

type Inspector = AccessLine['inspectors'][number];
type Act = 'letIn' | 'showOut';

const standing = ({ login, withdrawnAt }: Inspector): 'notIn' | 'isIn' | 'isOut' => {
  if (login === '') return 'notIn';
  return withdrawnAt === null ? 'isIn' : 'isOut';
};
const TONES = { notIn: 'low', isIn: 'good', isOut: 'critical' } as const;

const columnsOf = (t: TFunction): readonly Column<Inspector>[] => [
  textColumn('name', t('inspectionAccess.who'), ({ name }) => name, { width: 130 }),
  textColumn('organisation', t('inspectionAccess.authority'), ({ organisation }) => organisation),
  shownColumn(
    'state',
    t('inspectionAccess.state'),
    (row) => t(`inspectionAccess.${standing(row)}`),
    (row) => (
      <span className="chip" data-tone={TONES[standing(row)]}>
        {t(`inspectionAccess.${standing(row)}`)}
      </span>
    ),
    { width: 110 },
  ),
  monoColumn('login', t('inspectionAccess.login'), ({ login }) => login || '—', { width: 150 }),
  shownColumn(
    'at',
    t('inspectionAccess.letInAt'),
    ({ letInAt }) => letInAt ?? '',
    ({ letInAt }) => <TimeText at={letInAt} />,
    { width: 170 },
  ),
  textColumn('by', t('inspectionAccess.letInBy'), ({ letInBy }) => letInBy || '—', { width: 130 }),
];

const useActs = ({ state }: AccessLine) => {
  const may = useMay();
  const isOpen = state === 'ready' || state === 'running';
  return (inspector: Inspector): Act | undefined => {
    if (!isOpen) return undefined;
    const act: Act = standing(inspector) === 'isIn' ? 'showOut' : 'letIn';
    const { manage, withdraw } = inspectionAccessPermissions;
    return may(act === 'letIn' ? manage : withdraw) ? act : undefined;
  };
};

/** The people whom the order names: each is let in by hand, and can be shown out alone. */
export const InspectorsPanel = ({ line }: { readonly line: AccessLine }) => {
  const { t } = useTranslation();
  const actOf = useActs(line);
  const [chosen, setChosen] = useState<{ readonly act: Act; readonly inspector: Inspector }>();
  const close = (): void => setChosen(undefined);
  const out = useChange(
    (why: string) => showOut(line.id, chosen?.inspector.position ?? 0, why),
    t('inspectionAccess.withdrawnDone'),
    close,
  );
  const columns = useMemo(() => columnsOf(t), [t]);
  const acts: Column<Inspector> = {
    key: 'act',
    title: '',
    width: 100,
    render: (inspector) => {
      const act = actOf(inspector);
      return act === undefined ? null : (
        <Button size="small" danger={act === 'showOut'} onClick={() => setChosen({ act, inspector })}>
          {t(`inspectionAccess.${act}`)}
        </Button>
      );
    },
  };
  return (
    <Panel title={t('inspectionAccess.people')} body="flush">
      <DataTable
        columns={[...columns, acts]}
        rows={line.inspectors}
        rowKey={({ position }) => String(position)}
        empty={<EmptyState size="small" title={t('inspectionAccess.notIn')} />}
      />
      {chosen?.act === 'letIn' && <LetInDialog id={line.id} inspector={chosen.inspector} onClose={close} />}
      {chosen?.act === 'showOut' && (
        <WhyDialog
          title={t('inspectionAccess.showOut')}
          isBusy={out.isPending}
          onSay={(why) => out.mutate(why)}
          onClose={close}
        />
      )}
    </Panel>
  );
};
