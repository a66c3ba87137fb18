import { drillPermissions, type Run } from '@chedun/drills/contract';
import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { runWork } from '../../api/drills.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { formatTime } from '../../lib/time.ts';
import { Panel } from '../../ui/Panel.tsx';
import { useRunWork } from './parts.tsx';

/** The log of the team, newest first; it only grows. */
export const LogPanel = ({ run }: { readonly run: Run }) => {
  const { t } = useTranslation();
  const { language, zone } = usePreferences();
  const writes = useMay()(drillPermissions.takePart) && run.state === 'running';
  const [text, setText] = useState('');
  const work = useRunWork(
    (line: string) => runWork.log(run.id, line),
    () => setText(''),
  );
  return (
    <Panel title={t('drills.log')}>
      {writes && (
        <Input.Search
          value={text}
          maxLength={2000}
          enterButton={t('drills.logWrite')}
          loading={work.isPending}
          onChange={({ target }) => setText(target.value)}
          onSearch={(line) => {
            if (line.trim() !== '') work.mutate(line.trim());
          }}
        />
      )}
      <div className="stack" style={{ gap: 4, marginTop: 8, maxHeight: 360, overflow: 'auto' }}>
        {run.log.toReversed().map(({ id, at, text: said, actor, kind }) => (
          <div key={id}>
            <span className="mono faint">{formatTime(Date.parse(at), zone).slice(11, 19)}</span>{' '}
            {kind === 'note' && <span className="soft">{t('drills.fromLine', { from: actor })}</span>}
            {textIn(said, language)}
          </div>
        ))}
      </div>
    </Panel>
  );
};
