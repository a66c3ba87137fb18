import { extentOf } from './decimate.ts';

interface SparklineProps {
  readonly values: readonly number[];
  readonly width?: number;
  readonly height?: number;
  readonly label: string;
}

const area = (values: readonly number[], width: number, height: number): string => {
  const top = Math.max(extentOf(values)?.to ?? 0, Number.MIN_VALUE);
  const step = width / Math.max(1, values.length - 1);
  return values.map((value, index) => `${(index * step).toFixed(1)},${yOf(value, top, height)}`).join(' ');
};

const yOf = (value: number, top: number, height: number): string =>
  (height - 1 - (value / top) * (height - 2)).toFixed(1);

/** A word-sized picture of a row of numbers, from zero to the highest. */
export const Sparkline = ({ values, width = 96, height = 20, label }: SparklineProps) => {
  const line = area(values, width, height);
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <polygon points={`0,${height} ${line} ${width},${height}`} fill="var(--primary)" opacity="0.14" />
      <polyline points={line} fill="none" stroke="var(--primary)" strokeWidth="1.2" />
    </svg>
  );
};
