import { SourceFormat } from '@chedun/ingest/contract';
import { App, Button, Progress, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, percent } from '../../lib/format.ts';
import { useQuarantineWork } from './useQuarantineWork.ts';
import type { ReplayFormat, WorkProgress } from './useQuarantineWork.ts';

interface Chosen {
  readonly ids: readonly string[];
  /** Records in the chosen entries. */
  readonly records: number;
  readonly onDone: () => void;
}

/** What can be done with the chosen entries: read them again, or discard them after asking. */
export const QuarantineBar = ({ ids, records, onDone }: Chosen) => {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const [format, setFormat] = useState<ReplayFormat>('auto');
  const { start, progress, stop } = useQuarantineWork(onDone);
  const counts = { entries: formatCount(ids.length), records: formatCount(records) };
  const discard = (): void =>
    void modal.confirm({
      title: t('quarantine.discardTitle'),
      content: t('quarantine.discardAbout', counts),
      okText: t('quarantine.discard'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => start({ kind: 'discard', ids }),
    });
  if (progress !== undefined) return <Running progress={progress} onStop={stop} />;
  return (
    <div className="toolbar" style={{ background: 'var(--primary-soft)' }}>
      <strong>{t('quarantine.chosen', counts)}</strong>
      <span>{t('quarantine.replayAs')}</span>
      <Select<ReplayFormat>
        aria-label={t('quarantine.replayAs')}
        style={{ width: 150 }}
        value={format}
        onChange={setFormat}
        options={SourceFormat.options.map((value) => ({
          value,
          label: value === 'auto' ? t('sources.formatAuto') : value,
        }))}
      />
      <Button type="primary" onClick={() => start({ kind: 'replay', ids, format })}>
        {t('quarantine.replay')}
      </Button>
      <Button danger onClick={discard}>
        {t('quarantine.discard')}
      </Button>
      <Button type="text" onClick={onDone}>
        {t('common.cancel')}
      </Button>
    </div>
  );
};

const Running = ({ progress, onStop }: { readonly progress: WorkProgress; readonly onStop: () => void }) => {
  const { t } = useTranslation();
  const { done, all } = progress;
  return (
    <div className="toolbar" style={{ background: 'var(--primary-soft)' }} role="status">
      <span>{t('quarantine.running', { done: formatCount(done), all: formatCount(all) })}</span>
      <Progress percent={percent(done, all)} status="active" style={{ width: 320, margin: 0 }} />
      <Button onClick={onStop}>{t('quarantine.stop')}</Button>
    </div>
  );
};
