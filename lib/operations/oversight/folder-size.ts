import { readdir, stat } from "node:fs/promises";
import path from "node:path";

export interface FolderSize {
  readonly bytes: number;
  readonly files: number;
}

/** What lies below a folder; nothing where it is absent, and files that vanish meanwhile do not count. */
export async function folderSize(folder: string): Promise<FolderSize> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  let bytes = 0;
  let files = 0;
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const found = await stat(path.join(entry.parentPath, entry.name)).catch(() => undefined);
    if (found === undefined) continue;
    bytes += found.size;
    files += 1;
  }
  return { bytes, files };
}
