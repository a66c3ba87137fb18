import type { RuleSummary } from '@chedun/detection/contract';
import { ruleStatus } from '../i18n/zh-CN/common.ts';

/** Whether a status of a rule is one that Sigma defines. */
export const isRuleStatus = (status: string): status is keyof typeof ruleStatus => Object.hasOwn(ruleStatus, status);
/** Skeleton of a new rule; it loads and lints clean as it stands. */
export const newRuleText = (id: string, day: string): string => `title: Remote unlock while the vehicle is moving
id: ${id}
status: experimental
description: A remote-control command was sent to a vehicle above walking speed.
author: ''
date: ${day}
tags:
  - attack.impact
logsource:
  product: tsp
  category: remote_control
detection:
  selection:
    command: unlock
    vehicle_speed_kmh|gt: 5
  condition: selection
falsepositives:
  - Rescue service acting on a call
level: high
`;

/** Title of a rule in the language of the reader, as far as it has one. */
export const ruleTitle = ({ title, titleZh }: Pick<RuleSummary, 'title' | 'titleZh'>, language: string): string =>
  language === 'en' ? title : (titleZh ?? title);

/** How the server sorts rules by the title that the reader sees. */
export const titleSort = (language: string): 'title' | 'titleZh' => (language === 'en' ? 'title' : 'titleZh');
