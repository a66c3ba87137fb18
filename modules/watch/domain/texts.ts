import type { Severity } from '@chedun/governance/contract';
import type { RuleId } from '@chedun/v2x/misbehaviour';

/** Title and level of a detector. */
export interface DetectorTexts {
  readonly title: { readonly zh: string; readonly en: string };
  readonly level: Severity;
}

const texts = (level: Severity, zh: string, en: string): DetectorTexts => ({ title: { zh, en }, level });

/** Rules of the intrusion detection of buses, by id; a test proves that none is missing. */
export const CAN_TEXTS: Readonly<Record<string, DetectorTexts>> = {
  'can.ids.unknown_id': texts('high', '出现未知 CAN 标识符', 'Identifier that clean traffic does not have'),
  'can.ids.rare_id': texts('high', '罕见标识符大量出现', 'A rare identifier comes in bulk'),
  'can.ids.interval': texts('high', '一个周期内出现第二帧', 'Second frame within a period'),
  'can.ids.too_early': texts('medium', '报文提前到达', 'Frame comes too early'),
  'can.ids.payload_length': texts('high', '数据长度改变', 'Length of the data changes'),
  'can.ids.constant_bits': texts('high', '恒定比特发生变化', 'Constant bits change'),
  'can.ids.counter': texts('medium', '报文计数器不连续', 'Counter is broken'),
  'can.ids.replay': texts('high', '报文载荷重放', 'Payloads are replayed'),
  'can.ids.order': texts('low', '标识符次序异常', 'Unusual order of identifiers'),
  'can.ids.bus_load': texts('high', '总线负载异常升高', 'The bus is overloaded'),
  'can.ids.signal_range': texts('medium', '信号超出取值范围', 'A signal is out of its range'),
  'can.ids.signal_jump': texts('medium', '信号跳变', 'A signal jumps'),
  'can.ids.security_access': texts('high', '尝试猜测诊断安全访问密钥', 'Security access is guessed'),
};

/** Rules of the misbehaviour detection of roads. */
export const V2X_TEXTS: Readonly<Record<RuleId, DetectorTexts>> = {
  'v2x-range': texts('medium', '发送方位置超出通信距离', 'The sender is beyond the reach of the radio'),
  'v2x-position-jump': texts('high', '位置跳变', 'The position jumps'),
  'v2x-position-speed': texts('medium', '位置变化与车速不符', 'Position and speed do not agree'),
  'v2x-course': texts('medium', '行驶方向与位置变化不符', 'Course and positions do not agree'),
  'v2x-acceleration': texts('medium', '加速度不可能', 'Impossible acceleration'),
  'v2x-speed-limit': texts('medium', '车速不可能', 'Impossible speed'),
  'v2x-constant-position': texts('medium', '位置恒定不变', 'The position never changes'),
  'v2x-constant-speed': texts('medium', '车速恒定不变', 'The speed never changes'),
  'v2x-speed-offset': texts('medium', '车速存在固定偏差', 'The speed is always off'),
  'v2x-heading-reversal': texts('medium', '车头方向反转', 'The heading is reversed'),
  'v2x-heading-speed': texts('low', '车头方向与速度方向不符', 'Heading and velocity do not agree'),
  'v2x-sudden-appearance': texts('medium', '车辆突然出现', 'A vehicle appears out of nowhere'),
  'v2x-rate': texts('high', '发送频率过高（拒绝服务）', 'Messages come too often (denial of service)'),
  'v2x-sybil': texts('critical', '女巫攻击：一个发送方冒充多辆车', 'One sender plays several vehicles (Sybil)'),
  'v2x-replay': texts('high', '消息重放', 'Messages are replayed'),
  'v2x-timing': texts('medium', '发送时间异常', 'The sending time is wrong'),
};
