/** The mark of the product: a shield that holds a car. */
export const Mark = ({ size = 28 }: { readonly size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" style={{ flex: 'none' }}>
    <path d="M16 2 28 6v9c0 7.6-4.9 12.6-12 15C8.9 27.6 4 22.6 4 15V6z" fill="#1692a4" />
    <path d="M8.5 17.5 11 12.2A2 2 0 0 1 12.8 11h6.4a2 2 0 0 1 1.8 1.2l2.5 5.3v4.3h-3v-1.9h-9v1.9h-3z" fill="#fff" />
    <circle cx="12" cy="17.6" r="1.3" fill="#1692a4" />
    <circle cx="20" cy="17.6" r="1.3" fill="#1692a4" />
  </svg>
);
