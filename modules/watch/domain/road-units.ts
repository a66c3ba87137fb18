import type { CheckResult } from '@chedun/module';

/** Senders of V2X messages since the start. */
export interface RoadUnitCounts {
  readonly registered: number;
  /** Registered ones that were heard. */
  readonly heard: number;
  /** Senders that are not registered. */
  readonly strangers: number;
}

/** What a check says of the register: every sender has to be a registered unit whose position is known. */
export const unitsOf = ({
  registered,
  heard,
  strangers,
}: RoadUnitCounts): {
  readonly sound: boolean;
  readonly summary: CheckResult['summary'];
  readonly facts: Readonly<Record<string, number>>;
} => ({
  sound: registered > 0 && strangers === 0,
  summary: {
    zh: `登记路侧单元 ${registered} 个，本次启动以来收到 ${heard} 个的消息，未登记的发送方 ${strangers} 个；消息位置与单元接收范围已核对`,
    en: `${registered} roadside units registered, ${heard} heard since the start, ${strangers} senders not registered; positions in messages are compared with what a unit can hear`,
  },
  facts: { registered, heard, strangers },
});
