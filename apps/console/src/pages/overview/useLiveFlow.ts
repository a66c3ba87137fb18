import { Flow } from '@chedun/ingest/contract';
import { useState } from 'react';
import { useStream } from '../../api/stream.ts';
import type { StreamState } from '../../api/stream.ts';

/** The newest measurement of the flow and whether the stream is alive. */
export interface LiveFlow {
  readonly state: StreamState;
  readonly latest: Flow | undefined;
}

/** Listens to the flow of events as long as the page is open. */
export const useLiveFlow = (): LiveFlow => {
  const [latest, setLatest] = useState<Flow>();
  const state = useStream('/ingest/live', 'flow', Flow, setLatest);
  return { state, latest };
};
