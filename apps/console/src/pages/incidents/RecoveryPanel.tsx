import type { Incident, RecoveryItem } from '@chedun/incidents/contract';
import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { incidentWork } from '../../api/incidents.ts';
import { Panel } from '../../ui/Panel.tsx';
import { useWork } from './useWork.ts';

const USUAL = ['service', 'credentials', 'vulnerability', 'monitoring'] as const;

/** The checklist of recovery: an item is done only with how it was verified. */
export const RecoveryPanel = ({ incident, writes }: { readonly incident: Incident; readonly writes: boolean }) => {
  const { t } = useTranslation();
  const usual = USUAL.map((key): RecoveryItem => ({ text: t(`incidents.usual.${key}`), done: false, verified: '' }));
  const [items, setItems] = useState<readonly RecoveryItem[]>(incident.recovery.length > 0 ? incident.recovery : usual);
  const work = useWork(() => incidentWork.recovery(incident.id, items));
  const change = (at: number, part: Partial<RecoveryItem>): void =>
    setItems(items.map((item, index) => (index === at ? { ...item, ...part } : item)));
  const locked = !writes || incident.state === 'closed';
  return (
    <Panel
      title={t('incidents.tabs.recovery')}
      hint={t('incidents.recoveryHint')}
      extra={
        !locked && (
          <Button size="small" type="primary" loading={work.isPending} onClick={() => work.mutate(undefined)}>
            {t('common.save')}
          </Button>
        )
      }
    >
      <div className="stack">
        {items.map((item, at) => (
          <div key={at} className="incident-recovery">
            <Checkbox
              disabled={locked}
              checked={item.done}
              aria-label={item.text}
              onChange={({ target }) => change(at, { done: target.checked })}
            />
            <Input disabled={locked} value={item.text} onChange={({ target }) => change(at, { text: target.value })} />
            <Input
              disabled={locked}
              value={item.verified}
              placeholder={t('incidents.howVerified')}
              onChange={({ target }) => change(at, { verified: target.value })}
            />
          </div>
        ))}
        {!locked && (
          <Button size="small" onClick={() => setItems([...items, { text: '', done: false, verified: '' }])}>
            {t('incidents.addItem')}
          </Button>
        )}
      </div>
    </Panel>
  );
};
