/** 各页共用的词 */
export const common = {
  retry: '重试',
  requestId: '请求编号',
  save: '保存',
  cancel: '取消',
  confirm: '确定',
  close: '关闭',
  more: '更多',
  back: '返回',
  edit: '修改',
  remove: '删除',
  missingPermission: '缺少的权限：',
  copy: '复制',
  copied: '已复制',
  yes: '是',
  no: '否',
  none: '无',
  unknown: '未知',
  optional: '选填',
  required: '必填',
  saved: '已保存',
  live: '实时',
  reconnecting: '正在重新连接',
  actions: '操作',
  download: '下载',
  perSecond: '条/秒',
};

export const shell = {
  navigation: '主导航',
  fold: '收起侧栏',
  searchPlaceholder: '检索事件：VIN、地址、账号或任意文字',
  face: { dark: '切换到深色', light: '切换到浅色' },
  notFound: '没有这个页面',
  notFoundHint: '地址可能写错了，或者记录已经不在。可以回到首页重新进入。',
  goHome: '回到首页',
};

/** Tables that people upload, whatever is in them. */
export const tableImport = { choose: '选择文件', refused: '{{count}} 行未导入' };

export const nav = {
  group: {
    situation: '态势',
    operations: '监测处置',
    detection: '检测',
    assets: '资产',
    trust: '信任与密码',
    intake: '接入',
    supervision: '监管侧',
    system: '系统管理',
  },
  overview: '安全态势',
  posture: '合规态势',
  alerts: '告警',
  warnings: '预警',
  search: '事件检索',
  hunts: '威胁狩猎',
  findings: '隐患台账',
  rules: '检测规则',
  correlations: '关联规则',
  baselines: '行为基线',
  coverage: '检测覆盖',
  quality: '告警质量',
  detectors: '检测器',
  intel: '威胁情报',
  campaigns: '攻击活动',
  signatures: '车辆签名',
  cryptography: '密码应用',
  certificates: '证书管理',
  pseudonyms: '车载假名证书',
  gateway: '接入绑定',
  roadTrust: '车路信任',
  fleet: '车队',
  vehicles: '车辆',
  hosts: '主机与服务',
  discovery: '资产发现',
  zones: '安全域',
  firewalls: '防火墙规则',
  exposure: '互联网暴露面',
  suppliers: '供应商',
  accessReviews: '访问权限审查',
  captures: '抓包与记录',
  sources: '接入源',
  quarantine: '隔离区',
  retention: '日志留存',
  logProofs: '日志存证',
  drills: '应急演练',
  dutyRoster: '应急值班',
  playbooks: '处置预案',
  incidents: '事件处置',
  deadlines: '时限',
  documents: '文书',
  policies: '制度',
  training: '教育培训',
  organisation: '单位与责任人',
  criticalInfrastructure: '关基保护',
  filing: '定级备案',
  risks: '风险与评测',
  supervision: '监管工作台',
  oversight: '监管处置',
  regulatorNotices: '监管通知',
  inspectionAccess: '检查接待',
  workdays: '工作日历',
  users: '用户与角色',
  tokens: '接口令牌',
  audit: '审计',
  settings: '设置',
};

export const table = {
  shown: '已显示 {{shown}} 条',
  shownOf: '已显示 {{shown}} 条，共 {{total}} 条',
  more: '加载更多',
  exportCsv: '导出本表',
  exportCut: '已导出前 {{count}} 条，其余未包含；请缩小筛选范围',
  selected: '已选 {{count}} 条',
};

export const ago = {
  now: '刚刚',
  second: '{{count}} 秒前',
  minute: '{{count}} 分钟前',
  hour: '{{count}} 小时前',
  day: '{{count}} 天前',
};

export const range = {
  '15m': '最近 15 分钟',
  '1h': '最近 1 小时',
  '6h': '最近 6 小时',
  '24h': '最近 24 小时',
  '7d': '最近 7 天',
  '30d': '最近 30 天',
  '184d': '最近 184 天',
};

export const severity = {
  critical: '严重',
  high: '高危',
  medium: '中危',
  low: '低危',
  informational: '提示',
};

export const eventSeverity = {
  unknown: '未定级',
  informational: '信息',
  low: '低',
  medium: '中',
  high: '高',
  critical: '严重',
};

export const findingStatus = {
  open: '待处置',
  triaging: '研判中',
  'in-progress': '处置中',
  resolved: '已解决',
  'false-positive': '误报',
  'risk-accepted': '接受风险',
  drill: '演练',
};

export const findingKind = {
  alert: '告警',
  vulnerability: '漏洞',
  violation: '违规',
  weakness: '弱点',
  anomaly: '异常',
};

export const assetKind = {
  vehicle: '车辆',
  host: '主机',
  account: '账号',
  service: '服务',
  source: '接入源',
  platform: '平台',
};

export const explain = {
  and: '同时满足',
  or: '满足其一',
  not: '排除',
  selection: '选择项',
  item: '字段',
  keyword: '关键词',
  logsource: '日志类型',
  anywhere: '任意字段',
  actual: '实际值',
  absent: '没有这个字段',
};

/** Sigma 修饰符 */
export const modifier = {
  equals: '等于',
  contains: '包含',
  startswith: '开头是',
  endswith: '结尾是',
  all: '全部满足',
  re: '匹配正则',
  i: '不区分大小写',
  m: '多行',
  s: '点号匹配换行',
  cased: '区分大小写',
  exists: '字段存在',
  neq: '不等于',
  lt: '小于',
  lte: '不大于',
  gt: '大于',
  gte: '不小于',
  cidr: '属于网段',
  windash: '任意横线写法',
  base64: 'Base64 编码后',
  base64offset: 'Base64 任意偏移',
  utf16le: 'UTF-16LE 编码',
  utf16be: 'UTF-16BE 编码',
  utf16: 'UTF-16 编码',
  wide: 'UTF-16LE 编码',
  expand: '展开占位符',
  fieldref: '等于另一字段',
  minute: '分钟为',
  hour: '小时为',
  day: '日为',
  week: '周为',
  month: '月为',
  year: '年为',
};

export const ruleStatus = {
  stable: '稳定',
  test: '测试',
  experimental: '实验',
  deprecated: '已弃用',
  unsupported: '不支持',
};
