import { FIREWALL_HOST, GATEWAY_HOST, LINUX_HOST, WINDOWS_HOST } from '../records.ts';
import { csvOf } from './csv.ts';

const HOST_HEADER = ['主机名', 'IP 地址', '操作系统', '用途', '网络区域', '责任部门', '重要程度', '标签'];

/** The hosts that write logs in a run, and those that are spoken to. */
const HOSTS: readonly (readonly string[])[] = [
  [FIREWALL_HOST, '10.20.0.1', '', '边界防火墙', '边界区', '网络运维部', '高', '边界'],
  [GATEWAY_HOST, '10.20.0.11', 'openEuler 24.03', '车云网关', '接入区', '车联网平台部', '核心', 'TSP'],
  [WINDOWS_HOST, '10.20.0.12', 'Windows Server 2022', '车主门户应用服务器', '应用区', '车联网平台部', '高', 'TSP'],
  [LINUX_HOST, '10.20.0.21', 'openEuler 24.03', '车主与车辆数据库', '数据区', '数据平台部', '核心', 'TSP'],
  ['ota-app-01', '10.20.0.31', 'openEuler 24.03', 'OTA 升级服务器', '应用区', '软件升级部', '核心', 'OTA'],
  ['pki-ra-01', '10.20.0.41', 'openEuler 24.03', '证书注册服务器', '密码区', '信息安全部', '核心', 'PKI'],
];

const SERVICE_HEADER = ['服务名称', '类型', '地址', '暴露面', '所在主机', '责任部门', '重要程度', '标签'];

const SERVICES: readonly (readonly string[])[] = [
  ['远程控制接口', 'tsp', 'https://tsp.chedun.example/api/v1', '互联网', GATEWAY_HOST, '车联网平台部', '核心', '远控'],
  ['车主门户', 'app-backend', 'https://portal.chedun.example', '互联网', WINDOWS_HOST, '车联网平台部', '高', '车主'],
  ['车辆数据上报', 'tsp', 'tcp://tsp.chedun.example:32960', '车联网', GATEWAY_HOST, '车联网平台部', '核心', '国标'],
  ['OTA 升级服务', 'ota', 'https://ota.chedun.example', '车联网', 'ota-app-01', '软件升级部', '核心', '升级'],
  ['车辆证书服务', 'pki', 'https://ra.chedun.example', '车联网', 'pki-ra-01', '信息安全部', '核心', '证书'],
];

/** The company's list of hosts as a file for import. */
export const hostList = (): string => csvOf(HOST_HEADER, HOSTS);

/** The company's list of services as a file for import. */
export const serviceList = (): string => csvOf(SERVICE_HEADER, SERVICES);
