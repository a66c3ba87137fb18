import { emptyCore } from '@chedun/logs';
import type { OpenDecoder } from '../stage.ts';

/** Decodes every line of a frame to an event; a line "kill" ends the thread, "bad" is rejected. */
export const openDecoder: OpenDecoder = () => ({
  decode: (frame) => {
    const lines = Buffer.from(frame.payload).toString('utf8').split('\n');
    if (lines.includes('kill')) process.exit(3);
    const bad = lines.flatMap((line, index) => (line === 'bad' ? [index] : []));
    return {
      frame,
      events: lines.flatMap((line, index) =>
        line === 'bad'
          ? []
          : [
              {
                index,
                raw: undefined,
                event: {
                  time: undefined,
                  format: 'ndjson',
                  fields: { line },
                  logsource: {},
                  ocsf: emptyCore(),
                  bodyJson: undefined,
                },
              },
            ],
      ),
      rejects: bad.map((index) => ({
        index,
        code: 'test.bad',
        reason: 'bad line',
        place: undefined,
        size: 3,
        preview: Buffer.from('bad'),
      })),
    };
  },
});
