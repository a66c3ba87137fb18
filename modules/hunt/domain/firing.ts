import type { AssetRef } from '@chedun/governance/contract';
import type { Firing } from '@chedun/sigma';
import { digestOf, type Found } from './found.ts';

const MOST_EVENTS = 20;
const KINDS: readonly (readonly [pattern: RegExp, kind: AssetRef['kind']])[] = [
  [/(^|\.)vin$|^last_vin$/i, 'vehicle'],
  [/(^|\.)(account|user|username|user_name|accountname|targetusername)$/i, 'account'],
  [/(^|\.)(src_ip|dest_ip|source_ip|ip|host|hostname|computer|computername)$/i, 'host'],
  [/(^|\.)(service|client_id)$/i, 'service'],
];

const kindOf = (field: string): AssetRef['kind'] => KINDS.find(([pattern]) => pattern.test(field))?.[1] ?? 'platform';

const eventOf = (text: string): Found['events'][number] => {
  const [journal = '', seq = '0', index = '0', time = '0'] = text.split('/');
  return { ref: { journal, seq: Number(seq), index: Number(index) }, at: new Date(Number(time)).toISOString() };
};

/** A firing as a hit; it stands where its last event stands. */
export const foundFiring = (firing: Firing, title: string, type: string): Found => {
  const events = firing.refs.slice(-MOST_EVENTS).map(eventOf);
  const last = events.at(-1)?.ref ?? { journal: '', seq: 0, index: 0 };
  const [first] = firing.group;
  const value = String(Math.round(firing.value * 1000) / 1000);
  const group = firing.group.map(([field, each]) => `${field} = ${each}`).join(', ');
  return {
    ruleId: firing.rule,
    key: digestOf(`${JSON.stringify(firing.group)}|${firing.at}`),
    time: firing.at,
    journal: last.journal,
    seq: last.seq,
    index: last.index,
    source: '',
    subject: first?.[1] ?? '',
    subjectKind: first === undefined ? 'platform' : kindOf(first[0]),
    message: (group === '' ? title : group).slice(0, 300),
    matched: [
      ...firing.group.slice(0, 20).map(([field, each]) => ({ field: field.slice(0, 300), value: each.slice(0, 2000) })),
      { field: type, value },
    ],
    events,
    fingerprint: null,
  };
};
