import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A wheel is a zip of a module and three files about it. */
const wheelScript = `
import sys, zipfile
name, version, requires, body, target = sys.argv[1:]
info = f"{name}-{version}.dist-info"
with zipfile.ZipFile(f"{target}/{name}-{version}-py3-none-any.whl", "w") as zip:
    zip.writestr(f"{name}.py", body)
    needs = "".join(f"Requires-Dist: {one}\\n" for one in requires.split(";") if one)
    zip.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n{needs}")
    zip.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    zip.writestr(f"{info}/RECORD", "")
`;

/** A registry of Python packages on a port of its own, which speaks as PyPI does (PEP 503). */
export interface TestPackages {
  /** What pip is told by `PIP_INDEX_URL`. */
  readonly index: string;
  /** Milliseconds until it answers. */
  delay: number;
  /** @param requires as in a wheel's metadata, by semicolons */
  wheel(name: string, version: string, requires: string, body: string): Promise<unknown>;
  /** A package without a wheel. */
  source(name: string, version: string): Promise<void>;
  close(): Promise<void>;
}

export async function startPackageRegistry(): Promise<TestPackages> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "etlx-wheels-"));
  await mkdir(folder, { recursive: true });
  const linkTo = async (file: string): Promise<string> => {
    const sha256 = createHash("sha256")
      .update(await readFile(path.join(folder, file)))
      .digest("hex");
    return `<a href="/files/${file}#sha256=${sha256}">${file}</a>`;
  };
  const server = createServer(async (request, response) => {
    await pause(registry.delay);
    const [, place, name = "", file] = (request.url ?? "").split("/");
    if (place === "files") return void response.end(await readFile(path.join(folder, name)));
    const own = (await readdir(folder)).filter((one) => one.toLowerCase().startsWith(`${name}-`));
    if (own.length === 0 || file === undefined) return void response.writeHead(404).end();
    const links = await Promise.all(own.map(linkTo));
    response.setHeader("content-type", "text/html");
    response.end(`<!DOCTYPE html><html><body>${links.join("")}</body></html>`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const registry: TestPackages = {
    index: `http://127.0.0.1:${port}/simple`,
    delay: 0,
    wheel: (name, version, requires, body) =>
      run("python3", ["-c", wheelScript, name, version, requires, body, folder]),
    source: (name, version) => writeFile(path.join(folder, `${name}-${version}.tar.gz`), "no wheel"),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return registry;
}
