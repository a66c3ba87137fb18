/** A JSON object as events are made of. */
export type EventObject = Readonly<Record<string, unknown>>;

/** True for objects that are no lists. */
export const isObject = (value: unknown): value is EventObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The parts of an event whose keys are field names. A Windows event in the form of evtx_dump
 * (`{"Event": {"System", "EventData"|"UserData"}}`) has three: the system values (attributes as `Provider_Name`),
 * the event data, and the maps inside the user data. Every other event is its own only part.
 */
export const layersOf = (event: EventObject): readonly EventObject[] => {
  const envelope = event['Event'];
  return isObject(envelope) && (isObject(envelope['System']) || isObject(envelope['EventData']))
    ? windowsLayers(envelope)
    : [event];
};

const windowsLayers = (envelope: EventObject): readonly EventObject[] => {
  const layers: EventObject[] = [];
  if (isObject(envelope['System'])) layers.push(flattenSystem(envelope['System']));
  if (isObject(envelope['EventData'])) layers.push(closeSpaces(nameData(envelope['EventData'])));
  if (isObject(envelope['UserData']))
    layers.push(...Object.values(envelope['UserData']).filter(isObject).map(closeSpaces));
  return layers;
};

const flattenSystem = (system: EventObject): EventObject => {
  const out: Record<string, unknown> = Object.create(null);
  for (const [key, value] of Object.entries(system)) {
    const attributes = isObject(value) ? value['#attributes'] : undefined;
    if (!isObject(value) || '#text' in value) out[key] = value;
    if (isObject(attributes)) for (const [name, one] of Object.entries(attributes)) out[`${key}_${name}`] = one;
  }
  return out;
};

/** Some converters keep `<Data Name="x">` as a list of nodes instead of naming the values. */
const nameData = (data: EventObject): EventObject => {
  const list = data['Data'];
  if (!Array.isArray(list) || !list.some((one) => isObject(one) && isObject(one['#attributes']))) return data;
  const out: Record<string, unknown> = Object.assign(Object.create(null), data);
  delete out['Data'];
  const unnamed: unknown[] = [];
  for (const one of list) {
    const attributes = isObject(one) ? one['#attributes'] : undefined;
    const name = isObject(attributes) ? attributes['Name'] : undefined;
    if (isObject(one) && typeof name === 'string') out[name] = one['#text'] ?? null;
    else unnamed.push(one);
  }
  if (unnamed.length > 0) out['Data'] = unnamed;
  return out;
};

/** Defender names its values `Threat Name`; rules say `ThreatName`. Both are good. */
const closeSpaces = (data: EventObject): EventObject => {
  let out: Record<string, unknown> | undefined;
  for (const key in data) {
    if (!key.includes(' ')) continue;
    out ??= Object.assign(Object.create(null), data);
    if (out !== undefined) out[key.replaceAll(' ', '')] ??= data[key];
  }
  return out ?? data;
};

/** XML elements with attributes carry their text under `#text`. */
export const unwrapText = (value: unknown): unknown => (isObject(value) && '#text' in value ? value['#text'] : value);
