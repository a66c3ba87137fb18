import { theme } from 'antd';
import type { ThemeConfig } from 'antd';
import { FONT, MONO } from './fonts.ts';
import { paletteOf } from './palette.ts';
import type { Palette, ThemeName } from './palette.ts';

/** People who asked their system for calm get no motion. */
const isCalm = (): boolean => globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? false;

const tokens = (tone: Palette): ThemeConfig['token'] => ({
  motion: !isCalm(),
  colorPrimary: tone.primary,
  colorInfo: tone.low,
  colorSuccess: tone.good,
  colorWarning: tone.medium,
  colorError: tone.critical,
  colorLink: tone.primary,
  colorTextBase: tone.text,
  colorText: tone.text,
  colorTextSecondary: tone.textSoft,
  colorTextTertiary: tone.textFaint,
  colorTextPlaceholder: tone.textFaint,
  colorBgLayout: tone.page,
  colorBgContainer: tone.surface,
  colorBgElevated: tone.raised,
  colorBorder: tone.lineStrong,
  colorBorderSecondary: tone.line,
  colorTextLightSolid: tone.onPrimary,
  borderRadius: 5,
  borderRadiusLG: 7,
  borderRadiusSM: 4,
  fontSize: 13,
  fontFamily: FONT,
  fontFamilyCode: MONO,
  controlHeight: 30,
  controlHeightSM: 24,
  wireframe: false,
  motionDurationMid: '0.12s',
  motionDurationSlow: '0.18s',
});

const components = (tone: Palette): ThemeConfig['components'] => ({
  Table: {
    headerBg: tone.sunken,
    headerColor: tone.textSoft,
    headerSplitColor: 'transparent',
    borderColor: tone.line,
    rowHoverBg: tone.sunken,
    cellPaddingBlockSM: 7,
    cellPaddingInlineSM: 10,
    cellFontSizeSM: 13,
  },
  Card: { headerHeight: 42, headerFontSize: 14, bodyPadding: 16 },
  Tabs: { horizontalMargin: '0 0 12px 0', titleFontSize: 13 },
  Descriptions: { itemPaddingBottom: 8 },
  Tooltip: { colorBgSpotlight: tone.side, colorTextLightSolid: '#f2f6f8' },
  Form: { itemMarginBottom: 18, verticalLabelPadding: '0 0 4px' },
  Segmented: { trackBg: tone.sunken },
});

/** Tokens for antd: none of its stock blues, greys or roundings remain. */
export const antdTheme = (name: ThemeName): ThemeConfig => {
  const tone = paletteOf(name);
  return {
    algorithm: name === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: tokens(tone) ?? {},
    components: components(tone) ?? {},
  };
};
