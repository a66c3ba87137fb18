/** 资产发现与防火墙的事实 */
export const assetFacts = {
  firewalls: '防火墙',
  firewallsWithoutRules: '未上传配置的防火墙',
  staleExports: '超过 90 天未更新的配置',
  firewallRules: '防火墙规则',
  weakRules: '需整改的规则',
  unreadLines: '未识别的配置行',
  discoveryAgeHours: '最近一次发现距今（小时）',
  discoverySources: '发现来源',
  hostsWithoutTeam: '无责任部门的主机',
  ignoredThings: '暂不处理的设备',
  observedThings: '发现的设备',
  recordedHosts: '登记主机',
  registeredShare: '登记率（%）',
  registeredThings: '已登记的设备',
  seenHosts: '被发现过的登记主机',
};
