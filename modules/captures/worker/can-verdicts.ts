import { createIdsAlerts, idText, type IdsAlert, type IdsVerdict } from '@chedun/can';
import type { Findings } from './findings.ts';

/** Seconds of the log between two looks at the open alerts; a burst that is over is forgotten after 60 s of silence. */
const LOOK_S = 30;

/** Turns verdicts of the intrusion detection into findings, one for each burst. */
export interface Verdicts {
  readonly take: (verdict: IdsVerdict) => void;
  /** Alerts that opened. */
  readonly end: (findings: Findings) => number;
}

const about = (alert: IdsAlert): string =>
  JSON.stringify([alert.rule, alert.channel, alert.id, alert.extended, alert.from]);

/** Starts grouping. */
export const createVerdicts = (): Verdicts => {
  const alerts = createIdsAlerts();
  const bursts = new Map<string, IdsAlert>();
  let looked = -Infinity;
  const look = (): void => {
    for (const alert of alerts.open()) bursts.set(about(alert), alert);
  };
  return {
    take: (verdict) => {
      if (verdict.time - looked >= LOOK_S) {
        look();
        looked = verdict.time;
      }
      alerts.push(verdict);
    },
    end: (findings) => {
      look();
      for (const [key, { rule, channel, id, extended, weight, from, to, count, example }] of bursts) {
        const { expected, seen } = example;
        const idHex = idText(id, extended);
        const fields = {
          'can.kind': 'ids',
          'can.channel': channel,
          'can.id': id,
          'can.id_hex': idHex,
          'can.extended': extended,
          'can.rule': rule,
          'can.weight': weight,
          'can.count': count,
          'can.from_s': from,
          'can.to_s': to,
          'can.expected': expected,
          'can.seen': seen,
        };
        const subject = channel === '' ? idHex : `${channel} ${idHex}`;
        const times = { firstS: from, lastS: to, count };
        findings.add(key, { signal: rule, category: 'can', subject, expected, seen, fields, ...times });
      }
      return bursts.size;
    },
  };
};
