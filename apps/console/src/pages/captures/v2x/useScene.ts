import type { CaptureDetail } from '@chedun/captures/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { v2xScene } from '../../../api/captures.ts';
import { sceneOf } from '../sceneTracks.ts';

const PAGE = 5000;
/** Positions that one replay holds. */
const MOST_POINTS = 200_000;

/** Positions of a recording ready for replay; the beginning can be seen while the rest is loaded. */
export const useScene = ({ id, analysedAt }: CaptureDetail) => {
  const query = useInfiniteQuery({
    queryKey: ['v2x-scene', id, analysedAt],
    queryFn: ({ pageParam, signal }) => v2xScene(id, { cursor: pageParam, limit: PAGE }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const points = useMemo(() => query.data?.pages.flatMap((page) => page.points), [query.data]);
  const full = (points?.length ?? 0) >= MOST_POINTS;
  const wantsMore = query.hasNextPage && !query.isFetching && !full && query.error === null;
  const { fetchNextPage } = query;
  useEffect(() => {
    if (wantsMore) void fetchNextPage();
  }, [wantsMore, fetchNextPage]);
  const scene = useMemo(() => (points === undefined ? undefined : sceneOf(points)), [points]);
  return {
    scene,
    loading: query.hasNextPage && !full,
    cut: query.hasNextPage && full,
    error: query.error,
    retry: () => void query.refetch(),
  };
};
