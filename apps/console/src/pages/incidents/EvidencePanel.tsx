import type { Evidence, Incident } from '@chedun/incidents/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { downloadEvidence, incidentWork } from '../../api/incidents.ts';
import { formatBytes } from '../../lib/format.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { useWork } from './useWork.ts';

/** Evidence with its hashes and its chain of custody. */
export const EvidencePanel = ({ incident, writes }: { readonly incident: Incident; readonly writes: boolean }) => {
  const { t } = useTranslation();
  const add = useWork((file: File) => incidentWork.evidence(incident.id, file, ''));
  return (
    <Panel
      title={t('incidents.tabs.evidence')}
      hint={t('incidents.evidenceHint')}
      extra={
        writes && (
          <Upload
            showUploadList={false}
            beforeUpload={(file) => {
              add.mutate(file);
              return false;
            }}
          >
            <Button size="small" type="primary" loading={add.isPending}>
              {t('incidents.addEvidence')}
            </Button>
          </Upload>
        )
      }
    >
      {incident.evidence.length === 0 && <EmptyState size="small" title={t('incidents.noEvidence')} />}
      <div className="stack">
        {incident.evidence.map((each) => (
          <Piece key={each.id} incident={incident.id} evidence={each} writes={writes} />
        ))}
      </div>
    </Panel>
  );
};

const Piece = ({
  incident,
  evidence,
  writes,
}: {
  readonly incident: string;
  readonly evidence: Evidence;
  readonly writes: boolean;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const verify = useMutation({
    mutationFn: () => incidentWork.verify(incident, evidence.id),
    onSuccess: async ({ intact }) => {
      await client.invalidateQueries({ queryKey: ['incidents', 'one', incident] });
      say.done(t(intact ? 'incidents.intact' : 'incidents.changed'));
    },
    onError: say.problem,
  });
  return (
    <div className="incident-evidence">
      <div className="row wrap" style={{ gap: 8, justifyContent: 'space-between' }}>
        <strong>{evidence.name}</strong>
        <span className="row" style={{ gap: 6 }}>
          <span className="faint">{formatBytes(evidence.bytes)}</span>
          <Button size="small" onClick={() => void downloadEvidence(incident, evidence.id, evidence.name)}>
            {t('incidents.take')}
          </Button>
          {writes && (
            <Button size="small" loading={verify.isPending} onClick={() => verify.mutate()}>
              {t('incidents.verify')}
            </Button>
          )}
        </span>
      </div>
      <div className="mono faint incident-hash">SM3 {evidence.sm3}</div>
      <div className="mono faint incident-hash">SHA-256 {evidence.sha256}</div>
      <ol className="incident-custody">
        {evidence.custody.map((line) => (
          <li key={`${line.at}${line.action}`}>
            <TimeText at={line.at} /> {line.actor} · {t(`incidents.custody.${custodyKey(line.action)}`)}
          </li>
        ))}
      </ol>
    </div>
  );
};

const CUSTODY = ['collected', 'taken', 'verified', 'changed'] as const;
const custodyKey = (action: string): (typeof CUSTODY)[number] => CUSTODY.find((each) => each === action) ?? 'taken';
