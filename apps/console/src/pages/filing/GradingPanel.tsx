import type { LevelVersion } from '@chedun/filing/contract';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getGrading } from '../../api/filing.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { LevelDialog } from './LevelDialog.tsx';
import { LevelSum } from './LevelSum.tsx';
import { Unverified } from './parts.tsx';

/** The newest level with its sum, and those before it. */
export const GradingPanel = ({ id, writes }: { readonly id: string; readonly writes: 'may' | 'may-not' }) => {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const found = useQuery({ queryKey: ['filing', 'grading', id], queryFn: ({ signal }) => getGrading(id, signal) });
  const [newest, ...older] = found.data?.levels ?? [];
  const button = writes === 'may' && (
    <Button type={newest === undefined ? 'primary' : 'default'} onClick={() => setOpen(true)}>
      {t(newest === undefined ? 'filing.gradeNow' : 'filing.gradeAgain')}
    </Button>
  );
  return (
    <Panel title={t('filing.grading')} hint={<Unverified />} extra={newest !== undefined && button}>
      {newest === undefined ? (
        <EmptyState size="small" title={t('filing.levelEmpty')} hint={t('filing.levelEmptyHint')} action={button} />
      ) : (
        <div className="stack">
          <LevelSum result={newest} />
          <Versions levels={[newest, ...older]} />
        </div>
      )}
      {open && <LevelDialog id={id} before={newest} onClose={() => setOpen(false)} />}
    </Panel>
  );
};

const Versions = ({ levels }: { readonly levels: readonly LevelVersion[] }) => {
  const { t } = useTranslation();
  return (
    <ul style={{ margin: 0, paddingInlineStart: 18 }}>
      {levels.map(({ version, level, by, at, input }) => (
        <li key={version} className="soft">
          {t('filing.version', { version })} · {t('filing.levelOf', { level })} · {by} <TimeText at={at} />
          {input.explanation !== '' && ` · ${input.explanation}`}
        </li>
      ))}
    </ul>
  );
};
