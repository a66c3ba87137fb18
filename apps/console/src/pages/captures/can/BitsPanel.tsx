import { useCallback, useMemo } from 'react';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../../lib/format.ts';
import { BitHeatMap } from '../../../ui/drawing/BitHeatMap.tsx';
import type { BitRow } from '../../../ui/drawing/BitHeatMap.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { bitRows } from '../canBits.ts';
import type { WindowFrames } from './useWindow.ts';

interface BitsPanelProps {
  readonly loaded: WindowFrames | undefined;
  readonly picked: string | undefined;
  readonly onPick: (key: string) => void;
}

/** How often every bit of every identifier changes within the window. */
export const BitsPanel = ({ loaded, picked, onPick }: BitsPanelProps) => {
  const { t } = useTranslation();
  const rows = useMemo(() => bitRows(loaded?.frames ?? []), [loaded]);
  const explain = useCallback(
    (row: BitRow, byte: number, bit: number, share: number) => [
      t('can.bitAt', { id: row.name, byte, bit }),
      t('can.bitShare', { share: (share * 100).toFixed(1) }),
    ],
    [t],
  );
  if (loaded === undefined) return <Skeleton active style={{ padding: 16 }} />;
  if (rows.length === 0) return <EmptyState size="small" title={t('can.noBits')} hint={t('can.noBitsHint')} />;
  return (
    <div style={{ padding: '10px 14px' }}>
      <div className="soft" style={{ marginBottom: 6 }}>
        {loaded.complete
          ? t('can.bitsFrom', { total: formatCount(loaded.frames.length) })
          : t('can.bitsFromFirst', { total: formatCount(loaded.frames.length) })}
      </div>
      <div className="scroll-y">
        <BitHeatMap rows={rows} label={t('can.bits')} picked={picked} onPick={onPick} explain={explain} />
      </div>
    </div>
  );
};
