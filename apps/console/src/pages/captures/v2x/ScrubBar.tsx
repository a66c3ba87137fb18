import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { usePalette } from '../../../theme/useTheme.ts';
import { drawSteps, FOOT, MARKS } from '../../../ui/drawing/band.ts';
import { Canvas } from '../../../ui/drawing/Canvas.tsx';
import type { Draw, Place } from '../../../ui/drawing/Canvas.tsx';
import { fromPixel, toPixel } from '../../../ui/drawing/span.ts';
import { densityOf } from '../sceneTracks.ts';
import type { Scene } from '../sceneTracks.ts';

interface ScrubBarProps {
  readonly scene: Scene;
  readonly at: number;
  readonly onSeek: (second: number) => void;
}

const PARTS = 300;
const HEIGHT = 56;

/** The whole recording as a band of messages, red where senders are accused; drag to any moment. */
export const ScrubBar = ({ scene, at, onSeek }: ScrubBarProps) => {
  const { t } = useTranslation();
  const tone = usePalette();
  const density = useMemo(() => densityOf(scene, PARTS), [scene]);
  const span = useMemo(() => ({ from: 0, to: Math.max(scene.seconds, 1e-3) }), [scene]);
  const draw = useCallback<Draw>(
    (pen, { width, height }) => {
      drawSteps(pen, tone, density, span, { width, height: height + FOOT - 1 });
      const x = toPixel(at, span, width);
      pen.fillStyle = tone.text;
      pen.fillRect(x - 1, MARKS - 4, 2, height - MARKS + 4);
      pen.beginPath();
      pen.arc(x, MARKS - 5, 4.5, 0, 2 * Math.PI);
      pen.fill();
    },
    [tone, density, span, at],
  );
  const seek = (place: Place): void => onSeek(fromPixel(place.x, span, place.width));
  return (
    <Canvas
      height={HEIGHT}
      label={t('scene.scrub')}
      draw={draw}
      style={{ cursor: 'ew-resize', borderTop: '1px solid var(--line)', borderBottom: '1px solid var(--line)' }}
      onDown={seek}
      onMove={(place, state) => {
        if (state === 'pressed') seek(place);
      }}
    />
  );
};
