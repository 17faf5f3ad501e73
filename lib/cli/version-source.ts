import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import {
  formatModuleReference,
  manifestSchema,
  parseModuleReference,
  privacyReportSchema,
  type Upstreams,
  upstreamVersion,
} from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { declaredSources } from "#lib/metadata";
import { type ModuleSourceConfig, moduleSource, upstreamsOf } from "#lib/sources";

/** How a published version is given as a source: the folder that holds it. */
const scheme = /^version:/i;

export const isVersionAddress = (address: string): boolean => scheme.test(address);

const folderSchema = manifestSchema.extend({
  number: z.number().int().positive().optional(),
  versionId: z.string().default(""),
  // Without its report nobody knows the classes: then every column counts as the strictest.
  reports: z.object({ privacy: privacyReportSchema }).optional().catch(undefined),
});

/** A version that a folder holds: what `etlx run --out` and the store of folders write. @throws AppError `file-missing`, `file-unreadable` */
export async function versionAt(address: string, base: string): Promise<ModuleSourceConfig> {
  const folder = path.resolve(base, address.replace(scheme, ""));
  const file = path.join(folder, "manifest.json");
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new AppError("file-missing", { file }, { cause });
  });
  const failed = (cause?: unknown) =>
    new AppError("file-unreadable", { file, format: "manifest", detail: "" }, { cause });
  let parsed: z.ZodSafeParseResult<z.output<typeof folderSchema>>;
  try {
    parsed = folderSchema.safeParse(JSON.parse(text));
  } catch (cause) {
    throw failed(cause);
  }
  if (!parsed.success) throw failed();
  const { number: own, versionId, reports, ...manifest } = parsed.data;
  const number = own ?? Number(/(\d+)$/.exec(path.basename(folder))?.[1] ?? 1);
  return {
    version: upstreamVersion(manifest, reports?.privacy, { number, versionId, wanted: number, follows: [] }),
    // Only names in the folder are files of its.
    files: manifest.tables.map((table) => ({
      table: table.name,
      path: path.join(folder, path.basename(table.file)),
    })),
  };
}

type Given = readonly { readonly name: string; readonly address: string }[];

/** The versions among sources that were given, for what judges a document before its sources are opened. */
export async function versionsGiven(given: Given, base: string): Promise<Upstreams> {
  const found = given.filter(({ address }) => isVersionAddress(address));
  const sources = found.map(async ({ name, address }) => ({
    name,
    kind: moduleSource.id,
    config: await versionAt(address, base),
  }));
  return upstreamsOf(await Promise.all(sources));
}

/** @throws AppError `request-invalid` where a document asks for another version than the one that was given */
export function assertAsked(
  document: Parameters<typeof declaredSources<{ readonly name: string; readonly ref: string }>>[0],
  given: Upstreams,
): void {
  for (const { name, ref } of declaredSources(document)) {
    const [wanted, version] = [parseModuleReference(ref), given.get(name)];
    if (!wanted || !version) continue;
    const isIt =
      wanted.module === version.module && (wanted.number === "latest" || wanted.number === version.number);
    if (isIt) continue;
    const found = formatModuleReference(version);
    throw new AppError("request-invalid", { detail: `--source ${name}: ${found}, not ${ref}` });
  }
}
