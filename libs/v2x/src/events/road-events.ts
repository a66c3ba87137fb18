import type { ValueOf } from '@chedun/asn1';
import type { NodeReferenceID } from '../schema/common.ts';
import type { MapMessage, Rsi, Spat } from '../schema/frame.ts';
import { put } from './fields.ts';
import type { EventFields } from './fields.ts';
import { nameOf, statusNames } from './names.ts';
import { addPlace, placeAt } from './place.ts';
import type { Draft } from './vehicle-events.ts';

const NO_MINUTE = 527_040;

type Rte = NonNullable<Rsi['rtes']>[number];
type Rts = NonNullable<Rsi['rtss']>[number];

const gb2312 = new TextDecoder('gb18030');

const addNode = (fields: EventFields, node: ValueOf<typeof NodeReferenceID>): void => {
  put(fields, 'v2x.node_region', node.region);
  fields['v2x.node_id'] = node.id;
};

const minuteOf = (moy: number | undefined): number | undefined => (moy === NO_MINUTE ? undefined : moy);

/** One record for each intersection; ids and lights of its phases side by side, one entry per phase state. */
export const spatDrafts = (spat: Spat): readonly Draft[] =>
  spat.intersections.map((one) => {
    const fields: EventFields = { 'v2x.msg_count': spat.msgCnt };
    put(fields, 'v2x.name', spat.name);
    addNode(fields, one.intersectionId);
    put(fields, 'v2x.minute_of_year', minuteOf(one.moy ?? spat.moy));
    fields['v2x.signal_status'] = statusNames(one.status);
    fields['v2x.phase_ids'] = one.phases.flatMap((phase) => phase.phaseStates.map(() => phase.id));
    fields['v2x.phase_lights'] = one.phases.flatMap((phase) => phase.phaseStates.map((state) => nameOf(state.light)));
    return { secMark: one.timeStamp ?? spat.timeStamp, fields };
  });

/** One record for each node of a map. */
export const mapDrafts = (map: MapMessage): readonly Draft[] =>
  map.nodes.map((node) => {
    const links = node.inLinks ?? [];
    const fields: EventFields = { 'v2x.msg_count': map.msgCnt };
    put(fields, 'v2x.name', node.name);
    addNode(fields, node.id);
    addPlace(fields, node.refPos);
    put(fields, 'v2x.minute_of_year', minuteOf(map.timeStamp));
    fields['v2x.links'] = links.length;
    fields['v2x.lanes'] = links.reduce((sum, link) => sum + link.lanes.length, 0);
    return { secMark: undefined, fields };
  });

const textOf = (description: Rte['description']): string | undefined => {
  if (description === undefined) return undefined;
  if ('textString' in description) return description.textString;
  return 'textGB2312' in description ? gb2312.decode(Buffer.from(description.textGB2312.octets, 'hex')) : undefined;
};

const addNotice = (fields: EventFields, one: Rte | Rts): void => {
  put(fields, 'v2x.description', textOf(one.description));
  put(fields, 'v2x.priority', one.priority === undefined ? undefined : Number.parseInt(one.priority.octets, 16));
  put(fields, 'v2x.start_minute_of_year', minuteOf(one.timeDetails?.startTime));
  put(fields, 'v2x.end_minute_of_year', minuteOf(one.timeDetails?.endTime));
  put(fields, 'v2x.paths', one.referencePaths?.length);
  put(fields, 'v2x.links', one.referenceLinks?.length);
};

const rteFields = (fields: EventFields, rte: Rte): void => {
  fields['v2x.event_id'] = rte.rteId;
  fields['v2x.event_type'] = rte.eventType;
  fields['v2x.event_source'] = nameOf(rte.eventSource);
  put(fields, 'v2x.event_radius', rte.eventRadius);
  put(fields, 'v2x.event_confidence_pct', rte.eventConfidence === undefined ? undefined : rte.eventConfidence / 2);
};

/** One record for each event and each sign; one for the message when it has neither. */
export const rsiDrafts = (rsi: Rsi): readonly Draft[] => {
  const draft = (at: Rte['eventPos'], fill: (fields: EventFields) => void): Draft => {
    const fields: EventFields = { 'v2x.msg_count': rsi.msgCnt, 'v2x.rsu_id': rsi.id.octets };
    put(fields, 'v2x.minute_of_year', minuteOf(rsi.moy));
    addPlace(fields, at === undefined ? rsi.refPos : placeAt(rsi.refPos, at));
    fill(fields);
    return { secMark: undefined, fields };
  };
  const events = (rsi.rtes ?? []).map((rte) =>
    draft(rte.eventPos, (fields) => {
      rteFields(fields, rte);
      addNotice(fields, rte);
    }),
  );
  const signs = (rsi.rtss ?? []).map((rts) =>
    draft(rts.signPos, (fields) => {
      fields['v2x.sign_id'] = rts.rtsId;
      fields['v2x.sign_type'] = rts.signType;
      addNotice(fields, rts);
    }),
  );
  const all = [...events, ...signs];
  return all.length > 0 ? all : [draft(undefined, () => {})];
};
