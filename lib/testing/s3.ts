import { execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { freePort } from "./free-port.ts";
import type { Skips } from "./needs.ts";

export interface TestS3 {
  /** Fields of a connection to an empty bucket. */
  readonly connection: {
    readonly endpoint: string;
    readonly region: string;
    readonly bucket: string;
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
  };
  /** Another pair of keys that may do the same, and is known no longer once it is revoked. */
  addKeys(): Promise<{
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    revoke(): Promise<void>;
  }>;
  /** The folder in which the server keeps the bucket's objects as files. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** An S3 server of its own over a temporary folder; skipped with the reason where there is none. */
export async function s3Or(context: Skips): Promise<TestS3> {
  const program = process.env.ETLX_TEST_S3_SERVER;
  if (program === undefined || program === "") return context.skip("no S3 server (ETLX_TEST_S3_SERVER)");
  const root = await mkdtemp(path.join(tmpdir(), "etlx-s3-server-"));
  const buckets = path.join(root, "buckets");
  const folder = path.join(buckets, "test-bucket");
  const users = path.join(root, "users");
  await mkdir(folder, { recursive: true });
  await mkdir(users);
  const port = await freePort();
  const keys = { accessKeyId: "test-access", secretAccessKey: "very-secret-key" };
  const server = spawn(
    program,
    [
      "--port",
      `127.0.0.1:${port}`,
      "--access",
      keys.accessKeyId,
      "--secret",
      keys.secretAccessKey,
      "--quiet",
      "--iam-dir",
      users,
      "--iam-cache-disable",
      "posix",
      buckets,
    ],
    { stdio: "ignore" },
  );
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  const stop = async () => {
    server.kill("SIGKILL");
    await ended;
    await rm(root, { recursive: true, force: true });
  };
  const endpoint = `http://127.0.0.1:${port}`;
  for (let attempt = 0; ; attempt++) {
    const isUp = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (isUp) break;
    if (attempt > 200 || server.exitCode !== null) {
      await stop();
      throw new Error("the S3 server did not start");
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const admin = (...args: readonly string[]) => {
    const { accessKeyId, secretAccessKey } = keys;
    const login = ["--access", accessKeyId, "--secret", secretAccessKey, "--endpoint-url", endpoint];
    return promisify(execFile)(program, ["admin", ...login, ...args]);
  };
  const addKeys: TestS3["addKeys"] = async () => {
    const own = { accessKeyId: `user-${randomUUID()}`, secretAccessKey: randomUUID() };
    const given = ["--access", own.accessKeyId, "--secret", own.secretAccessKey, "--role", "admin"];
    await admin("create-user", ...given);
    const revoke = async () => {
      await admin("delete-user", "--access", own.accessKeyId);
    };
    return { ...own, revoke };
  };
  return {
    addKeys,
    connection: { endpoint, region: "us-east-1", bucket: "test-bucket", ...keys },
    folder,
    stop,
  };
}
