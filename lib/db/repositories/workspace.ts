import { z } from "zod";
import type { PythonPolicy } from "#lib/contracts";
import type { Client } from "../client.ts";
import { fromJsonText, toJsonText } from "../json-text.ts";

/** This installation: one row. */
export interface WorkspaceRepository {
  /** A value sealed with the master key, by which a wrong key is known. */
  keyCheck(): Promise<Uint8Array | undefined>;
  /** Keeps the first one given; answers the one that is kept. */
  setKeyCheck(sealed: Uint8Array): Promise<Uint8Array>;
  /** Whether anything sealed with the master key exists. */
  hasCiphertext(): Promise<boolean>;
  /** What an administrator has decided about Python. */
  pythonPolicy(): Promise<PythonPolicy>;
  setPythonPolicy(policy: PythonPolicy): Promise<void>;
  setUpAt(): Promise<Date | undefined>;
  markSetUp(): Promise<void>;
}

export function workspaceRepository(client: Client): WorkspaceRepository {
  const ensure = () => client.workspace.createMany({ data: [{ id: 1 }], skipDuplicates: true });
  const read = () => client.workspace.findUnique({ where: { id: 1 } });
  const keyCheck = async () => (await read())?.keyCheck ?? undefined;
  return {
    keyCheck,
    setKeyCheck: async (sealed) => {
      await ensure();
      await client.workspace.updateMany({
        where: { id: 1, keyCheck: null },
        data: { keyCheck: Uint8Array.from(sealed) },
      });
      return (await keyCheck()) ?? sealed;
    },
    hasCiphertext: async () => {
      if ((await keyCheck()) !== undefined) return true;
      const counts = await Promise.all([
        client.dataSource.count({ where: { secrets: { not: null } } }),
        client.store.count({ where: { secrets: { not: null } } }),
        client.domainKey.count({ where: { wrapped: { not: null } } }),
        client.artefact.count(),
        client.runTrigger.count({ where: { alertSecret: { not: null } } }),
        client.quarantine.count({ where: { wrappedKey: { not: null } } }),
        client.scriptOutput.count({ where: { sealed: { not: null } } }),
      ]);
      return counts.some((count) => count > 0);
    },
    pythonPolicy: async () => {
      const row = await read();
      const allowed = row?.pythonPackages;
      return {
        allowUnsandboxed: row?.pythonUnsandboxed ?? false,
        ...(allowed
          ? { allowedPackages: fromJsonText(z.array(z.string()), allowed, "workspace pythonPackages") }
          : {}),
      };
    },
    setPythonPolicy: async ({ allowUnsandboxed, allowedPackages }) => {
      await ensure();
      await client.workspace.update({
        where: { id: 1 },
        data: {
          pythonUnsandboxed: allowUnsandboxed,
          pythonPackages: allowedPackages === undefined ? null : toJsonText(allowedPackages),
        },
      });
    },
    setUpAt: async () => (await read())?.setUpAt ?? undefined,
    markSetUp: async () => {
      await ensure();
      await client.workspace.updateMany({ where: { id: 1, setUpAt: null }, data: { setUpAt: new Date() } });
    },
  };
}
