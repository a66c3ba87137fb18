/**
 * Types of misbehaviour reports after ETSI TS 103 759 V2.2.1 in canonical OER. The text of the standard was not at hand: the
 * fields and numbers follow public descriptions of its ASN.1 and are unverified against the standard itself. Open types of
 * ASN.1 have the bytes of an OCTET STRING (X.696 clause 30) and are read as such.
 */
import { integer, listOf, octets, openSequence, optional, sequence, utf8 } from '@chedun/asn1';
import { Aid, Certificate, ThreeDLocation, Time64, Uint16, Uint8 } from '@chedun/v2x-security/schema';

/** Most different things that one report observes of one target, and most targets. */
const MOST_OBSERVATIONS = 64;
/** Most messages of one stream. */
const MOST_PDUS = 255;
/** Most streams of messages. */
const MOST_STREAMS = 16;

const open = octets();

/** One observation: its number counts within its target. What is observed carries no value as a rule (NULL: no bytes). */
export const SingleObservation = sequence({ obsId: Uint8, obs: open });
/** All observations of one target. */
export const ObservationsByTarget = sequence({ tgtId: Uint8, observations: listOf(open, 1, MOST_OBSERVATIONS) });
/** Messages of one sender as they were received. */
export const V2xPduStream = openSequence({
  type: Uint8,
  v2xPdus: listOf(open, 1, MOST_PDUS),
  certificate: optional(Certificate),
  subjectPduIndex: Uint8,
});
/** Evidence that is no message. */
export const EvidenceItem = sequence({ id: Uint8, evidence: open });
/** What is reported of one application. */
export const ApplicationReport = sequence({
  observations: listOf(ObservationsByTarget, 0, MOST_OBSERVATIONS),
  v2xPduEvidence: listOf(V2xPduStream, 1, MOST_STREAMS),
  nonV2xPduEvidence: listOf(EvidenceItem, 0, MOST_STREAMS),
});
/** A report before it is signed. */
export const Report = sequence({
  generationTime: Time64,
  observationLocation: ThreeDLocation,
  report: sequence({ aid: Aid, content: open }),
});

const MOST_THOUSANDTHS = 2_147_483_647;
const thousandths = integer(-MOST_THOUSANDTHS, MOST_THOUSANDTHS);

/** Measured values behind the observations, which the standard has no place for: an evidence item of our own. */
export const Measured = sequence({
  suspicion: Uint16,
  signs: listOf(
    sequence({ rule: utf8(40), times: Uint16, observed: thousandths, limit: thousandths, unit: utf8(16) }),
    0,
    MOST_OBSERVATIONS,
  ),
  related: listOf(utf8(64), 0, MOST_OBSERVATIONS),
});
