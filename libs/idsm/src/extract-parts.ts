import type { ContextField, ContextLayout } from './context.ts';
import type { EventDefinition, FilterChain, IdsmInstance, ReportingMode } from './extract-model.ts';
import { below, child, childText, positiveInteger, references, seconds } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

/** An element of the extract and its absolute path. */
export interface Found {
  readonly path: string;
  readonly element: XmlElement;
}

/** One SECURITY-EVENT-CONTEXT-PROPS, its references not resolved. */
export interface RawProps {
  readonly name: string;
  readonly events: readonly string[];
  readonly sensor: number | undefined;
  readonly severity: number | undefined;
  readonly mode: ReportingMode | undefined;
  readonly persistent: boolean;
}

/** One SECURITY-EVENT-CONTEXT-MAPPING-*, its references not resolved. */
export interface RawMapping {
  readonly path: string;
  readonly sensorName: string;
  readonly idsms: readonly string[];
  readonly chains: readonly string[];
  readonly props: readonly RawProps[];
}

/** A limit of IDSM-PROPERTIES: `amount` events or bytes within `seconds`. */
export interface Limit {
  readonly amount: number;
  readonly seconds: number;
}

const LAYOUT_GID = 'ContextDataLayout';
const MAX_LAYOUT_FIELDS = 64;
const MAX_STATES = 64;
const FIELD_NAME = /^[a-z][a-z0-9_]{0,31}$/;
const FIELD_TYPE = /^u(8|16|32)(?:\/(0x[0-9a-fA-F]{1,8}|\d{1,10}))?$/;
const SIZES: Readonly<Record<string, 1 | 2 | 4>> = { '8': 1, '16': 2, '32': 4 };
const MODES: readonly ReportingMode[] = [
  'OFF',
  'BRIEF',
  'DETAILED',
  'BRIEF-BYPASSING-FILTERS',
  'DETAILED-BYPASSING-FILTERS',
];

const layoutField = (name: string, type: string): ContextField | undefined => {
  const [, bits, none] = FIELD_TYPE.exec(type) ?? [];
  const bytes = bits === undefined ? undefined : SIZES[bits];
  if (bytes === undefined || !FIELD_NAME.test(name)) return undefined;
  return none === undefined ? { name, bytes } : { name, bytes, none: Number(none) };
};

/** Layout in the operator's annotation: SDG GID="ContextDataLayout" with SD GID=name and text u8, u16 or u32, `/none` behind. */
const layoutOf = (element: XmlElement): ContextLayout | 'bad' | undefined => {
  const admin = child(element, 'ADMIN-DATA');
  const group = admin && below(admin, (each) => each.name === 'SDG' && each.attributes.get('GID') === LAYOUT_GID)[0];
  if (group === undefined) return undefined;
  const fields: ContextField[] = [];
  let version = 1;
  for (const { attributes, text } of group.children.filter((each) => each.name === 'SD')) {
    const name = attributes.get('GID') ?? '';
    const given = name === 'layout-version' ? positiveInteger(text) : undefined;
    const field = layoutField(name, text);
    if (given !== undefined) version = given;
    else if (field === undefined || fields.some((each) => each.name === name)) return 'bad';
    else fields.push(field);
  }
  return fields.length === 0 || fields.length > MAX_LAYOUT_FIELDS ? 'bad' : { version, fields };
};

const shortName = ({ path }: Found): string => path.slice(path.lastIndexOf('/') + 1);

/** Reads a SECURITY-EVENT-DEFINITION; a text is the reason why it cannot be used. */
export const readDefinition = (found: Found): EventDefinition | string => {
  const { element, path } = found;
  const id = positiveInteger(childText(element, 'ID'));
  if (id === undefined) return 'the event definition has no readable ID';
  if (id >= 0xffff) return `event definition ID ${id} is more than 0xFFFE`;
  const layout = layoutOf(element);
  if (layout === 'bad') return `${LAYOUT_GID} holds a field that is no u8, u16 or u32 with a name in lower case`;
  const symbol = child(element, 'EVENT-SYMBOL-NAME');
  return { id, name: shortName(found), symbol: symbol && childText(symbol, 'SYMBOL'), path, layout };
};

/** Reads an IDSM-RATE-LIMITATION or IDSM-TRAFFIC-LIMITATION. */
export const readLimit = (element: XmlElement): Limit | undefined => {
  const amount = positiveInteger(
    childText(element, 'MAX-EVENTS-IN-INTERVAL') ?? childText(element, 'MAX-BYTES-IN-INTERVAL'),
  );
  const interval = seconds(childText(element, 'TIME-INTERVAL'));
  return amount === undefined || interval === undefined ? undefined : { amount, seconds: interval };
};

