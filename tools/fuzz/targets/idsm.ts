import {
  createIdsFramer,
  decodeDatagram,
  encodeMessage,
  IDSM_ERRORS,
  inspectIds,
  readSecurityExtract,
  toEvents,
} from '@chedun/idsm';
import { messageArb } from '../../../libs/idsm/testing/arbitraries.ts';
import { arxml, EXTRACT_XML } from '../../../libs/idsm/testing/arxml.ts';
import { bytesOf, must, wordsOf } from '../target.ts';
import type { Target } from '../target.ts';
import { hexCorpus, samples } from './corpus.ts';

const EXTRACT = readSecurityExtract([arxml(EXTRACT_XML)]);
const META = { received: 1_764_000_000_000 };
const MOST_XML = 12_000;

const seeds = [
  ...samples(messageArb, 150).map((message) => encodeMessage(message)),
  ...hexCorpus('libs/idsm/corpus/datagrams.hex'),
];

const common = { keep: 'libs/idsm/testing/fuzz', codes: Object.keys(IDSM_ERRORS) };

const readDatagram = (bytes: Uint8Array): void => {
  const decoded = decodeDatagram(bytes);
  const read = decoded.messages.reduce((sum, { length }) => sum + length, 0);
  must(read + decoded.padding + decoded.rest.length === bytes.length, 'every byte is accounted for');
  must(toEvents(decoded, EXTRACT, META).length >= decoded.messages.length, 'a message gives an event');
  must(inspectIds(bytes, EXTRACT).messages === decoded.messages.length, 'the summary agrees');
};

const readStream = (bytes: Uint8Array): void => {
  const framer = createIdsFramer();
  let seen = 0;
  for (const piece of [...framer.push(bytes.subarray(0, 7)), ...framer.push(bytes.subarray(7)), ...framer.end()])
    seen += piece.bytes.length;
  must(seen === bytes.length, 'every byte comes out');
};

/** Readers of AUTOSAR IDS messages and of security extracts. */
export const targets: readonly Target[] = [
  { ...common, name: 'idsm-datagram', seeds, run: readDatagram },
  { ...common, name: 'idsm-stream', seeds, run: readStream },
  {
    ...common,
    name: 'idsm-extract',
    seeds: [bytesOf(EXTRACT_XML)],
    words: wordsOf(
      '< > /> & &lt; &#x " <!-- ]]> <![CDATA[ <? <!DOCTYPE <!ENTITY <A> </A> 0x <SHORT-NAME> <ID> <SDG> -1',
    ),
    most: MOST_XML,
    run: (bytes) => void readSecurityExtract([{ name: 'x', bytes }], { bytes: MOST_XML }),
  },
];
