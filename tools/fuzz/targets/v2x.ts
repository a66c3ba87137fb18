import {
  ASN1_ERRORS,
  bits,
  boolean,
  choice,
  ia5,
  integer,
  listOf,
  octets,
  openChoice,
  openEnumerated,
  openSequence,
  optional,
  sequence,
  utf8,
} from '@chedun/asn1';
import { valueArb } from '@chedun/asn1/testing';
import { decodeUper, encodeUper } from '@chedun/asn1/uper';
import {
  createBsmRecord,
  decodeMessage,
  encodeMessage,
  MessageFrame,
  readBsm,
  toEvents,
  V2X_ERRORS,
} from '@chedun/v2x';
import { decodeReport, encodeReport, observationOf, unwrapReport, wrapReport } from '@chedun/v2x/reporting';
import { must } from '../target.ts';
import type { Target } from '../target.ts';
import { hexCorpus, samples } from './corpus.ts';

const META = { received: 1_764_000_000_000, srcIp: '192.0.2.1', srcPort: 1 };
const record = createBsmRecord();

const seeds = [
  ...samples(valueArb(MessageFrame), 150).map((value) => encodeMessage(value)),
  ...hexCorpus('libs/v2x/corpus/messages.hex'),
];

const common = { keep: 'libs/v2x/testing/fuzz', codes: Object.keys(V2X_ERRORS), seeds, most: 1500 };

const readMessage = (bytes: Uint8Array): void => {
  const decoded = decodeMessage(bytes);
  must(Math.ceil(decoded.bitLength / 8) + decoded.trailingBytes === bytes.length, 'every byte is accounted for');
  must(toEvents(decoded, META).length > 0, 'a message gives an event');
};

/** Reports with one message and with several, with and without the measured values. */
const reports = [1, 3].flatMap((count) =>
  [
    undefined,
    { suspicion: 1.5, signs: [{ rule: 'v2x-range', times: 2, observed: 900, limit: 500, unit: 'm' }], related: ['aa'] },
  ].map((measured) =>
    encodeReport({
      generatedAt: 722_000_000_000_000,
      place: { latitude: 312_745_000, longitude: 1_211_772_000, elevation: 4096 },
      aid: 111,
      observations: [observationOf('v2x-range'), observationOf('v2x-acceleration')],
      streams: [
        {
          messages: Array.from({ length: count }, (_, at) => new Uint8Array(20).fill(at)),
          certificate: undefined,
          subject: count - 1,
        },
      ],
      measured,
    }),
  ),
);

const readReport = (bytes: Uint8Array): void => {
  const read = decodeReport(bytes);
  must(read.streams.length > 0, 'a report has messages');
  const again = decodeReport(encodeReport(read));
  must(again.streams.length === read.streams.length && again.aid === read.aid, 'a report is read as it was written');
};

/** A type with every construct of the library. */
const Everything = openSequence(
  {
    flag: boolean,
    number: integer(-5, 70_000),
    name: optional(ia5(0, 40)),
    text: optional(utf8()),
    list: listOf(sequence({ a: integer(0, 3), b: optional(bits(4)) }), 0, 300),
    data: octets(),
    kind: openEnumerated(['one', 'two', 'three'], ['four']),
    either: choice({ left: boolean, right: integer(0, 255) }),
    more: openChoice({ small: integer(0, 7) }, { added: octets(1, 9) }),
  },
  { later: optional(integer(0, 1_000_000)) },
);

/** Decoders of T/CSAE 53 messages and of UPER below them. */
export const targets: readonly Target[] = [
  { ...common, name: 'v2x-message', run: readMessage },
  { ...common, name: 'v2x-bsm', run: (bytes) => void readBsm(bytes, record) },
  { ...common, name: 'v2x-report', seeds: reports, run: readReport },
  { ...common, name: 'v2x-report-envelope', seeds: reports.map(wrapReport), run: (bytes) => void unwrapReport(bytes) },
  {
    name: 'asn1-uper',
    keep: 'libs/asn1/testing/fuzz',
    codes: Object.keys(ASN1_ERRORS),
    seeds: samples(valueArb(Everything), 150).map((value) => encodeUper(Everything, value)),
    most: 1500,
    run: (bytes) => void decodeUper(Everything, bytes),
  },
];
