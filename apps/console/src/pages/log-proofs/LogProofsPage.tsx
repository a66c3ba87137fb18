import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Alert, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { listSealedLogs, listWitnesses } from '../../api/seal.ts';
import { PageHead } from '../../ui/Panel.tsx';
import { CheckpointsTab } from './CheckpointsTab.tsx';
import { LogKpis } from './LogKpis.tsx';
import { ProofTab } from './ProofTab.tsx';
import { RunsTab } from './RunsTab.tsx';
import { VerifyButton } from './VerifyButton.tsx';
import { WitnessesTab } from './WitnessesTab.tsx';
import '../../styles/log-proofs.css';

const REFRESH_MS = 5_000;

/** 日志存证: checkpoints over the journal, who witnesses them, verifications, and the proof of a single record. */
export const LogProofsPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { tab, place } = useSearch({ from: '/app/log-proofs' });
  const logs = useQuery({
    queryKey: ['seal', 'logs'],
    queryFn: ({ signal }) => listSealedLogs(signal),
    refetchInterval: REFRESH_MS,
  });
  const witnesses = useQuery({ queryKey: ['seal', 'witnesses'], queryFn: ({ signal }) => listWitnesses(signal) });
  const items = logs.data?.items ?? [];
  const alone = witnesses.data?.items.length === 0;
  return (
    <div className="page stack">
      <PageHead title={t('nav.logProofs')} about={t('seal.about')} extra={<VerifyButton />} />
      <LogKpis logs={items} witnesses={witnesses.data?.items} />
      {items
        .filter(({ state }) => state === 'broken')
        .map(({ stream, fault }) => (
          <Alert
            key={stream}
            type="error"
            showIcon
            title={t('seal.broken', { stream: t(`seal.stream.${stream}`) })}
            description={fault}
          />
        ))}
      <Alert
        type={alone ? 'warning' : 'info'}
        showIcon
        title={alone ? `${t('seal.noWitness')}${t('seal.notCertified')}` : t('seal.notCertified')}
      />
      <Tabs
        activeKey={tab ?? 'checkpoints'}
        onChange={(key) => void navigate({ to: '/log-proofs', search: key === 'checkpoints' ? {} : { tab: key } })}
        items={[
          { key: 'checkpoints', label: t('seal.tabs.checkpoints'), children: <CheckpointsTab logs={items} /> },
          { key: 'witnesses', label: t('seal.tabs.witnesses'), children: <WitnessesTab /> },
          { key: 'runs', label: t('seal.tabs.runs'), children: <RunsTab /> },
          { key: 'proof', label: t('seal.tabs.proof'), children: <ProofTab place={place} /> },
        ]}
      />
    </div>
  );
};
