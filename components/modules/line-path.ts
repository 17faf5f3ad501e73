import { boxWidth, type Point } from "./lay-out.ts";

export type { Point };

/** An SVG path from one point to another along passages, each as long as a box is wide. */
export function linePath(from: Point, to: Point, passages: readonly Point[]): string {
  const stops = [from, ...passages.flatMap((one) => [one, { x: one.x + boxWidth, y: one.y }]), to];
  return stops
    .map((stop, index) => {
      const before = stops[index - 1];
      if (before === undefined) return `M ${stop.x} ${stop.y}`;
      const middle = (before.x + stop.x) / 2;
      return `C ${middle} ${before.y} ${middle} ${stop.y} ${stop.x} ${stop.y}`;
    })
    .join(" ");
}
