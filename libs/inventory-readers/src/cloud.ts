import { inventoryError } from './errors.ts';
import { jsonFaultAt } from './json-place.ts';
import {
  blankObservation,
  collector,
  READ_LIMITS,
  type Collector,
  type InventoryFormat,
  type Reading,
} from './observation.ts';
import { isTelling, plainText, readAddress, readHostName, readMac } from './values.ts';

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

/** One instance as its cloud writes it, with everything that may hold an address. */
interface Instance {
  readonly path: string;
  readonly id: string;
  readonly names: readonly string[];
  readonly os: string;
  readonly state: string;
  readonly addresses: readonly unknown[];
  readonly macs: readonly unknown[];
}

type Shape = { readonly format: InventoryFormat; readonly instances: readonly (Instance | string)[] };

/** Deleted instances stand in lists for a while. */
const GONE = /^(terminated|deleted|shutting-down|shutdown_terminated|soft_deleted|terminating)$/i;

const aws = (root: Fields): Shape => ({
  format: 'aws',
  instances: listOf(root['Reservations']).flatMap((reservation, at) =>
    listOf(fieldsOf(reservation)['Instances']).map((one, place) => {
      const path = `Reservations[${at}].Instances[${place}]`;
      if (!isFields(one)) return path;
      const cards = listOf(one['NetworkInterfaces']).map(fieldsOf);
      const tag = listOf(one['Tags'])
        .map(fieldsOf)
        .find((each) => each['Key'] === 'Name');
      return {
        path,
        id: textOf(one['InstanceId']),
        names: [textOf(one['PrivateDnsName']), textOf(tag?.['Value'])],
        os: textOf(one['PlatformDetails']),
        state: textOf(fieldsOf(one['State'])['Name']),
        addresses: [
          one['PrivateIpAddress'],
          one['PublicIpAddress'],
          ...cards.flatMap((card) => [
            ...listOf(card['PrivateIpAddresses']).map((each) => fieldsOf(each)['PrivateIpAddress']),
            ...listOf(card['Ipv6Addresses']).map((each) => fieldsOf(each)['Ipv6Address']),
          ]),
        ],
        macs: cards.map((card) => card['MacAddress']),
      };
    }),
  ),
});

const aliyun = (root: Fields): Shape => ({
  format: 'aliyun',
  instances: listOf(fieldsOf(root['Instances'])['Instance']).map((one, at) => {
    const path = `Instances.Instance[${at}]`;
    if (!isFields(one)) return path;
    const cards = listOf(fieldsOf(one['NetworkInterfaces'])['NetworkInterface']).map(fieldsOf);
    const inner = fieldsOf(fieldsOf(one['VpcAttributes'])['PrivateIpAddress']);
    return {
      path,
      id: textOf(one['InstanceId']),
      names: [textOf(one['HostName']), textOf(one['InstanceName'])],
      os: textOf(one['OSName']),
      state: textOf(one['Status']),
      addresses: [
        ...listOf(inner['IpAddress']),
        ...listOf(fieldsOf(one['InnerIpAddress'])['IpAddress']),
        ...listOf(fieldsOf(one['PublicIpAddress'])['IpAddress']),
        fieldsOf(one['EipAddress'])['IpAddress'],
        ...cards.map((card) => card['PrimaryIpAddress']),
      ],
      macs: cards.map((card) => card['MacAddress']),
    };
  }),
});

const tencent = (root: Fields, prefix: string): Shape => ({
  format: 'tencent',
  instances: listOf(root['InstanceSet']).map((one, at) => {
    const path = `${prefix}InstanceSet[${at}]`;
    if (!isFields(one)) return path;
    return {
      path,
      id: textOf(one['InstanceId']),
      names: [textOf(one['HostName']), textOf(one['InstanceName'])],
      os: textOf(one['OsName']),
      state: textOf(one['InstanceState']),
      addresses: [
        ...listOf(one['PrivateIpAddresses']),
        ...listOf(one['PublicIpAddresses']),
        ...listOf(one['IPv6Addresses']),
      ],
      macs: [],
    };
  }),
});

