import { dutyPermissions, type DutyBoard } from '@chedun/duty-roster/contract';
import { Alert, Button, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { CallPanel } from './CallPanel.tsx';
import { CoverPicture } from './CoverPicture.tsx';
import { ExceptionDialog, SettingsDialog, ShiftDialog } from './dialogs.tsx';
import { OnDutyCards } from './OnDutyCards.tsx';
import { ResponderDialog } from './ResponderDialog.tsx';
import { ExceptionTable, ShiftTable, TeamTable } from './tables.tsx';
import { useRoster } from './useRoster.ts';

type Open = 'responder' | 'shift' | 'exception' | 'settings';

/** 应急值班: who responds, who is on duty, when nobody is, and whether people can be reached. */
export const DutyRosterPage = () => {
  const { t } = useTranslation();
  const mayWrite = useMay()(dutyPermissions.write);
  const [open, setOpen] = useState<Open>();
  const { data, error, refetch } = useRoster();
  const close = () => setOpen(undefined);
  return (
    <div className="page stack">
      <PageHead
        title={t('nav.dutyRoster')}
        about={t('dutyRoster.about')}
        extra={
          mayWrite && (
            <>
              <Button onClick={() => setOpen('settings')}>{t('dutyRoster.settings')}</Button>
              <Button onClick={() => setOpen('exception')}>{t('dutyRoster.addException')}</Button>
              <Button onClick={() => setOpen('shift')}>{t('dutyRoster.addShift')}</Button>
              <Button type="primary" onClick={() => setOpen('responder')}>
                {t('dutyRoster.addResponder')}
              </Button>
            </>
          )
        }
      />
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton active paragraph={{ rows: 10 }} />}
      {data !== undefined && <Loaded board={data} mayWrite={mayWrite} />}
      {data !== undefined && open === 'responder' && <ResponderDialog board={data} onClose={close} />}
      {data !== undefined && open === 'shift' && <ShiftDialog board={data} onClose={close} />}
      {data !== undefined && open === 'exception' && <ExceptionDialog board={data} onClose={close} />}
      {data !== undefined && open === 'settings' && <SettingsDialog board={data} onClose={close} />}
    </div>
  );
};

const Loaded = ({ board, mayWrite }: { readonly board: DutyBoard; readonly mayWrite: boolean }) => {
  const { t } = useTranslation();
  return (
    <>
      <Weaknesses board={board} />
      <Panel title={t('dutyRoster.now')}>
        <OnDutyCards onDuty={board.onDuty} />
      </Panel>
      <Panel
        title={t('dutyRoster.cover')}
        extra={
          <Chip tone={board.gapHours > 0 ? 'critical' : 'good'}>
            {board.gapHours > 0 ? t('dutyRoster.gapHours', { hours: board.gapHours }) : t('dutyRoster.noGap')}
          </Chip>
        }
      >
        <CoverPicture board={board} />
      </Panel>
      <TeamTable board={board} mayWrite={mayWrite} />
      <CallPanel empty={board.responders.length === 0} />
      <ShiftTable shifts={board.shifts} mayWrite={mayWrite} />
      <ExceptionTable exceptions={board.exceptions} mayWrite={mayWrite} />
    </>
  );
};

const Weaknesses = ({ board: { weaknesses, warnings } }: { readonly board: DutyBoard }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  if (weaknesses.length === 0) return <Alert type="success" showIcon title={t('dutyRoster.noWeakness')} />;
  return (
    <Alert
      type={warnings.length > 0 ? 'error' : 'warning'}
      showIcon
      title={`${t('dutyRoster.weaknesses')} (${weaknesses.length})`}
      description={
        <>
          <ul style={{ margin: 0, paddingInlineStart: 18 }}>
            {weaknesses.map(({ key, text }) => (
              <li key={key}>{textIn(text, language)}</li>
            ))}
          </ul>
          {warnings.length > 0 && (
            <div style={{ marginTop: 6 }}>
              {t('dutyRoster.warnings')} <span className="mono">{warnings.map(({ number }) => number).join(' ')}</span>
            </div>
          )}
        </>
      }
    />
  );
};
