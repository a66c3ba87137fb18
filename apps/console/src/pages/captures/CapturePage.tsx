import type { CaptureDetail } from '@chedun/captures/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Alert, Progress, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { getCapture } from '../../api/captures.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { CanView } from './can/CanView.tsx';
import { CaptureActions } from './CaptureActions.tsx';
import { FaultList } from './FaultList.tsx';
import { IdsView } from './IdsView.tsx';
import { PcapView } from './pcap/PcapView.tsx';
import { CaptureState } from './useCaptureColumns.tsx';
import { V2xView } from './v2x/V2xView.tsx';

const BUSY_MS = 800;

const isBusy = ({ status }: CaptureDetail): boolean => status === 'waiting' || status === 'running';

/** One recording: what it is, how far its analysis is, and what it shows. */
export const CapturePage = () => {
  const { id } = useParams({ from: '/app/captures/$id' });
  const capture = useQuery({
    queryKey: ['capture', id],
    queryFn: ({ signal }) => getCapture(id, signal),
    refetchInterval: ({ state }) => (state.data !== undefined && isBusy(state.data) ? BUSY_MS : false),
  });
  if (capture.error !== null && capture.data === undefined) {
    return (
      <div className="page">
        <ErrorState error={capture.error} onRetry={() => void capture.refetch()} />
      </div>
    );
  }
  if (capture.data === undefined) {
    return (
      <div className="page">
        <Skeleton active paragraph={{ rows: 8 }} />
      </div>
    );
  }
  return (
    <div className="page">
      <PageHead
        title={capture.data.name}
        about={<CaptureLine capture={capture.data} />}
        extra={<CaptureActions capture={capture.data} />}
      />
      <CaptureBody capture={capture.data} />
    </div>
  );
};

const CaptureLine = ({ capture }: { readonly capture: CaptureDetail }) => {
  const { t } = useTranslation();
  return (
    <span className="row wrap" style={{ gap: 8, marginTop: 4 }}>
      <Chip tone="primary">{t(`captures.kindOf.${capture.kind}`)}</Chip>
      <Chip>{capture.format}</Chip>
      <span>{formatBytes(capture.size)}</span>
      {capture.model !== null && <Chip>{capture.model}</Chip>}
      {capture.vin !== null && <Chip>{capture.vin}</Chip>}
      <CaptureState capture={capture} />
      <span>
        {capture.uploader.name} · <TimeText at={capture.uploadedAt} />
      </span>
      <span className="mono faint" title={`SHA-256 ${capture.sha256}\nSM3 ${capture.sm3}`}>
        SM3 {capture.sm3.slice(0, 12)}…
      </span>
    </span>
  );
};

const CaptureBody = ({ capture }: { readonly capture: CaptureDetail }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  if (isBusy(capture)) return <Waiting capture={capture} />;
  if (capture.status === 'cancelled') {
    return (
      <Panel>
        <EmptyState title={t('captures.wasCancelled')} hint={t('captures.wasCancelledHint')} />
      </Panel>
    );
  }
  if (capture.fault !== null) {
    return (
      <div className="stack">
        <Alert
          type="error"
          showIcon
          title={textIn(capture.fault.message, language)}
          description={t('captures.failedHint')}
        />
        <FaultList faults={capture.faults} total={capture.unreadable} />
      </div>
    );
  }
  return (
    <div className="stack">
      {capture.unreadable > 0 && <FaultList faults={capture.faults} total={capture.unreadable} />}
      <Result capture={capture} />
    </div>
  );
};

const Waiting = ({ capture }: { readonly capture: CaptureDetail }) => {
  const { t } = useTranslation();
  return (
    <Panel>
      <div className="empty">
        <h3>{t(`captures.statusOf.${capture.status}`)}</h3>
        <Progress percent={Math.round(capture.progress * 100)} style={{ maxWidth: 420 }} />
        <p>
          {capture.status === 'waiting'
            ? t('captures.waitingHint')
            : t('captures.runningHint', { count: capture.findings, text: formatCount(capture.findings) })}
        </p>
      </div>
    </Panel>
  );
};

const Result = ({ capture }: { readonly capture: CaptureDetail }) => {
  const { t } = useTranslation();
  const { summary } = capture;
  if (summary === null) {
    return (
      <Panel>
        <EmptyState title={t('captures.noResult')} hint={t('captures.noResultHint')} />
      </Panel>
    );
  }
  switch (summary.kind) {
    case 'pcap':
      return <PcapView capture={capture} summary={summary} />;
    case 'can':
      return <CanView capture={capture} summary={summary} />;
    case 'v2x':
      return <V2xView capture={capture} summary={summary} />;
    case 'ids':
      return <IdsView capture={capture} summary={summary} />;
  }
};
