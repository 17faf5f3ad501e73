import type { S3 } from "@aws-sdk/client-s3";
import { assertHostAllowed, pinnedAgents } from "./pinned-agents.ts";
import type { NetworkPolicy } from "./policy.ts";
import type { S3Connection } from "./s3-connection.ts";

const connectMilliseconds = 10_000;
/** A server that is silent for so long in the middle of an answer is dead. */
const silentMilliseconds = 60_000;

/**
 * A client of one bucket's server. Keys are those given and no others: nothing is taken from the environment, from files or
 * from a cloud's metadata address. The library's errors come out as they are: the caller maps them.
 */
export async function connectS3(
  config: S3Connection & { readonly sessionToken?: string },
  policy: NetworkPolicy,
): Promise<S3> {
  await assertHostAllowed(new URL(config.endpoint), policy);
  const { httpAgent, httpsAgent } = pinnedAgents(policy, config.ca === undefined ? {} : { ca: config.ca });
  const sessionToken = config.sessionToken?.trim() ?? "";
  // Loaded by whoever talks to a bucket: it takes 30 MB that other processes and runs need not hold.
  const { S3: Client } = await import("@aws-sdk/client-s3");
  const { NodeHttpHandler } = await import("@smithy/node-http-handler");
  return new Client({
    endpoint: config.endpoint,
    region: config.region,
    forcePathStyle: config.pathStyle,
    credentials: {
      accessKeyId: config.accessKeyId,
      secretAccessKey: config.secretAccessKey,
      ...(sessionToken === "" ? {} : { sessionToken }),
    },
    requestHandler: new NodeHttpHandler({
      httpAgent,
      httpsAgent,
      connectionTimeout: connectMilliseconds,
      socketTimeout: silentMilliseconds,
    }),
    maxAttempts: 4,
    followRegionRedirects: false,
  });
}
