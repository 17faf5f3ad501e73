import type { Diagnostic } from "#lib/contracts";
import { type DiagnosticCode, type DiagnosticPath, diagnostic, type MessageParams } from "./messages.ts";

/** Collects diagnostics below one place of a document. */
export class Report {
  readonly #found: Diagnostic[];
  readonly #base: DiagnosticPath;

  constructor(found: Diagnostic[] = [], base: DiagnosticPath = []) {
    this.#found = found;
    this.#base = base;
  }

  get found(): readonly Diagnostic[] {
    return this.#found;
  }

  at(...path: DiagnosticPath): Report {
    return new Report(this.#found, [...this.#base, ...path]);
  }

  add(code: DiagnosticCode, params: MessageParams = {}): void {
    this.#found.push(diagnostic(code, this.#base, params));
  }
}
