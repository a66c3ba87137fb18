import type { Vehicle } from './fleet/vehicle.ts';
import type { StoryName } from './options.ts';
import type { Terminal } from './protocols/terminals.ts';
import type { Prng } from './prng.ts';
import type { SignedSaying } from './road/signed-sender.ts';
import type { LogSource } from './records.ts';

/** Which TCP connection carries frames: the vehicle's own, or one from a second address. */
export type Route = 'own' | 'second';

/** Targets that take datagrams. */
export const DATAGRAM_TARGETS = ['ids', 'v2x', 'v2xSigned', 'netflow'] as const;
export type DatagramTarget = (typeof DATAGRAM_TARGETS)[number];

/** What is done. Bytes and lines are made when it happens, with the time it happens at. */
type Deed =
  | { readonly kind: 'log'; readonly at: number; readonly source: LogSource; readonly line: (now: number) => string }
  | {
      readonly kind: 'frame';
      readonly at: number;
      readonly route: Route;
      readonly vehicle: Vehicle;
      readonly bytes: (now: number) => Uint8Array;
    }
  | {
      readonly kind: 'terminal';
      readonly at: number;
      readonly route: Route;
      readonly terminal: Terminal;
      readonly bytes: (now: number) => Uint8Array;
    }
  | {
      readonly kind: 'datagram';
      readonly at: number;
      readonly target: DatagramTarget;
      readonly bytes: (now: number) => Uint8Array;
    }
  | { readonly kind: 'signed'; readonly at: number; readonly saying: SignedSaying };

/** One thing an attacker does; `step` names the part of the story in the attack script. */
export type Action = Deed & { readonly step?: string };

/** The actions as one step of a story. */
export const asStep = (step: string, actions: readonly Action[]): readonly Action[] =>
  actions.map((action) => ({ ...action, step }));

/** A story told for one run: actions with `at` from 0 (start) to 1 (end of the run), and what a detector should find. */
export interface Story {
  readonly name: StoryName;
  readonly actions: readonly Action[];
  /** Ground truth: accounts, addresses, VINs and hosts that take part. */
  readonly truth: Readonly<Record<string, readonly string[]>>;
}

/** Tells a story about a fleet. */
export type StoryTeller = (fleet: readonly Vehicle[], random: Prng) => Story;

/** Names of the stories in both languages. */
export const STORY_TITLES: Readonly<Record<StoryName, { readonly zh: string; readonly en: string }>> = {
  takeover: { zh: '盗用经销商账号批量远程控车', en: 'Remote-control takeover with a stolen dealer account' },
  tbox: { zh: 'T-Box 被控：协议探测、克隆与重放', en: 'T-Box compromise: probing, clone, replay' },
  intrusion: { zh: '车联网平台入侵与车主数据窃取', en: 'Intrusion into the platform and theft of owner data' },
  telemetry: { zh: '国标上报数据伪造', en: 'Forged GB/T 32960 reports' },
  remote: { zh: '无会话解锁与指令重放', en: 'Unlocking without a session, replayed commands' },
  terminals: { zh: '部标终端改连境外服务器与远程控制', en: 'JT/T 808 terminals sent to a foreign server' },
  ecu: { zh: '车内 ECU 安全事件爆发', en: 'Burst of security events inside vehicles' },
  road: { zh: '路口 V2X 女巫与固定位置攻击', en: 'Sybil and constant position attacks at a junction' },
  'signed-road': {
    zh: '路口 V2X 签名消息：伪造、重放与持证作恶',
    en: 'Signed V2X at a junction: forged, replayed, and lies under valid certificates',
  },
  flows: { zh: '车辆回连控制服务器与端口扫描', en: 'Beaconing and a port scan from vehicles' },
};

/** `count` moments evenly spread over [from, to). */
export const spread = (from: number, to: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => from + ((to - from) * index) / count);
