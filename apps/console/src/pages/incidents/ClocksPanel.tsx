import { deadlinePermissions } from '@chedun/deadline-ledger/contract';
import type { Incident } from '@chedun/incidents/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { ClockDrawer } from '../deadlines/ClockDrawer.tsx';
import { DueText, RemainingBar, RuleText } from '../deadlines/clockParts.tsx';
import { namesText } from '../../lib/names.ts';

/** The clocks of an incident: what is due first comes first. */
export const ClocksPanel = ({ incident }: { readonly incident: Incident }) => {
  const { t } = useTranslation();
  const writes = useMay()(deadlinePermissions.write);
  const [open, setOpen] = useState<string>();
  const clocks = incident.clocks.toSorted((a, b) => Number(a.state !== 'running') - Number(b.state !== 'running'));
  return (
    <Panel title={t('incidents.clocks')} hint={t('incidents.clocksHint')}>
      {clocks.length === 0 && <EmptyState size="small" title={t('incidents.noClocks')} />}
      <div className="incident-clocks">
        {clocks.map((clock) => (
          <div key={clock.id} className="incident-clock">
            <div className="row wrap" style={{ gap: 8, justifyContent: 'space-between' }}>
              <RuleText clock={clock} />
              <DueText clock={clock} />
            </div>
            <RemainingBar clock={clock} />
            <div className="row" style={{ gap: 8, justifyContent: 'space-between' }}>
              <span className="faint">{namesText(clock.recipients)}</span>
              <Button size="small" type="link" onClick={() => setOpen(clock.id)}>
                {clock.state === 'running' ? t('incidents.endClock') : t('incidents.showClock')}
              </Button>
            </div>
          </div>
        ))}
      </div>
      {open !== undefined && <ClockDrawer id={open} writes={writes} onClose={() => setOpen(undefined)} />}
    </Panel>
  );
};
