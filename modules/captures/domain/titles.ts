import type { Bilingual } from '@chedun/kernel';
import type { CaptureFinding } from '../contract.ts';

type Level = CaptureFinding['level'];
type Entry = readonly [level: Level, zh: string, en: string];

const TITLES: Readonly<Record<string, Entry>> = {
  'can.ids.unknown_id': ['high', '出现训练中未见的标识符', 'An identifier that training never saw'],
  'can.ids.rare_id': ['high', '罕见标识符频繁出现', 'A rare identifier comes often'],
  'can.ids.interval': ['high', '同一周期内出现两帧', 'Two frames in one period'],
  'can.ids.too_early': ['medium', '报文间隔过短', 'A frame follows too fast'],
  'can.ids.payload_length': ['high', '数据长度与训练不符', 'A payload length that training never saw'],
  'can.ids.constant_bits': ['high', '固定位发生变化', 'Bits that never changed do'],
  'can.ids.counter': ['medium', '滚动计数器不连续', 'A counter does not go on'],
  'can.ids.replay': ['high', '数据序列被重放', 'Payloads are replayed'],
  'can.ids.order': ['medium', '报文次序异常', 'The order of frames is unusual'],
  'can.ids.bus_load': ['medium', '总线负载异常升高', 'The bus is fuller than in training'],
  'can.ids.signal_range': ['high', '信号超出范围', 'A signal leaves its range'],
  'can.ids.signal_jump': ['medium', '信号突变', 'A signal jumps'],
  'can.ids.security_access': ['critical', '反复尝试安全访问密钥', 'Security access keys are tried again and again'],
  'captures.uds-request': ['medium', '敏感诊断请求', 'A diagnostic request of consequence'],
  'captures.uds-key-refused': ['medium', '安全访问密钥被拒绝', 'A security access key was refused'],
  'captures.j1939-control': ['medium', 'J1939 控制或清除故障报文', 'A J1939 message that controls or clears faults'],
  'captures.error-frames': ['low', '总线错误帧', 'Error frames on the bus'],
  'captures.remote-frames': ['low', '远程帧', 'Remote frames'],
  'captures.lowest-id': ['high', '出现最高优先级标识符 000', 'The identifier of highest priority, 000'],
  'captures.log-fault': ['low', '日志中有无法读取的内容', 'Places of the log that cannot be read'],
  'v2x-range': ['medium', '发送方超出通信范围', 'A sender out of radio range'],
  'v2x-position-jump': ['high', '位置跳变', 'A position jumps'],
  'v2x-position-speed': ['high', '位置与速度不符', 'Position against speed'],
  'v2x-course': ['medium', '行驶方向与位置变化不符', 'Course against position'],
  'v2x-acceleration': ['medium', '加速度不合理', 'An impossible acceleration'],
  'v2x-speed-limit': ['high', '速度不合理', 'An impossible speed'],
  'v2x-constant-position': ['high', '行驶中位置不变', 'A position that stays while driving'],
  'v2x-constant-speed': ['medium', '速度恒定不变', 'A speed that never changes'],
  'v2x-speed-offset': ['medium', '速度存在固定偏差', 'A speed that is always off'],
  'v2x-heading-reversal': ['medium', '航向突然反转', 'A heading that turns about'],
  'v2x-heading-speed': ['medium', '航向与速度方向不符', 'Heading against speed'],
  'v2x-sudden-appearance': ['medium', '车辆近距离突然出现', 'A vehicle appears out of nothing'],
  'v2x-rate': ['high', '消息发送过于频繁', 'Too many messages of one sender'],
  'v2x-sybil': ['critical', '女巫攻击：一方冒充多车', 'One sender plays several vehicles'],
  'v2x-replay': ['high', '消息重放', 'A message is replayed'],
  'v2x-timing': ['medium', '消息时间不合理', 'The time of a message is wrong'],
  'captures.v2x-undecodable': ['medium', '无法解码的 V2X 数据', 'Bytes that are no V2X message'],
  'captures.ecu-event': ['medium', 'ECU 上报的安全事件', 'A security event that an ECU reported'],
  'captures.ids-undecodable': ['medium', '无法解码的 IDS 报文', 'Bytes that are no IDS message'],
  'captures.clear-text-login': ['high', '口令以明文传输', 'A password travels in clear text'],
  'captures.clear-text-service': ['medium', '使用明文管理服务', 'A clear-text service for administration'],
  'captures.old-tls': ['medium', '使用已淘汰的 TLS 版本', 'An outdated version of TLS'],
  'captures.expired-certificate': ['medium', '服务器证书不在有效期内', 'A server certificate out of its validity'],
  'captures.protocol-anomaly': ['low', '协议异常', 'A protocol is broken'],
  'captures.unregistered-host': ['medium', '发现未登记的主机', 'A host that is not in the register'],
};

/** Ids of all detectors whose findings this module tells. */
export const SIGNALS: readonly string[] = Object.keys(TITLES);

/** Title and level of a detector. */
export const titleOf = (signal: string): { readonly title: Bilingual; readonly level: Level } => {
  const [level, zh, en] = TITLES[signal] ?? ['medium', signal, signal];
  return { title: { zh, en }, level };
};
