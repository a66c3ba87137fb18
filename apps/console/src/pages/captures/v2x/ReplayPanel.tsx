import { PauseOutlined, CaretRightOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../../app/preferences.ts';
import { formatTime } from '../../../lib/time.ts';
import { placeBackground } from '../../../ui/drawing/geojson.ts';
import type { Background } from '../../../ui/drawing/geojson.ts';
import { SceneView } from '../../../ui/drawing/SceneView.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { standingAt } from '../sceneTracks.ts';
import type { Scene } from '../sceneTracks.ts';
import { BackgroundButton } from './BackgroundButton.tsx';
import { SceneFacts } from './SceneFacts.tsx';
import { ScrubBar } from './ScrubBar.tsx';
import { SPEEDS } from './usePlayback.ts';
import type { Speed, usePlayback } from './usePlayback.ts';

interface ReplayPanelProps {
  readonly scene: Scene;
  readonly playback: ReturnType<typeof usePlayback>;
  readonly picked: string | undefined;
  readonly onPick: (sender: string | undefined) => void;
  /** How much of the positions is here, per cent. */
  readonly loaded: number;
}

const HEIGHT = 430;

/** The scene with its controls. */
export const ReplayPanel = ({ scene, playback, picked, onPick, loaded }: ReplayPanelProps) => {
  const { t } = useTranslation();
  const { at } = playback;
  const [background, setBackground] = useState<Background>();
  const lines = useMemo(
    () => (background === undefined ? [] : placeBackground(background, scene.origin)),
    [background, scene],
  );
  const standing = useCallback((id: string, second: number) => standingAt(scene.accusations, id, second), [scene]);
  return (
    <Panel
      title={t('scene.title')}
      hint={loaded < 100 ? t('scene.loading', { loaded }) : t('scene.hint')}
      extra={<BackgroundButton background={background} onChange={setBackground} />}
      body="flush"
    >
      <div style={{ position: 'relative' }}>
        <SceneView
          tracks={scene.tracks}
          at={at}
          standing={standing}
          background={lines}
          picked={picked}
          onPick={onPick}
          label={t('scene.sceneLabel')}
          north={t('scene.north')}
          height={HEIGHT}
        />
        <SceneFacts scene={scene} at={at} picked={picked} />
      </div>
      <ScrubBar scene={scene} at={at} onSeek={playback.seek} />
      <Controls scene={scene} playback={playback} />
    </Panel>
  );
};

const Controls = ({ scene, playback }: Pick<ReplayPanelProps, 'scene' | 'playback'>) => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  const { at } = playback;
  return (
    <div className="toolbar" style={{ borderBottom: 0 }}>
      <Button
        type="primary"
        icon={playback.playing ? <PauseOutlined /> : <CaretRightOutlined />}
        onClick={playback.toggle}
      >
        {playback.playing ? t('scene.pause') : t('scene.play')}
      </Button>
      <Segmented<Speed>
        options={SPEEDS.map((value) => ({ value, label: `${value}×` }))}
        value={playback.speed}
        onChange={playback.setSpeed}
      />
      <span className="mono">{formatTime(Math.round(scene.startMs + at * 1000), zone, 'millisecond')}</span>
      <span className="soft">
        {at.toFixed(1)} / {scene.seconds.toFixed(1)} s
      </span>
      <span className="row" style={{ marginLeft: 'auto', gap: 14 }}>
        <span className="row" style={{ gap: 6 }} data-tone="primary">
          <span className="dot" />
          {t('scene.plain')}
        </span>
        <span className="row" style={{ gap: 6 }} data-tone="critical">
          <span className="dot" />
          {t('scene.accusedLegend')}
        </span>
      </span>
    </div>
  );
};
