import type { UnknownName } from '@chedun/asn1';
import type { Bsm, Rsm } from '../schema/frame.ts';
import { put } from './fields.ts';
import type { EventFields } from './fields.ts';
import { addMotion } from './motion.ts';
import { eventNames, nameOf } from './names.ts';
import { addPlace, placeAt } from './place.ts';

/** Fields of one record, and the DSecond from which its time follows. */
export interface Draft {
  readonly secMark: number | undefined;
  readonly fields: EventFields;
}

const maybe = (value: string | UnknownName | undefined): string | undefined =>
  value === undefined ? undefined : nameOf(value);

const addSafety = (fields: EventFields, safety: NonNullable<Bsm['safetyExt']>): void => {
  if (safety.events !== undefined) fields['v2x.events'] = eventNames(safety.events);
  if (safety.pathHistory !== undefined) fields['v2x.path_points'] = safety.pathHistory.crumbData.length;
  if (safety.lights !== undefined) fields['v2x.lights_bits'] = safety.lights.bits;
};

const addEmergency = (fields: EventFields, emergency: NonNullable<Bsm['emergencyExt']>): void => {
  put(fields, 'v2x.emergency_response', maybe(emergency.responseType));
  put(fields, 'v2x.siren', maybe(emergency.sirenUse));
  put(fields, 'v2x.lightbar', maybe(emergency.lightsUse));
};

/** One record of a basic safety message. */
export const bsmDraft = (bsm: Bsm): Draft => {
  const fields: EventFields = { 'v2x.msg_count': bsm.msgCnt, 'v2x.id': bsm.id.octets };
  addPlace(fields, bsm.pos);
  addMotion(fields, { ...bsm, transmission: maybe(bsm.transmission) });
  put(fields, 'v2x.brake_pedal', maybe(bsm.brakes.brakePadel));
  put(fields, 'v2x.abs', maybe(bsm.brakes.abs));
  if (bsm.safetyExt !== undefined) addSafety(fields, bsm.safetyExt);
  if (bsm.emergencyExt !== undefined) addEmergency(fields, bsm.emergencyExt);
  return { secMark: bsm.secMark, fields };
};

/** One record for each participant that a roadside unit reports. */
export const rsmDrafts = (rsm: Rsm): readonly Draft[] =>
  rsm.participants.map((one) => {
    const fields: EventFields = {
      'v2x.msg_count': rsm.msgCnt,
      'v2x.rsu_id': rsm.id.octets,
      'v2x.participant_id': one.ptcId,
    };
    put(fields, 'v2x.participant', maybe(one.ptcType));
    put(fields, 'v2x.observed_by', maybe(one.source));
    put(fields, 'v2x.id', one.id?.octets);
    addPlace(fields, placeAt(rsm.refPos, one.pos));
    addMotion(fields, { ...one, transmission: maybe(one.transmission) });
    return { secMark: one.secMark, fields };
  });
