import type { CaptureDetail, V2xPoint } from '@chedun/captures/contract';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { v2xScene } from '../../../api/captures.ts';
import { sceneOf } from '../sceneTracks.ts';

const PAGE = 5000;
/** Positions that one replay holds. */
export const MOST_POINTS = 200_000;

const loadPoints = async (id: string, signal: AbortSignal) => {
  const points: V2xPoint[] = [];
  let cursor: string | undefined;
  while (points.length < MOST_POINTS) {
    const answer = await v2xScene(id, { cursor, limit: PAGE }, signal);
    for (const point of answer.points) points.push(point);
    if (answer.next === null) return { points, complete: true };
    cursor = answer.next;
  }
  return { points, complete: false };
};

/** Loads the positions of a recording and makes them ready for replay. */
export const useScene = ({ id, analysedAt }: CaptureDetail) => {
  const query = useQuery({
    queryKey: ['v2x-scene', id, analysedAt],
    queryFn: ({ signal }) => loadPoints(id, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const scene = useMemo(() => (query.data === undefined ? undefined : sceneOf(query.data.points)), [query.data]);
  return { scene, complete: query.data?.complete ?? true, error: query.error, retry: () => void query.refetch() };
};
