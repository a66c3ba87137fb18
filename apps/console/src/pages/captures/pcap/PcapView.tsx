import type { CaptureDetail, PcapSummary } from '@chedun/captures/contract';
import { Alert, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatCount, formatDuration } from '../../../lib/format.ts';
import { millis } from '../../../lib/time.ts';
import { Kpi, Panel } from '../../../ui/Panel.tsx';
import { TimeText } from '../../../ui/Time.tsx';
import { CaptureFindings } from '../CaptureFindings.tsx';
import { FlowTable } from './FlowTable.tsx';
import { HostTable } from './HostTable.tsx';
import { MqttTable } from './MqttTable.tsx';
import { NameTable } from './NameTable.tsx';
import { ProtocolPanel } from './ProtocolPanel.tsx';

interface PcapViewProps {
  readonly capture: CaptureDetail;
  readonly summary: PcapSummary;
}

/** A network capture: who spoke with whom, in which protocols, and what is wrong with it. */
export const PcapView = ({ capture, summary }: PcapViewProps) => {
  const { t } = useTranslation();
  const [tab, setTab] = useState('flows');
  const [protocol, setProtocol] = useState<string>();
  const pick = (name: string): void => {
    setProtocol(name === protocol ? undefined : name);
    setTab('flows');
  };
  return (
    <div className="stack">
      <PcapCards capture={capture} summary={summary} />
      {summary.cut && <Alert type="info" showIcon title={t('pcap.cut')} />}
      <ProtocolPanel protocols={summary.protocols} picked={protocol} onPick={pick} />
      <Panel body="flush">
        <Tabs
          className="panel-tabs"
          activeKey={tab}
          onChange={setTab}
          items={[
            {
              key: 'flows',
              label: label(t('pcap.flows'), summary.flows),
              children: (
                <FlowTable
                  capture={capture}
                  protocols={summary.protocols}
                  protocol={protocol}
                  onProtocol={setProtocol}
                />
              ),
            },
            {
              key: 'hosts',
              label: label(t('pcap.hosts'), summary.hosts),
              children: <HostTable capture={capture} />,
            },
            { key: 'dns', label: t('pcap.dns'), children: <NameTable key="dns" capture={capture} via="dns" /> },
            { key: 'tls', label: t('pcap.tls'), children: <NameTable key="tls" capture={capture} via="tls" /> },
            { key: 'http', label: t('pcap.http'), children: <NameTable key="http" capture={capture} via="http" /> },
            {
              key: 'mqtt',
              label: label(t('pcap.mqtt'), summary.mqttMessages),
              children: <MqttTable capture={capture} />,
            },
            {
              key: 'findings',
              label: label(t('captures.findings'), capture.findings),
              children: <CaptureFindings capture={capture} />,
            },
          ]}
        />
      </Panel>
    </div>
  );
};

const label = (name: string, count: number) => (
  <span>
    {name} <span className="faint">{formatCount(count)}</span>
  </span>
);

const PcapCards = ({ capture, summary }: PcapViewProps) => {
  const { t } = useTranslation();
  const { first, last } = summary;
  const lasted = first === null || last === null ? '–' : formatDuration(millis(last) - millis(first));
  return (
    <div className="kpis">
      <Kpi
        label={t('pcap.frames')}
        value={formatCount(summary.frames)}
        note={t('pcap.bytes', { size: formatBytes(summary.bytes) })}
      />
      <Kpi label={t('pcap.lasted')} value={lasted} note={first === null ? '' : <TimeText at={first} />} />
      <Kpi
        label={t('pcap.flows')}
        value={formatCount(summary.flows)}
        note={t('pcap.names', { count: summary.names })}
      />
      <Kpi
        label={t('pcap.hosts')}
        value={formatCount(summary.hosts)}
        note={t('pcap.unregistered', { count: summary.unregisteredHosts })}
        {...(summary.unregisteredHosts > 0 ? { tone: 'medium' } : {})}
      />
      <Kpi
        label={t('captures.findings')}
        value={formatCount(capture.findings)}
        note={t('pcap.anomalies', { count: summary.anomalies })}
        {...(capture.findings > 0 ? { tone: 'critical' } : { tone: 'good' })}
      />
      <Kpi
        label={t('pcap.events')}
        value={formatCount(summary.events)}
        note={capture.toEvents ? t('pcap.eventsSent') : t('pcap.eventsKept')}
      />
    </div>
  );
};
