import path from "node:path";
import { AppError } from "#lib/kernel";
import { declaredSources, type ModuleDocument } from "#lib/metadata";
import type { BoundSource } from "#lib/pipeline/server";
import { upstreamsOf } from "#lib/sources";
import { bindSource, type SourceGiven } from "./bind-sources.ts";
import { isDemoSource, openDemoSource } from "./demo-source.ts";
import type { Terminal } from "./terminal.ts";
import { assertAsked } from "./version-source.ts";

export interface SourceOptions {
  readonly source: readonly SourceGiven[];
  readonly demoOrders: number;
  /** A source that nobody gave is missed when it is asked for, not before. */
  readonly isPartial?: boolean;
}

/** Everything a document reads, with what has to be closed afterwards. */
export async function openSources(
  document: ModuleDocument,
  file: string,
  options: SourceOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<{ readonly sources: readonly BoundSource[]; close(): Promise<void> }> {
  const declared = declaredSources(document);
  const unknown = options.source.find(({ name }) => !declared.some((source) => source.name === name));
  if (unknown !== undefined) throw new AppError("not-found", { what: "source", name: unknown.name });
  const sources: BoundSource[] = [];
  let close = async () => {};
  for (const one of declared) {
    const given = options.source.findLast(({ name }) => name === one.name);
    if (given !== undefined) sources.push(await bindSource(given, path.dirname(path.resolve(file))));
    else if (isDemoSource(document, one)) {
      const demo = await openDemoSource(one.name, options.demoOrders, terminal, signal);
      sources.push(demo.source);
      close = demo.close;
    } else if (options.isPartial !== true) throw new AppError("source-binding-missing", { source: one.name });
  }
  assertAsked(document, upstreamsOf(sources));
  return { sources, close };
}
