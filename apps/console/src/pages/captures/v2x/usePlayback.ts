import { useCallback, useEffect, useRef, useState } from 'react';

/** Speeds of the replay: how many seconds of the recording pass in one. */
export const SPEEDS = [0.5, 1, 2, 5, 10] as const;
export type Speed = (typeof SPEEDS)[number];

/** A moment after the first message, when the first senders have all been heard. */
const BEGIN_S = 1;

/** Moves a moment forward with the screen; stops at the end. */
export const usePlayback = (seconds: number) => {
  const [at, setAt] = useState(Math.min(seconds, BEGIN_S));
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<Speed>(1);
  const before = useRef<number>(undefined);

  useEffect(() => {
    if (!playing) return undefined;
    let frame = 0;
    const step = (now: number): void => {
      const gone = (now - (before.current ?? now)) / 1000;
      before.current = now;
      setAt((last) => Math.min(seconds, last + gone * speed));
      frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => {
      cancelAnimationFrame(frame);
      before.current = undefined;
    };
  }, [playing, speed, seconds]);

  useEffect(() => {
    if (playing && at >= seconds) setPlaying(false);
  }, [playing, at, seconds]);

  const toggle = (): void => {
    if (!playing && at >= seconds) setAt(0);
    setPlaying(!playing);
  };
  const seek = useCallback((second: number) => setAt(Math.min(seconds, Math.max(0, second))), [seconds]);
  return { at, seek, playing, toggle, speed, setSpeed };
};
