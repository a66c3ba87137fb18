import { useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import { apiUrl } from './client.ts';

/** `live` while messages arrive, `lost` between an interruption and the browser's own retry. */
export type StreamState = 'connecting' | 'live' | 'lost';

/** Listens to one kind of server-sent event; the browser reconnects by itself. Messages that do not fit the schema are dropped. */
export const useStream = <S extends z.ZodType>(
  path: string,
  event: string,
  schema: S,
  onMessage: (message: z.output<S>) => void,
): StreamState => {
  const [state, setState] = useState<StreamState>('connecting');
  const handler = useRef(onMessage);
  handler.current = onMessage;
  useEffect(() => {
    const source = new EventSource(apiUrl(path));
    const receive = (message: MessageEvent<string>): void => {
      const parsed = schema.safeParse(parseJson(message.data));
      if (!parsed.success) return;
      setState('live');
      handler.current(parsed.data);
    };
    source.addEventListener(event, receive);
    source.addEventListener('error', () => setState('lost'));
    source.addEventListener('open', () => setState('live'));
    return () => source.close();
  }, [path, event, schema]);
  return state;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};
