import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { NetworkPolicy } from "./policy.ts";
import { resolveHost } from "./resolve-host.ts";

/** Resolves names by the policy, so that what was checked is what is connected to, redirects included. */
const pinnedLookup =
  (policy: NetworkPolicy): LookupFunction =>
  (hostname, options, callback) => {
    resolveHost(hostname, policy).then(
      ({ address, family }) =>
        options.all ? callback(null, [{ address, family }]) : callback(null, address, family),
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), "", 0),
    );
  };

export interface PinnedAgents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
  destroy(): void;
}

/** Agents for clients that bring their own requests. An address instead of a name is not looked up: check it with {@link assertHostAllowed}. */
export function pinnedAgents(
  policy: NetworkPolicy,
  options: { readonly ca?: string; readonly maxSockets?: number } = {},
): PinnedAgents {
  const common = { keepAlive: true, maxSockets: options.maxSockets ?? 16, lookup: pinnedLookup(policy) };
  const httpAgent = new HttpAgent(common);
  const httpsAgent = new HttpsAgent({ ...common, ...(options.ca === undefined ? {} : { ca: options.ca }) });
  return {
    httpAgent,
    httpsAgent,
    destroy: () => {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

/** Throws `address-refused` or `host-unknown` where the host of a URL may not be reached. */
export async function assertHostAllowed(url: URL, policy: NetworkPolicy): Promise<void> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0 || policy.privateHosts !== "all") await resolveHost(host, policy);
}
