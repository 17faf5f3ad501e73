import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#lib/kernel";
import type { SourceTools } from "./definition.ts";

type FileTools = Pick<SourceTools, "fileRoots" | "uploadPath">;

/** Throws where a real place lies outside what an administrator allows; `label` is what people call it. */
export type AssertAllowed = (real: string, label: string) => void;

/** What an administrator allows now, links resolved; a root that is not there allows nothing. */
export async function allowedNow({ fileRoots }: FileTools): Promise<AssertAllowed> {
  if (fileRoots === undefined) return () => undefined;
  const found = await Promise.all(fileRoots.map((root) => realpath(root).catch(() => undefined)));
  const roots = found.filter((root) => root !== undefined);
  return (real, label) => {
    const isInside = roots.some(
      (root) => real === root || real.startsWith(root.endsWith(path.sep) ? root : root + path.sep),
    );
    if (!isInside) throw new AppError("file-outside-roots", { file: label });
  };
}

/** Where one file lies, by its path or as an upload. @throws AppError `file-missing`, `file-outside-roots` */
export async function findFile(
  file: { readonly path?: string; readonly upload?: string },
  label: string,
  tools: FileTools,
): Promise<string> {
  const missing = (cause?: unknown) => new AppError("file-missing", { file: label }, { cause });
  if (file.upload !== undefined) {
    if (!tools.uploadPath) throw missing();
    return tools.uploadPath(file.upload).catch((cause: unknown) => {
      throw cause instanceof AppError ? cause : missing(cause);
    });
  }
  const real = await realpath(path.resolve(file.path ?? "")).catch((cause: unknown) => {
    throw missing(cause);
  });
  (await allowedNow(tools))(real, label);
  if (!(await stat(real)).isFile()) throw missing();
  return real;
}