/** Reads an IDSM-INSTANCE; `limitOf` resolves the path of a limit. */
export const readIdsm = (found: Found, limitOf: (path: string) => Limit | undefined): IdsmInstance | string => {
  const { element, path } = found;
  const id = positiveInteger(childText(element, 'IDSM-INSTANCE-ID'));
  if (id === undefined) return 'the IdsM instance has no readable IDSM-INSTANCE-ID';
  const limit = (dest: string): Limit | undefined => references(element, dest).map(limitOf)[0];
  const rate = limit('IDSM-RATE-LIMITATION');
  const traffic = limit('IDSM-TRAFFIC-LIMITATION');
  return {
    id,
    name: shortName(found),
    path,
    ecu: references(element, 'ECU-INSTANCE')[0] ?? references(element, 'MACHINE')[0],
    signs: below(element, (each) => each.name.startsWith('SIGNATURE-SUPPORT-')).length > 0,
    timestampFormat: childText(element, 'TIMESTAMP-FORMAT'),
    blockStates: below(element, (each) => each.name === 'BLOCK-STATE')
      .slice(0, MAX_STATES)
      .flatMap((state) => childText(state, 'SHORT-NAME') ?? []),
    rateLimit: rate && { events: rate.amount, seconds: rate.seconds },
    trafficLimit: traffic && { bytes: traffic.amount, seconds: traffic.seconds },
  };
};

const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Reads a SECURITY-EVENT-FILTER-CHAIN; parts that are not readable count as off. */
export const readChain = (found: Found): FilterChain => {
  const part = (name: string): XmlElement | undefined => child(found.element, name);
  const state = part('STATE');
  const nth = part('ONE-EVERY-N');
  const aggregation = part('AGGREGATION');
  const threshold = part('THRESHOLD');
  const merged = aggregation && seconds(childText(aggregation, 'MINIMUM-INTERVAL-LENGTH'));
  const events =
    threshold && positiveInteger(childText(threshold, 'THRESHOLD-NUMBER') ?? childText(threshold, 'THRESHOLD'));
  const interval = threshold && seconds(childText(threshold, 'INTERVAL-LENGTH'));
  return {
    name: shortName(found),
    path: found.path,
    blockedIn:
      state === undefined
        ? []
        : below(state, (each) => each.name.endsWith('-REF'))
            .slice(0, MAX_STATES)
            .map((each) => lastOf(each.text)),
    everyNth: nth && positiveInteger(childText(nth, 'N')),
    aggregation:
      aggregation === undefined || merged === undefined
        ? undefined
        : { seconds: merged, keeps: childText(aggregation, 'CONTEXT-DATA-SOURCE') },
    threshold: events === undefined || interval === undefined ? undefined : { events, seconds: interval },
  };
};

const readProps = (element: XmlElement): RawProps => {
  const mode = childText(element, 'DEFAULT-REPORTING-MODE');
  return {
    name: childText(element, 'SHORT-NAME') ?? '',
    events: references(element, 'SECURITY-EVENT-DEFINITION'),
    sensor: positiveInteger(childText(element, 'SENSOR-INSTANCE-ID')),
    severity: positiveInteger(childText(element, 'SEVERITY')),
    mode: MODES.find((each) => each === mode),
    persistent: /^(true|1)$/.test(childText(element, 'PERSISTENT-STORAGE') ?? ''),
  };
};

/** Reads a SECURITY-EVENT-CONTEXT-MAPPING-APPLICATION, -BSW-MODULE, -COMM-CONNECTOR or -FUNCTIONAL-CLUSTER. */
export const readMapping = (found: Found): RawMapping => {
  const { element, path } = found;
  const affected = ['AFFECTED-BSW-MODULE', 'AFFECTED-FUNCTIONAL-CLUSTER', 'AFFECTED-APPLICATION']
    .map((name) => childText(element, name))
    .find((name) => name !== undefined);
  return {
    path,
    sensorName: affected ?? shortName(found),
    idsms: references(element, 'IDSM-INSTANCE'),
    chains: references(element, 'SECURITY-EVENT-FILTER-CHAIN'),
    props: below(element, (each) => each.name === 'SECURITY-EVENT-CONTEXT-PROPS').map(readProps),
  };
};
