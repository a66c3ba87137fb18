import { PlayCircleOutlined } from '@ant-design/icons';
import { posturePermissions } from '@chedun/posture/contract';
import type { Evidence, ObligationState, Segment } from '@chedun/posture/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Collapse, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { attachmentUrl, checkEvidence, runCheck } from '../../api/posture.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { LIGHT_TONE } from '../../lib/posture.ts';
import { EvidenceFacts } from './EvidenceFacts.tsx';
import { HistoryStrip } from './HistoryStrip.tsx';
import { Chip, StateDot } from '../../ui/Tags.tsx';
import { AgoText, TimeText } from '../../ui/Time.tsx';
import { useNow } from '../../ui/useNow.ts';
import { useSay } from '../../ui/useSay.ts';

type Check = ObligationState['checks'][number];

const OUTCOME_TONE = { pass: 'good', fail: 'critical', unknown: 'medium' } as const;

/** A check: its latest evidence with its age, the facts behind it, and a way to run it now. */
export const CheckCard = ({
  check,
  history,
}: {
  readonly check: Check;
  readonly history: readonly Segment[] | undefined;
}) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const may = useMay();
  const say = useSay();
  const client = useQueryClient();
  const run = useMutation({
    mutationFn: () => runCheck(check.id),
    onSuccess: () => {
      say.done(t('posture.ran'));
      void client.invalidateQueries({ queryKey: ['posture'] });
      void client.invalidateQueries({ queryKey: ['evidence', check.id] });
    },
    onError: say.problem,
  });
  return (
    <div className="panel" style={{ padding: '10px 12px' }}>
      <div className="row between nowrap">
        <span className="row nowrap grow" style={{ gap: 6 }} data-tone={LIGHT_TONE[check.light]}>
          <span className="dot" />
          <strong style={{ whiteSpace: 'normal' }}>{textIn(check.title, language)}</strong>
        </span>
        {check.acceptedUntil !== null && (
          <Chip tone="medium">
            {t('obligations.acceptedUntil')} <TimeText at={check.acceptedUntil} />
          </Chip>
        )}
        {check.kind === 'machine' && may(posturePermissions.run) && (
          <Button size="small" icon={<PlayCircleOutlined />} loading={run.isPending} onClick={() => run.mutate()}>
            {t('posture.run')}
          </Button>
        )}
      </div>
      {check.latest === null ? (
        <div className="soft">{t('posture.neverRun')}</div>
      ) : (
        <EvidenceView evidence={check.latest} />
      )}
      {history !== undefined && <HistoryStrip segments={history} />}
      <Collapse
        ghost
        size="small"
        destroyOnHidden
        items={[{ key: 'history', label: t('posture.history'), children: <EvidenceHistory checkId={check.id} /> }]}
      />
    </div>
  );
};

const EvidenceView = ({ evidence }: { readonly evidence: Evidence }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const expired = Date.parse(evidence.expiresAt) < useNow(30_000);
  return (
    <div className="stack" style={{ gap: 6, marginTop: 6 }}>
      <div>
        <Chip tone={OUTCOME_TONE[evidence.outcome]}>{t(`posture.outcome.${evidence.outcome}`)}</Chip>{' '}
        {textIn(evidence.summary, language)}
      </div>
      <div className="row soft" style={{ gap: 14 }}>
        <span>
          {t('posture.evidenceAge')} <AgoText at={evidence.at} />
        </span>
        <span>
          {t('posture.expires')} <TimeText at={evidence.expiresAt} />
        </span>
        {expired && <Chip tone="medium">{t('posture.expired')}</Chip>}
      </div>
      {evidence.signer !== null && (
        <div className="row soft" style={{ gap: 14 }}>
          <span>{t('obligations.attestedBy', { name: evidence.signer })}</span>
          <span>
            {t('obligations.effective')} <TimeText at={evidence.effectiveAt} />
          </span>
          {evidence.attachment !== null && (
            <a href={attachmentUrl(evidence.id)} title={`SM3 ${evidence.attachment.sm3}`}>
              {t('obligations.attachment')} {evidence.attachment.name}
            </a>
          )}
        </div>
      )}
      {evidence.facts.length > 0 && <EvidenceFacts facts={evidence.facts} />}
    </div>
  );
};

const EvidenceHistory = ({ checkId }: { readonly checkId: string }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const history = useQuery({
    queryKey: ['evidence', checkId],
    queryFn: ({ signal }) => checkEvidence(checkId, signal),
  });
  if (history.data === undefined) return <Skeleton active paragraph={{ rows: 3 }} />;
  if (history.data.items.length === 0) return <span className="faint">{t('posture.historyEmpty')}</span>;
  return (
    <div className="stack" style={{ gap: 4 }}>
      {history.data.items.map((evidence) => (
        <div key={evidence.id} className="row" style={{ gap: 10 }}>
          <span className="soft">
            <TimeText at={evidence.at} />
          </span>
          <StateDot tone={OUTCOME_TONE[evidence.outcome]}>{t(`posture.outcome.${evidence.outcome}`)}</StateDot>
          <span className="clip">{textIn(evidence.summary, language)}</span>
        </div>
      ))}
    </div>
  );
};
