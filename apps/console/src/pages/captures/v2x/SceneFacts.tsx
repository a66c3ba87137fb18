import { useTranslation } from 'react-i18next';
import { poseAt } from '../../../ui/drawing/scene.ts';
import { standingAt } from '../sceneTracks.ts';
import type { Scene } from '../sceneTracks.ts';

interface SceneFactsProps {
  readonly scene: Scene;
  readonly at: number;
  readonly picked: string | undefined;
}

/** How many vehicles are in the scene at this moment, and what the picked one says about itself. */
export const SceneFacts = ({ scene, at, picked }: SceneFactsProps) => {
  const { t } = useTranslation();
  const present = scene.tracks.filter((track) => poseAt(track, at) !== undefined);
  const accused = present.filter(({ id }) => standingAt(scene.accusations, id, at) !== 'plain');
  return (
    <div className="scene-facts">
      <div>{t('scene.present', { count: present.length, accused: accused.length })}</div>
      {picked === undefined ? (
        <div className="faint">{t('scene.pickHint')}</div>
      ) : (
        <PickedFacts scene={scene} at={at} picked={picked} />
      )}
    </div>
  );
};

const KMH_PER_MPS = 3.6;

const PickedFacts = ({ scene, at, picked }: SceneFactsProps & { readonly picked: string }) => {
  const { t } = useTranslation();
  const track = scene.tracks.find(({ id }) => id === picked);
  const pose = track === undefined ? undefined : poseAt(track, at);
  return (
    <>
      <div className="mono">{picked}</div>
      {pose === undefined ? (
        <div className="soft">{t('scene.absent')}</div>
      ) : (
        <div className="soft">
          {t('scene.motion', {
            speed: (pose.speed * KMH_PER_MPS).toFixed(1),
            heading: (((pose.heading % 360) + 360) % 360).toFixed(0),
          })}
          <br />
          {t('scene.place', { east: pose.x.toFixed(1), north: pose.y.toFixed(1) })}
        </div>
      )}
    </>
  );
};
