import { Skeleton } from "./skeleton.tsx";

/** A table's place while its data is on the way: fixed size, so that nothing jumps. */
export function SkeletonTable() {
  return (
    <div aria-hidden style={{ display: "grid", gap: 8, padding: "16px 24px" }}>
      <Skeleton height={28} width={240} />
      {Array.from({ length: 8 }, (_, index) => `row-${index}`).map((key) => (
        <Skeleton key={key} height={24} />
      ))}
    </div>
  );
}
