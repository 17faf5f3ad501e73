import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#lib/kernel";
import type { SourceTools } from "./definition.ts";

type FileTools = Pick<SourceTools, "fileRoots" | "uploadPath">;

/** The real place of a file, links resolved; throws where it is missing or lies outside what an administrator allows. */
export async function allowedPath(wanted: string, label: string, tools: FileTools): Promise<string> {
  const real = await realpath(wanted).catch((cause: unknown) => {
    throw new AppError("file-missing", { file: label }, { cause });
  });
  if (tools.fileRoots !== undefined) {
    const roots = await Promise.all(tools.fileRoots.map((root) => realpath(root).catch(() => undefined)));
    const isInside = roots.some((root) => root !== undefined && real.startsWith(root + path.sep));
    if (!isInside) throw new AppError("file-outside-roots", { file: label });
  }
  return real;
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
  const real = await allowedPath(path.resolve(file.path ?? ""), label, tools);
  if (!(await stat(real)).isFile()) throw missing();
  return real;
}
