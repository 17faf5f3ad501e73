import { lookup } from "node:dns/promises";
import { AppError } from "#lib/kernel";
import { isMetadataAddress, isPrivateAddress } from "./address.ts";
import type { NetworkPolicy } from "./policy.ts";

export interface ResolvedHost {
  readonly address: string;
  readonly family: number;
}

/**
 * Resolves a host once and answers the address to connect to, so that what was checked is what is reached.
 * Throws `address-refused` where the policy forbids any of the host's addresses, `host-unknown` where there is none.
 */
export async function resolveHost(host: string, policy: NetworkPolicy): Promise<ResolvedHost> {
  const found = await lookup(host, { all: true, verbatim: true }).catch((cause: unknown) => {
    throw new AppError("host-unknown", { host }, { cause });
  });
  for (const { address } of found) {
    const allowed =
      policy.privateHosts === "all" ||
      policy.privateHosts.some((entry) => entry.toLowerCase() === host.toLowerCase() || entry === address);
    if (isMetadataAddress(address) || (isPrivateAddress(address) && !allowed)) {
      throw new AppError("address-refused", { host });
    }
  }
  // PostgreSQL on a bare machine listens on IPv4 only; where both exist it comes first.
  const first = found.find((a) => a.family === 4) ?? found[0];
  if (!first) throw new AppError("host-unknown", { host });
  return first;
}
