import type { Layout } from '../layout.ts';

/** A form with a table of so many rows. */
export const exampleLayout = (rows: number): Layout => ({
  lang: 'zh',
  title: '通信网络安全定级备案表',
  subtitles: ['文书编号 018f7a00 · 第 1 版'],
  author: '示例汽车有限公司',
  foot: '018f7a00 · 第 1 版',
  blocks: [
    { kind: 'heading', text: '一、网络单元' },
    { kind: 'fields', rows: [{ label: '单元名称', value: '车联网服务平台', isUnverified: true }] },
    {
      kind: 'table',
      label: '主要软硬件',
      columns: [
        { label: '序号', weight: 1 },
        { label: '名称', weight: 4 },
        { label: '说明', weight: 6 },
      ],
      rows: Array.from({ length: rows }, (_, at) => [
        String(at + 1),
        `远程信息服务平台节点 ${at + 1}`,
        `位于机房 ${at % 7}，部署车辆接入网关与消息队列，承载远程控制与数据采集业务`,
      ]),
    },
    { kind: 'text', label: '说明', paragraphs: ['第一段。', '第二段。'] },
    { kind: 'signatures', lines: ['示例汽车有限公司', '2026 年 11 月 28 日'] },
  ],
});
