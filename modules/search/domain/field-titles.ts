import type { z } from 'zod';
import type { FieldList } from '../contract.ts';

type Field = z.input<typeof FieldList>['fields'][number];

const field = (name: string, zh: string, en: string, kind: Field['kind'], facet: boolean): Field => ({
  name,
  title: { zh, en },
  kind,
  facet,
});

/** What can be searched by name, in the order of the side bar. Any other name is looked up inside the record. */
export const FIELDS: readonly Field[] = [
  field('source', '接入源', 'Source', 'keyword', true),
  field('vin', '车辆识别代号', 'VIN', 'keyword', true),
  field('host', '主机', 'Host', 'keyword', true),
  field('user', '账号', 'User', 'keyword', true),
  field('event_code', '事件代码', 'Event code', 'keyword', true),
  field('provider', '来源程序', 'Provider', 'keyword', true),
  field('severity_id', '严重程度', 'Severity', 'number', true),
  field('class_uid', '事件类别', 'Event class', 'number', true),
  field('status_id', '结果', 'Status', 'number', true),
  field('process', '进程', 'Process', 'keyword', true),
  field('parent_process', '父进程', 'Parent process', 'keyword', true),
  field('command_line', '命令行', 'Command line', 'text', false),
  field('file', '文件', 'File', 'keyword', true),
  field('hash', '哈希', 'Hash', 'keyword', false),
  field('src_ip', '源地址', 'Source address', 'ip', true),
  field('dst_ip', '目的地址', 'Destination address', 'ip', true),
  field('src_port', '源端口', 'Source port', 'number', false),
  field('dst_port', '目的端口', 'Destination port', 'number', true),
  field('protocol', '协议', 'Protocol', 'keyword', true),
  field('domain', '域名', 'Domain', 'keyword', true),
  field('url', '网址', 'URL', 'keyword', true),
  field('rule_name', '传感器规则', 'Sensor rule', 'keyword', true),
  field('ecu', '控制器', 'ECU', 'keyword', true),
  field('format', '格式', 'Format', 'keyword', true),
  field('message', '摘要', 'Message', 'text', false),
  field('time', '事件时间', 'Event time', 'time', false),
  field('received', '接收时间', 'Received', 'time', false),
];
