const LOCAL_V4 =
  /^(?:10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/;
const NO_HOST_V4 = /^(?:0\.0\.0\.0|255\.255\.255\.255|22[4-9]\.|23\d\.)/;

/** True for an address of the own networks: private, shared (RFC 6598), loopback, link-local. IPv6 in its short form. */
export const isLocal = (address: string): boolean =>
  address.includes(':') ? /^(?:f[cd]|fe[89ab])/.test(address) || address === '::1' : LOCAL_V4.test(address);

/** True for loopback, multicast, broadcast and unspecified addresses: no host of the network stands behind them. */
export const isNoHost = (address: string): boolean =>
  address.includes(':')
    ? address.startsWith('ff') || address === '::' || address === '::1'
    : NO_HOST_V4.test(address) || address.startsWith('127.');

/** IPv6 in its short form (RFC 5952); IPv4 as it is. */
export const shortAddress = (address: string): string => {
  if (!address.includes(':') || address.includes('::')) return address;
  const groups = address.split(':').map((group) => Number.parseInt(group, 16).toString(16));
  const runs = [...groups.join(':').matchAll(/(?:^|:)(0(?::0)+)(?=:|$)/g)].map((match) => match[1] ?? '');
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  if (longest === '') return groups.join(':');
  const text = `:${groups.join(':')}:`.replace(`:${longest}:`, '::');
  return text.replace(/^:(?!:)/, '').replace(/(?<!:):$/, '');
};
