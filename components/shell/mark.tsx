/** The product's mark: rows coming in, one clean line going out. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="7" fill="#2f54c7" />
      <path d="M7 10h8M7 16h5M7 22h8" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" opacity=".55" />
      <path
        d="M17 16h8m-3.5-4 4 4-4 4"
        fill="none"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
