import type { Finding } from '@chedun/governance/contract';

/** Facts and matched fields that may tell an input, best first. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  __address__: ['src_ip', 'source_ip', 'src_endpoint.ip', 'ip', 'address', 'c-ip', 'SourceIp', 'client_ip'],
  __vin__: ['vin', 'vehicle'],
  __serial__: ['serial', 'certificate_serial'],
  __account__: ['account', 'user', 'user_name', 'user.name', 'TargetUserName'],
  __token__: ['token', 'token_id'],
};
const ASSETS: Readonly<Record<string, string>> = { __vin__: 'vehicle', __account__: 'account' };

/** Values that a finding tells for the inputs of these names. */
export const prefill = (
  { assets, facts, alert }: Pick<Finding, 'assets' | 'facts' | 'alert'>,
  names: readonly string[],
): Readonly<Record<string, string>> => {
  const matched = new Map((alert?.matched ?? []).map(({ field, value }) => [field, value]));
  const values: Record<string, string> = {};
  for (const name of names) {
    const asset = assets.find(({ kind }) => kind === ASSETS[name]);
    const told = (SOURCES[name] ?? [])
      .map((key) => facts[key] ?? matched.get(key))
      .find((value) => value !== undefined);
    const value = asset?.id ?? (told === undefined ? undefined : String(told));
    if (value !== undefined && value !== '') values[name] = value.slice(0, 256);
  }
  return values;
};
