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
  {
    name: 'asn1-uper',
    keep: 'libs/asn1/testing/fuzz',
    codes: Object.keys(ASN1_ERRORS),
    seeds: samples(valueArb(Everything), 150).map((value) => encodeUper(Everything, value)),
    most: 1500,
    run: (bytes) => void decodeUper(Everything, bytes),
  },
];