const huawei = (root: Fields): Shape => ({
  format: 'huawei',
  instances: listOf(root['servers']).map((one, at) => {
    const path = `servers[${at}]`;
    if (!isFields(one)) return path;
    const cards = Object.values(fieldsOf(one['addresses'])).flatMap(listOf).map(fieldsOf);
    const metadata = fieldsOf(one['metadata']);
    return {
      path,
      id: textOf(one['id']),
      names: [textOf(one['OS-EXT-SRV-ATTR:hostname']), textOf(one['name'])],
      os: textOf(metadata['image_name']) || textOf(metadata['os_type']),
      state: textOf(one['status']),
      addresses: cards.map((card) => card['addr']),
      macs: cards.map((card) => card['OS-EXT-IPS-MAC:mac_addr']),
    };
  }),
});

/** Reads the shape by what is there. */
const shapeOf = (root: unknown): Shape | undefined => {
  if (!isFields(root)) return undefined;
  if (Array.isArray(root['Reservations'])) return aws(root);
  if (Array.isArray(fieldsOf(root['Instances'])['Instance'])) return aliyun(root);
  if (Array.isArray(root['InstanceSet'])) return tencent(root, '');
  if (Array.isArray(fieldsOf(root['Response'])['InstanceSet'])) return tencent(fieldsOf(root['Response']), 'Response.');
  if (Array.isArray(root['servers'])) return huawei(root);
  return undefined;
};

const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

const takeInstance = (found: Collector, line: number, instance: Instance): void => {
  const { path, id, names, os, state } = instance;
  if (GONE.test(state)) return found.skip();
  const addresses = new Set<string>();
  for (const value of instance.addresses.filter(isGiven).slice(0, READ_LIMITS.addresses)) {
    const address = readAddress(textOf(value));
    if (address === undefined) return found.refuse(line, path, textOf(value), 'address');
    if (isTelling(address)) addresses.add(address);
  }
  const macs: string[] = [];
  for (const value of instance.macs.filter(isGiven).slice(0, READ_LIMITS.addresses)) {
    const mac = readMac(textOf(value));
    if (mac === undefined) return found.refuse(line, path, textOf(value), 'mac');
    macs.push(mac);
  }
  const hostName = names.map((name) => readHostName(name)).find((name) => name !== undefined && name !== '') ?? '';
  const externalId = plainText(id);
  const named = { addresses: [...addresses], mac: macs.find((mac) => mac !== '') ?? '', hostName, externalId };
  found.takeNamed({ ...blankObservation, line, ...named, os: plainText(os) }, path);
};

/** Line and column of an offset. */
const placeOf = (text: string, offset: number): { readonly line: number; readonly column: number } => {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const place = placeOf(text, jsonFaultAt(text));
    throw inventoryError('inventory.structure', { ...place, reason: 'this is no JSON' });
  }
};

/**
 * Reads a list of cloud instances as the command lines of the providers print it: AWS `ec2 describe-instances`, Alibaba Cloud and Tencent
 * Cloud `DescribeInstances`, Huawei Cloud `servers`. Which it is follows from what is there. An instance with a wrong address or
 * MAC is refused with its path. Throws `inventory.structure` with line and column, or with the fields that were found instead.
 */
export const readCloudList = (text: string): Reading => {
  const root = parse(text.replace(/^\uFEFF/, ''));
  const shape = shapeOf(root);
  if (shape === undefined) {
    const keys = isFields(root)
      ? Object.keys(root)
          .slice(0, 8)
          .map((key) => key.slice(0, 40))
      : [];
    throw inventoryError('inventory.structure', {
      line: 1,
      column: 1,
      field: keys.join(', '),
      reason: 'no list of instances that is known',
    });
  }
  const found = collector();
  for (const [at, instance] of shape.instances.entries()) {
    if (typeof instance === 'string') found.refuse(at + 1, instance, '', 'shape');
    else takeInstance(found, at + 1, instance);
  }
  return found.reading(shape.format);
};
