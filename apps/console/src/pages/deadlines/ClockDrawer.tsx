import type { ClockDetail } from '@chedun/deadline-ledger/contract';
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Skeleton, Timeline } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { downloadDeadlineReceipt, getDeadline } from '../../api/deadlines.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { DueText, RemainingBar, RuleText, useLimitText } from './clockParts.tsx';
import { StopDialog } from './StopDialog.tsx';
import { namesText } from '../../lib/names.ts';

/** One clock: what it rests on, how it went, and how it ends. */
export const ClockDrawer = ({
  id,
  writes,
  onClose,
}: {
  readonly id: string;
  readonly writes: boolean;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [stopping, setStopping] = useState(false);
  const {
    data: clock,
    error,
    refetch,
  } = useQuery({
    queryKey: ['deadlines', 'one', id],
    queryFn: ({ signal }) => getDeadline(id, signal),
  });
  const stoppable = writes && clock?.state === 'running';
  return (
    <Drawer
      open
      size={560}
      onClose={onClose}
      title={clock?.subject.title ?? t('nav.deadlines')}
      extra={
        stoppable && (
          <Button type="primary" onClick={() => setStopping(true)}>
            {t('deadlines.stop')}
          </Button>
        )
      }
    >
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {clock === undefined && error === null && <Skeleton active paragraph={{ rows: 8 }} />}
      {clock !== undefined && <Body clock={clock} />}
      {stopping && clock !== undefined && <StopDialog clock={clock} onClose={() => setStopping(false)} />}
    </Drawer>
  );
};

/** Records of our own from which clocks run. */
const ANCHORS = [
  'incident-known',
  'response-ended',
  'calendar',
  'finding',
  'grading-review',
  'inventory-change',
  'last-run',
  'run-ended',
] as const;

const Body = ({ clock }: { readonly clock: ClockDetail }) => {
  const { t } = useTranslation();
  const limit = useLimitText();
  const anchor = ANCHORS.find((each) => each === clock.anchor.kind);
  return (
    <div className="stack">
      <RemainingBar clock={clock} />
      <Facts
        items={[
          [t('deadlines.rule'), <RuleText key="rule" clock={clock} />],
          [t('deadlines.source'), clock.rule.source],
          [t('deadlines.limit'), limit(clock.rule)],
          [t('deadlines.to'), namesText(clock.recipients)],
          [t('deadlines.start'), <TimeText key="start" at={clock.startedAt} />],
          [
            t('deadlines.anchor'),
            `${anchor === undefined ? clock.anchor.kind : t(`deadlines.anchors.${anchor}`)} ${clock.anchor.id}`,
          ],
          [t('deadlines.due'), <DueText key="due" clock={clock} />],
          [t('deadlines.endedAt'), clock.endedAt === null ? null : <TimeText key="end" at={clock.endedAt} />],
          [t('deadlines.recordedAt'), clock.recordedAt === null ? null : <TimeText key="kept" at={clock.recordedAt} />],
          [t('deadlines.receiver'), clock.receiver],
          [t('deadlines.explanation'), clock.explanation],
          [t('deadlines.receipt'), clock.receipt === null ? null : <Receipt key="receipt" clock={clock} />],
        ]}
      />
      <div className="row wrap" style={{ gap: 6 }}>
        {clock.warnings.map(({ percent, at }) => (
          <Chip key={percent} {...(clock.warned >= percent ? { tone: 'high' } : {})}>
            {percent}% <TimeText at={at} />
          </Chip>
        ))}
      </div>
      <Timeline
        items={clock.history.map(({ at, kind, actor, detail }) => ({
          key: `${at}${kind}`,
          content: (
            <span>
              {t(`deadlines.events.${kind}`)}
              {kind === 'warned' && ` ${String(detail['percent'] ?? '')}%`} · {actor} · <TimeText at={at} />
            </span>
          ),
        }))}
      />
    </div>
  );
};

const Receipt = ({ clock }: { readonly clock: ClockDetail }) => {
  const { receipt } = clock;
  if (receipt === null) return null;
  return (
    <span>
      <Button
        type="link"
        size="small"
        style={{ padding: 0 }}
        onClick={() => void downloadDeadlineReceipt(clock.id, receipt.name)}
      >
        {receipt.name}
      </Button>
      <div className="mono faint" style={{ overflowWrap: 'anywhere' }}>
        SM3 {receipt.sm3}
      </div>
    </span>
  );
};
