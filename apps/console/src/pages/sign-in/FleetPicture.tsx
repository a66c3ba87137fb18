const VEHICLES = [
  [60, 60],
  [40, 150],
  [110, 218],
  [390, 60],
  [420, 150],
  [350, 222],
] as const;

/** Vehicles around the shield, each with its line to it. */
export const FleetPicture = () => (
  <svg viewBox="0 0 460 270" style={{ width: '100%', maxWidth: 520, margin: '24px auto' }} aria-hidden="true">
    {[128, 96, 64].map((radius) => (
      <circle key={radius} cx="230" cy="135" r={radius} fill="none" stroke="#1d3a47" strokeDasharray="3 5" />
    ))}
    {VEHICLES.map(([x, y]) => (
      <g key={`${x}-${y}`}>
        <line x1={x} y1={y} x2="230" y2="135" stroke="#24586a" strokeWidth="1.2" />
        <circle cx={(x * 2 + 230) / 3} cy={(y * 2 + 135) / 3} r="2.4" fill="#3fb0bf" />
        <g transform={`translate(${x - 20} ${y - 13})`}>
          <rect width="40" height="26" rx="6" fill="#132a36" stroke="#2c5a6a" />
          <path d="M8 17v-4l3.5-6h17L32 13v4h-3a2.5 2.5 0 0 1-5 0h-8a2.5 2.5 0 0 1-5 0z" fill="#6fa9b8" />
        </g>
      </g>
    ))}
    <path
      d="M230 88 268 101v30c0 26-16 43-38 51-22-8-38-25-38-51v-30z"
      fill="#0b6e7f"
      stroke="#3fb0bf"
      strokeWidth="1.5"
    />
    <path
      d="m213 135 12 12 23-25"
      fill="none"
      stroke="#fff"
      strokeWidth="6"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
);
