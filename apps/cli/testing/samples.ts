/** A rule that matches `whoami` on Windows. */
export const RULE = `title: Whoami
id: 00000000-0000-4000-8000-000000000001
status: test
description: Somebody asks who he is
author: CheDun
date: 2026-11-23
level: low
tags:
  - attack.discovery
logsource:
  product: windows
  category: process_creation
detection:
  selection:
    Image|endswith: '\\whoami.exe'
  condition: selection
`;

/** A Sysmon process creation as Windows JSON. */
export const processEvent = (image: string, at = '2026-11-23T01:00:00.000Z'): string =>
  JSON.stringify({
    '@timestamp': at,
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    Provider_Name: 'Microsoft-Windows-Sysmon',
    EventID: 1,
    Computer: 'pc-1',
    Image: image,
  });

/** A GB/T 32960 heartbeat of 2016. */
export const HEARTBEAT = '232307fe314731424c353250375452313135353230010000d5';
