import { phrase } from '@chedun/kernel';

/** Words of the verdicts on behaviour. */
export const BEHAVIOUR_WORDS = {
  homeOnly: phrase('destinations in {countries}', '目的地在 {countries} 境内'),
  flowsAbroad: phrase(
    '{flows} flows to {country}, {bytes} bytes sent',
    '{flows} 条流去往 {country}，发送 {bytes} 字节',
  ),
  fewerVehiclesMin: phrase('fewer than {count} vehicles within {minutes} min', '{minutes} 分钟内少于 {count} 辆车'),
  vehiclesCommanded: phrase(
    '{count} vehicles, the last command was {command}',
    '{count} 辆车，最近一条指令为 {command}',
  ),
  fewerPorts: phrase(
    'fewer than {count} ports of one host within {seconds} s',
    '{seconds} 秒内访问同一主机少于 {count} 个端口',
  ),
  portsOf: phrase('{count} ports of {host}', '{host} 的 {count} 个端口'),
  fewerGenerated: phrase(
    'fewer than {count} generated names within {minutes} min',
    '{minutes} 分钟内少于 {count} 个机器生成的域名',
  ),
  fewerRefused: phrase(
    'fewer than {refused} refused VINs and no {neighbours} neighbours in a row within {minutes} min',
    '{minutes} 分钟内被拒 VIN 少于 {refused} 个，且没有连续 {neighbours} 个相邻 VIN',
  ),
  refusedVins: phrase(
    '{refused} refused VINs, {neighbours} neighbours in a row',
    '被拒 VIN {refused} 个，连续相邻 {neighbours} 个',
  ),
  oneCountry: phrase('one country within {hours} h', '{hours} 小时内只在一个国家或地区'),
  twoCountries: phrase('{one} and {other} within {minutes} min', '{minutes} 分钟内先后出现在 {one} 和 {other}'),
  fewerCommands: phrase('fewer than {count} commands within {seconds} s', '{seconds} 秒内少于 {count} 条指令'),
  commands: phrase('{count} commands, the last one {command}', '{count} 条指令，最近一条为 {command}'),
  varyingPauses: phrase('pauses that vary by more than {percent} %', '间隔的变化大于 {percent}%'),
  regularPauses: phrase(
    '{count} pauses of about {seconds} s, jitter {percent} %',
    '{count} 次间隔均约 {seconds} 秒，抖动 {percent}%',
  ),
  loginBefore: phrase(
    'a log-in or call of the account within {hours} h before',
    '此前 {hours} 小时内该账号登录过或调用过接口',
  ),
  fewerSubNames: phrase(
    'fewer than {count} long sub-names of one domain within {minutes} min',
    '{minutes} 分钟内同一域名下少于 {count} 个超长子域名',
  ),
  subNames: phrase(
    '{count} sub-names of {domain}, {bytes} bytes and {bits} bits on average',
    '{domain} 下 {count} 个子域名，平均 {bytes} 字节、熵 {bits} 比特',
  ),
  fewerHosts: phrase(
    'fewer than {count} hosts on one port within {seconds} s',
    '{seconds} 秒内在同一端口上访问少于 {count} 台主机',
  ),
  hostsOnPort: phrase('{count} hosts on port {port}', '{count} 台主机的 {port} 端口'),
  fewerVehiclesH: phrase('fewer than {count} vehicles within {hours} h', '{hours} 小时内少于 {count} 辆车'),
  signatureOn: phrase('{signature} on {count} vehicles', '{count} 辆车出现 {signature}'),
  aboutHourly: phrase('about {count} an hour', '每小时约 {count} 次'),
  aboveHourly: phrase('{count} in this hour, {score} deviations above', '本小时 {count} 次，高出 {score} 倍标准差'),
  knownValues: phrase(
    'values that {network} used within its learning time or since',
    '{network} 在学习期内或此后用过的值',
  ),
  underSpeed: phrase('under {speed} km/h', '车速低于 {speed} km/h'),
  commandAtSpeed: phrase('{command} at {speed} km/h', '车速 {speed} km/h 时执行 {command}'),
  namesUnanswered: phrase(
    '{count} names such as {samples}; answers not seen',
    '{count} 个域名，如 {samples}；未见应答',
  ),
  namesMissing: phrase(
    '{count} names such as {samples}; {percent} % do not exist',
    '{count} 个域名，如 {samples}；{percent}% 不存在',
  ),
  noLogin: phrase('none', '没有'),
  loginLongBefore: phrase('the last one {hours} h before', '最近一次在 {hours} 小时前'),
  newDestination: phrase('new destination {value}', '新的目的地 {value}'),
  newSni: phrase('new sni {value}', '新的 TLS 服务器名 {value}'),
  newJa4: phrase('new ja4 {value}', '新的 TLS 指纹 {value}'),
  knownOfField: phrase('{count} known values of {field}', '{field} 已知 {count} 个取值'),
  firstValue: phrase('{field} for the first time: {value}', '{field} 首次出现：{value}'),
  commonShare: phrase('values of {field} with a share of at least {percent} %', '{field} 的取值占比不低于 {percent}%'),
  rareShare: phrase(
    '{count} of {total} events have {field}: {value}',
    '{total} 条中有 {count} 条的 {field} 为：{value}',
  ),
  usualRate: phrase(
    '{low} to {high} events in {minutes} min (median {median} of {samples} samples)',
    '{minutes} 分钟内 {low} 至 {high} 条（{samples} 个样本，中位数 {median}）',
  ),
  usualHolidayRate: phrase(
    '{low} to {high} events in {minutes} min on public holidays (median {median} of {samples} samples)',
    '法定节假日 {minutes} 分钟内 {low} 至 {high} 条（{samples} 个样本，中位数 {median}）',
  ),
  usualAnyDayRate: phrase(
    '{low} to {high} events in {minutes} min on any day, as few public holidays are known (median {median} of {samples} samples)',
    '已知的法定节假日不足，按全部日期 {minutes} 分钟内 {low} 至 {high} 条（{samples} 个样本，中位数 {median}）',
  ),
  usualWorkdayRate: phrase(
    '{low} to {high} events in {minutes} min on working days (median {median} of {samples} samples)',
    '工作日 {minutes} 分钟内 {low} 至 {high} 条（{samples} 个样本，中位数 {median}）',
  ),
  eventsSoFar: phrase('{count} events so far', '到此时已有 {count} 条'),
  eventsSeen: phrase('{count} events in the bucket', '本时段 {count} 条'),
  roomToLearn: phrase('room to learn what is new', '有余量学习新内容'),
  entitiesFull: phrase('the limit of entities is reached: new ones are not learnt', '对象数达到上限，新对象未学习'),
  valuesFull: phrase('the limit of values is reached: new ones are not learnt', '取值数达到上限，新取值未学习'),
  bytesFull: phrase('the limit of memory is reached: nothing new is learnt', '内存达到上限，未学习新内容'),
} as const;
