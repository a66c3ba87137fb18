import type { Finding } from '@chedun/governance/contract';
import { searchPermissions } from '@chedun/search/contract';
import { useQuery } from '@tanstack/react-query';
import { Skeleton, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { explainMatch } from '../../api/detection.ts';
import { isNotFound } from '../../api/problem.ts';
import { getEvent } from '../../api/search.ts';
import { useMay } from '../../app/session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { RecordFields, RecordRaw } from '../../ui/EventRecordView.tsx';
import { ExplainTree } from '../../ui/ExplainTree.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { MatchedTable } from './MatchedTable.tsx';
import { RelatedEvents } from './RelatedEvents.tsx';
import { SamplePicker } from './SamplePicker.tsx';
import { untilStored } from './untilStored.ts';

type Sample = Finding['samples'][number];

/** The events behind a finding: fields with highlights, why it matched, the original bytes, and what happened around. */
export const EvidencePanel = ({ finding }: { readonly finding: Finding }) => {
  const { t } = useTranslation();
  const [picked, setPicked] = useState(0);
  const sample = finding.samples[picked] ?? finding.samples[0];
  if (sample === undefined) {
    return (
      <Panel title={t('findings.record')}>
        <EmptyState title={t('findings.noSamples')} hint={t('findings.noSamplesHint')} />
      </Panel>
    );
  }
  return (
    <div className="stack">
      {finding.alert !== null && finding.alert.matched.length > 0 && <MatchedTable matched={finding.alert.matched} />}
      <Panel
        title={t('findings.samples')}
        hint={t('findings.samplesHint', { count: finding.samples.length })}
        body="flush"
      >
        <SamplePicker samples={finding.samples} picked={picked} onPick={setPicked} />
      </Panel>
      <SampleTabs finding={finding} sample={sample} />
    </div>
  );
};

const SampleTabs = ({ finding, sample }: { readonly finding: Finding; readonly sample: Sample }) => {
  const { t } = useTranslation();
  const may = useMay();
  // What several events did together is not explained event by event.
  const ruleId = finding.module === 'correlation' ? undefined : finding.alert?.ruleId;
  const matched = finding.alert?.matched ?? [];
  const record = useQuery({
    queryKey: ['event', sample.ref],
    queryFn: ({ signal }) => getEvent(sample.ref, signal),
    enabled: may(searchPermissions.read),
    staleTime: Number.POSITIVE_INFINITY,
    ...untilStored(sample.at),
  });
  const waiting = <RecordWaiting error={record.error} onRetry={() => void record.refetch()} />;
  const marks = matched.map(({ value }) => value);
  const items = [
    {
      key: 'fields',
      label: t('findings.record'),
      children: record.data === undefined ? waiting : <RecordFields record={record.data} matched={matched} />,
    },
    ...(ruleId === undefined
      ? []
      : [{ key: 'why', label: t('findings.why'), children: <WhyTab ruleId={ruleId} sample={sample} /> }]),
    {
      key: 'raw',
      label: t('findings.raw'),
      children: record.data === undefined ? waiting : <RecordRaw record={record.data} marks={marks} />,
    },
    { key: 'related', label: t('findings.related'), children: <RelatedEvents finding={finding} at={sample.at} /> },
  ];
  return (
    <section className="panel" style={{ padding: '4px 14px 14px' }}>
      <Tabs items={items} />
    </section>
  );
};

const RecordWaiting = ({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) => {
  const { t } = useTranslation();
  if (error === null) return <Skeleton active paragraph={{ rows: 8 }} />;
  if (isNotFound(error))
    return <EmptyState size="small" title={t('findings.eventGone')} hint={t('findings.eventGoneHint')} />;
  return <ErrorState error={error} onRetry={onRetry} />;
};

const WhyTab = ({ ruleId, sample }: { readonly ruleId: string; readonly sample: Sample }) => {
  const { t } = useTranslation();
  const explanation = useQuery({
    queryKey: ['explain', ruleId, sample.ref],
    queryFn: ({ signal }) => explainMatch({ ruleId, ref: sample.ref }, signal),
    staleTime: 60_000,
    ...untilStored(sample.at),
  });
  if (explanation.error !== null) {
    return <ErrorState error={explanation.error} onRetry={() => void explanation.refetch()} />;
  }
  if (explanation.data === undefined) return <Skeleton active paragraph={{ rows: 6 }} />;
  return (
    <div className="stack" style={{ gap: 8 }}>
      <div className="soft">{t('findings.explainHint')}</div>
      <ExplainTree node={explanation.data.explain} />
    </div>
  );
};
