import { useCallback, useMemo, useRef, useState } from 'react';
import { usePalette } from '../../theme/useTheme.ts';
import { Canvas } from './Canvas.tsx';
import type { Draw, Place, Size } from './Canvas.tsx';
import { fitCamera, panCamera, toPlane, zoomCamera } from './plane.ts';
import type { Camera, Point } from './plane.ts';
import { pointsOf, poseAt, senderAt, trailOf } from './scene.ts';
import type { Track } from './scene.ts';
import { paintCar, paintGrid, paintLines, paintName, paintScale } from './scenePaint.ts';
import type { Easel, Standing } from './scenePaint.ts';

interface SceneViewProps {
  readonly tracks: readonly Track[];
  readonly at: number;
  /** How a sender stands at a moment. */
  readonly standing: (id: string, at: number) => Standing;
  readonly background: readonly (readonly Point[])[];
  readonly picked: string | undefined;
  readonly onPick: (id: string | undefined) => void;
  readonly label: string;
  readonly north: string;
  readonly height: number;
}

const TRAIL_S = 8;
const REACH_PX = 18;

const paintScene = (easel: Easel, { tracks, at, standing, background, picked, north }: SceneViewProps): void => {
  const { tone } = easel;
  paintGrid(easel);
  paintLines(easel, background, { color: tone.textFaint, width: 1.2, alpha: 0.7 });
  const seen = tracks.flatMap((track) => {
    const pose = poseAt(track, at);
    return pose === undefined ? [] : [{ track, pose, how: standing(track.id, at) }];
  });
  for (const { track, how } of seen) {
    const color = how === 'plain' ? tone.primary : tone.critical;
    paintLines(easel, trailOf(track, at, TRAIL_S), { color, width: 1.6, alpha: 0.45 });
  }
  const order = (how: Standing): number => (how === 'plain' ? 0 : 1);
  for (const { track, pose, how } of seen.toSorted((a, b) => order(a.how) - order(b.how))) {
    paintCar(easel, pose, how, track.id === picked);
  }
  for (const { track, pose, how } of seen) {
    if (track.id === picked || how === 'accused-now') paintName(easel, pose, track.id);
  }
  paintScale(easel, north);
};

/** A camera that first shows everything and then goes where it is moved. */
const useCamera = (tracks: readonly Track[]) => {
  const [moved, setMoved] = useState<Camera>();
  const points = useMemo(() => [...pointsOf(tracks)], [tracks]);
  const fitted = useRef<{ readonly of: readonly Point[]; readonly size: string; readonly camera: Camera }>(undefined);
  const cameraFor = useCallback(
    (size: Size): Camera => {
      if (moved !== undefined) return moved;
      const key = `${size.width}×${size.height}`;
      if (fitted.current?.of !== points || fitted.current.size !== key) {
        fitted.current = { of: points, size: key, camera: fitCamera(points, size) };
      }
      return fitted.current.camera;
    },
    [moved, points],
  );
  return { cameraFor, move: setMoved };
};

/** Dragging moves the plane; a click without dragging picks the nearest sender. */
const useHand = (
  { tracks, at, onPick }: SceneViewProps,
  {
    cameraFor,
    move,
  }: { readonly cameraFor: (size: Size) => Camera; readonly move: (camera: Camera | undefined) => void },
) => {
  const grip = useRef<{ readonly first: Place; readonly camera: Camera }>(undefined);
  const turn = useCallback(
    (place: Place, distance: number) => move(zoomCamera(cameraFor(place), place, place, 0.9985 ** distance)),
    [cameraFor, move],
  );
  return {
    turn,
    down: (place: Place): void => {
      grip.current = { first: place, camera: cameraFor(place) };
    },
    drag: (place: Place): void => {
      if (grip.current === undefined || travelled(grip.current.first, place) < 4) return;
      const { first, camera } = grip.current;
      move(panCamera(camera, place.x - first.x, place.y - first.y));
    },
    up: (place: Place): void => {
      const first = grip.current?.first;
      grip.current = undefined;
      if (first === undefined || travelled(first, place) >= 4) return;
      const camera = cameraFor(place);
      onPick(senderAt(tracks, at, toPlane(camera, place, place), REACH_PX / camera.scale));
    },
  };
};

const travelled = (a: Place, b: Place): number => Math.hypot(a.x - b.x, a.y - b.y);

/** Vehicles on a plane of metres at one moment: own grid, scale and north, no base map. Drag moves, wheel zooms, click picks. */
export const SceneView = (props: SceneViewProps) => {
  const tone = usePalette();
  const { tracks, at, standing, background, picked, onPick, label, north, height } = props;
  const { cameraFor, move } = useCamera(tracks);
  const hand = useHand(props, { cameraFor, move });
  const draw = useCallback<Draw>(
    (pen, frame) =>
      paintScene(
        { pen, tone, frame, camera: cameraFor(frame) },
        { tracks, at, standing, background, picked, onPick, label, north, height },
      ),
    [tone, cameraFor, tracks, at, standing, background, picked, onPick, label, north, height],
  );
  return (
    <Canvas
      height={height}
      label={label}
      draw={draw}
      style={{ cursor: 'grab', background: 'var(--sunken)' }}
      onDown={hand.down}
      onMove={(place, state) => {
        if (state === 'pressed') hand.drag(place);
      }}
      onUp={hand.up}
      onDoubleClick={() => move(undefined)}
      onWheel={hand.turn}
    />
  );
};
