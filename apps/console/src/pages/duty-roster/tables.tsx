import type { DutyBoard, DutyException, Responder, Shift } from '@chedun/duty-roster/contract';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rosterWork } from '../../api/dutyRoster.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { ResponderDialog } from './ResponderDialog.tsx';
import { useRosterWork } from './useRoster.ts';

const RemoveButton = ({ ask, onRemove }: { readonly ask?: string; readonly onRemove: () => void }) => {
  const { t } = useTranslation();
  return (
    <Popconfirm title={ask ?? `${t('common.remove')}?`} onConfirm={onRemove}>
      <Button size="small">{t('common.remove')}</Button>
    </Popconfirm>
  );
};

/** The response team. */
export const TeamTable = ({ board, mayWrite }: { readonly board: DutyBoard; readonly mayWrite: boolean }) => {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<Responder>();
  const remove = useRosterWork(rosterWork.removeResponder);
  const columns: Column<Responder>[] = [
    textColumn('name', t('dutyRoster.name'), ({ name }) => name),
    textColumn('role', t('dutyRoster.role'), ({ role }) => t(`dutyRoster.roles.${role}`)),
    monoColumn('phone', t('dutyRoster.phone'), ({ phone }) => phone),
    shownColumn(
      'deputy',
      t('dutyRoster.deputy'),
      ({ deputyName }) => deputyName ?? '',
      ({ deputyName }) => deputyName ?? <Chip tone="medium">{t('dutyRoster.noDeputy')}</Chip>,
    ),
    {
      key: 'actions',
      title: '',
      width: 170,
      render: (each) =>
        mayWrite && (
          <span className="row nowrap">
            <Button size="small" onClick={() => setEdited(each)}>
              {t('common.edit')}
            </Button>
            <RemoveButton ask={t('dutyRoster.askRemove')} onRemove={() => remove.mutate(each.id)} />
          </span>
        ),
    },
  ];
  return (
    <Panel title={t('dutyRoster.team')} body="flush">
      <DataTable
        columns={columns}
        rows={board.responders}
        rowKey={({ id }) => id}
        exportName="response-team"
        empty={<EmptyState size="small" title={t('dutyRoster.teamEmpty')} hint={t('dutyRoster.teamEmptyHint')} />}
      />
      {edited && <ResponderDialog board={board} responder={edited} onClose={() => setEdited(undefined)} />}
    </Panel>
  );
};

/** Weekly shifts. */
export const ShiftTable = ({ shifts, mayWrite }: { readonly shifts: readonly Shift[]; readonly mayWrite: boolean }) => {
  const { t } = useTranslation();
  const remove = useRosterWork(rosterWork.removeShift);
  const days = (weekdays: readonly number[]): string =>
    weekdays.map((day) => t(`dutyRoster.weekday.${day as 1 | 2 | 3 | 4 | 5 | 6 | 7}`)).join(' ');
  const columns: Column<Shift>[] = [
    textColumn('who', t('dutyRoster.who'), ({ responderName }) => responderName),
    textColumn('weekdays', t('dutyRoster.weekdays'), ({ weekdays }) => days(weekdays), { width: 320 }),
    monoColumn('from', t('dutyRoster.from'), ({ from }) => from, { width: 90 }),
    monoColumn('to', t('dutyRoster.to'), ({ to }) => to, { width: 90 }),
    textColumn('validFrom', t('dutyRoster.validFrom'), ({ validFrom }) => validFrom, { width: 120 }),
    textColumn('validTo', t('dutyRoster.validTo'), ({ validTo }) => validTo ?? '', { width: 120 }),
    {
      key: 'actions',
      title: '',
      width: 90,
      render: ({ id }) => mayWrite && <RemoveButton onRemove={() => remove.mutate(id)} />,
    },
  ];
  return (
    <Panel title={t('dutyRoster.shifts')} body="flush">
      <DataTable
        columns={columns}
        rows={shifts}
        rowKey={({ id }) => id}
        exportName="shifts"
        empty={<EmptyState size="small" title={t('dutyRoster.shiftsEmpty')} hint={t('dutyRoster.shiftsEmptyHint')} />}
      />
    </Panel>
  );
};

/** Who is away and who stands in, from now on. */
export const ExceptionTable = ({
  exceptions,
  mayWrite,
}: {
  readonly exceptions: readonly DutyException[];
  readonly mayWrite: boolean;
}) => {
  const { t } = useTranslation();
  const remove = useRosterWork(rosterWork.removeException);
  const columns: Column<DutyException>[] = [
    textColumn('day', t('dutyRoster.day'), ({ day }) => day, { width: 120 }),
    textColumn('kind', t('dutyRoster.kind'), ({ kind }) => t(`dutyRoster.kinds.${kind}`), { width: 90 }),
    textColumn('who', t('dutyRoster.who'), ({ responderName }) => responderName),
    monoColumn('from', t('dutyRoster.from'), ({ from }) => from, { width: 90 }),
    monoColumn('to', t('dutyRoster.to'), ({ to }) => to, { width: 90 }),
    textColumn('note', t('dutyRoster.note'), ({ note }) => note),
    {
      key: 'actions',
      title: '',
      width: 90,
      render: ({ id }) => mayWrite && <RemoveButton onRemove={() => remove.mutate(id)} />,
    },
  ];
  return (
    <Panel title={t('dutyRoster.exceptions')} body="flush">
      <DataTable
        columns={columns}
        rows={exceptions}
        rowKey={({ id }) => id}
        exportName="duty-exceptions"
        empty={<EmptyState size="small" title={t('dutyRoster.exceptionsEmpty')} />}
      />
    </Panel>
  );
};
