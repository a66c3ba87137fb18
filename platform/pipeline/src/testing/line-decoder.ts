import { createDecoder } from '@chedun/logs';
import type { OpenDecoder } from '../stage.ts';

/** Decodes frames whose payload is lines of JSON. */
export const openDecoder: OpenDecoder = () => {
  const decoder = createDecoder('ndjson');
  return {
    decode: (frame) => ({
      frame,
      rejects: [],
      events: Buffer.from(frame.payload)
        .toString('utf8')
        .split('\n')
        .flatMap((line, index) => {
          const event = decoder.decode(line);
          return event ? [{ index, event, raw: undefined }] : [];
        }),
    }),
  };
};
