import { describe, expect, it } from "vitest";
import { isLoopback, isMetadataAddress, isPrivateAddress } from "./address.ts";
import { resolveHost } from "./resolve-host.ts";

describe("addresses", () => {
  it.each([
    "169.254.169.254",
    "169.254.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "fd00:ec2::254",
    "fd20:ce::254",
    "fe80::1%eth0",
    "::ffff:169.254.169.254",
    "::ffff:a9fe:a9fe",
    "64:ff9b::a9fe:a9fe",
  ])("%s hands out credentials", (address) => {
    expect(isMetadataAddress(address)).toBe(true);
  });
  it.each([
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "127.0.0.1",
    "0.0.0.0",
    "100.64.0.1",
    "224.0.0.1",
    "::1",
    "::",
    "fc00::1",
    "fd12::1",
    "::ffff:10.0.0.1",
    "ff02::1",
  ])("%s is private", (address) => {
    expect([isPrivateAddress(address), isMetadataAddress(address)]).toEqual([true, false]);
  });
  it.each(["8.8.8.8", "172.32.0.1", "172.15.0.1", "100.128.0.1", "2001:db8::1", "::ffff:8.8.8.8"])(
    "%s is public",
    (address) => {
      expect([isPrivateAddress(address), isMetadataAddress(address)]).toEqual([false, false]);
    },
  );
});

describe("this machine", () => {
  it.each(["localhost", "LocalHost.", "127.0.0.1", "127.8.9.1", "::1", "[::1]", "::ffff:127.0.0.1"])(
    "is %s",
    (host) => expect(isLoopback(host)).toBe(true),
  );
  it.each([
    "localhost.corp",
    "127.corp",
    "127.0.0.1.corp",
    "db.localhost.corp",
    "128.0.0.1",
    "::2",
    "1::1",
    "::",
    "",
  ])("is not %s", (host) => expect(isLoopback(host)).toBe(false));
});

describe("the resolver", () => {
  const codeOf = (host: string, privateHosts: "all" | readonly string[]) =>
    resolveHost(host, { privateHosts }).then(
      (found) => found.address,
      (error: { code?: string }) => error.code,
    );
  it("pins an address, and keeps private ones to those allowed", async () => {
    expect(await codeOf("127.0.0.1", "all")).toBe("127.0.0.1");
    expect(await codeOf("localhost", "all")).toBe("127.0.0.1");
    expect(await codeOf("localhost", [])).toBe("address-refused");
    expect(await codeOf("LOCALHOST", ["localhost"])).toBe("127.0.0.1");
    expect(await codeOf("127.0.0.1", ["localhost"])).toBe("address-refused");
  });
  it("refuses a metadata address even where it is allowed by name", async () => {
    expect(await codeOf("169.254.169.254", ["169.254.169.254"])).toBe("address-refused");
    expect(await codeOf("0xa9fea9fe", "all")).not.toBe("169.254.169.254");
  });
});
