import type { ProtocolShare } from '@chedun/captures/contract';
import { Segmented } from 'antd';
import { useState } from 'react';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatCount, percent } from '../../../lib/format.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Panel } from '../../../ui/Panel.tsx';

const MEASURES = ['bytes', 'packets', 'flows'] as const;
type Measure = (typeof MEASURES)[number];

const TONES = ['primary', 'low', 'good', 'medium', 'high', 'info'] as const;
const SHOWN = 12;

const shareText = (part: number, whole: number): string =>
  part > 0 && percent(part, whole) === 0 ? '<1%' : `${percent(part, whole)}%`;

const written = (measure: Measure, value: number): string =>
  measure === 'bytes' ? formatBytes(value) : formatCount(value);

interface ProtocolPanelProps {
  readonly protocols: readonly ProtocolShare[];
  readonly picked: string | undefined;
  readonly onPick: (protocol: string) => void;
}

/** The protocols of a capture as one divided bar and a legend; a click filters the flows. */
export const ProtocolPanel = ({ protocols, picked, onPick }: ProtocolPanelProps) => {
  const { t } = useTranslation();
  const [measure, setMeasure] = useState<Measure>('bytes');
  const sorted = protocols.toSorted((a, b) => b[measure] - a[measure]);
  const whole = sorted.reduce((sum, one) => sum + one[measure], 0);
  return (
    <Panel
      title={t('pcap.protocols')}
      hint={t('pcap.protocolsHint')}
      extra={
        <Segmented<Measure>
          size="small"
          options={MEASURES.map((value) => ({ value, label: t(`pcap.measure.${value}`) }))}
          value={measure}
          onChange={setMeasure}
        />
      }
    >
      {sorted.length === 0 ? (
        <EmptyState size="small" title={t('pcap.noProtocols')} hint={t('pcap.noProtocolsHint')} />
      ) : (
        <>
          <div className="share-bar" role="img" aria-label={t('pcap.protocols')}>
            {sorted.map((one, index) => (
              <span
                key={one.protocol}
                data-tone={TONES[Math.min(index, TONES.length - 1)]}
                title={`${one.protocol} ${shareText(one[measure], whole)}`}
                style={{ flexGrow: one[measure] }}
              />
            ))}
          </div>
          <div className="share-legend">
            {sorted.slice(0, SHOWN).map((one, index) => (
              <button
                key={one.protocol}
                type="button"
                className={one.protocol === picked ? 'share-name picked' : 'share-name'}
                data-tone={TONES[Math.min(index, TONES.length - 1)]}
                style={{ '--share': whole === 0 ? 0 : one[measure] / whole } as CSSProperties}
                onClick={() => onPick(one.protocol)}
              >
                <span className="dot" />
                <strong>{one.protocol.toUpperCase()}</strong>
                <span className="soft">{written(measure, one[measure])}</span>
                <span className="faint">{shareText(one[measure], whole)}</span>
              </button>
            ))}
          </div>
        </>
      )}
    </Panel>
  );
};
