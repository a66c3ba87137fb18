/** Font stacks; the first of each is shipped with the console, because sites are air-gapped. */
export const FONT =
  "'Noto Sans SC Variable', 'PingFang SC', 'Microsoft YaHei', system-ui, -apple-system, 'Segoe UI', sans-serif";
export const MONO =
  "'JetBrains Mono Variable', 'SFMono-Regular', Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans SC Variable', monospace";
