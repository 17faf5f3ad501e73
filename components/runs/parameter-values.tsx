import type { RunParameter } from "#lib/contracts";
import { Facts } from "../ui/facts.tsx";

/** The values that a run took. */
export const ParameterValues = ({ parameters }: { parameters: readonly RunParameter[] }) => (
  <Facts
    items={parameters.map(({ name, value }) => ({
      id: name,
      name: <code>{name}</code>,
      value: <code>{value ?? "null"}</code>,
    }))}
  />
);
