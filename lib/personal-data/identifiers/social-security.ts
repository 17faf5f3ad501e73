import type { NumberFormat } from "./number-format.ts";

const groups = 99n;
const serials = 9_999n;
/** Areas 001–899 without 666, as the Social Security Administration gives them out. */
const areas = 898n;

/** Social security number of the United States: 9 digits without a check digit, but with parts that are never given out. */
export const socialSecurity: NumberFormat = (text) => {
  if (!/^[0-9]{9}$/.test(text)) return undefined;
  const area = BigInt(text.slice(0, 3));
  const group = BigInt(text.slice(3, 5));
  const serial = BigInt(text.slice(5));
  if (area === 0n || area === 666n || area > 899n || group === 0n || serial === 0n) return undefined;
  const place = area - (area > 666n ? 2n : 1n);
  return {
    kept: "",
    size: areas * groups * serials,
    rank: (place * groups + group - 1n) * serials + serial - 1n,
    write: (rank) => {
      const before = rank / serials;
      const number = before / groups;
      const parts = [number + (number >= 665n ? 2n : 1n), (before % groups) + 1n, (rank % serials) + 1n];
      return parts.map((part, at) => String(part).padStart([3, 2, 4][at] ?? 0, "0")).join("");
    },
  };
};
