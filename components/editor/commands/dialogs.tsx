"use client";

import dynamic from "next/dynamic";
import type { Ask } from "./ask.ts";

const AddTables = dynamic(() => import("./add-tables-dialog.tsx"), { ssr: false });
const Connect = dynamic(() => import("./connect-dialog.tsx"), { ssr: false });
const Rename = dynamic(() => import("./rename-dialog.tsx"), { ssr: false });
const Group = dynamic(() => import("./group-dialog.tsx"), { ssr: false });
const Cleanse = dynamic(() => import("./cleanse-dialog.tsx"), { ssr: false });
const Check = dynamic(() => import("./check-dialog.tsx"), { ssr: false });

/** The dialog of a command, loaded when it is first asked for. */
export function CommandDialog({ ask, close }: { ask: Ask; close: () => void }) {
  switch (ask.kind) {
    case "add-tables":
      return <AddTables ask={ask} close={close} />;
    case "connect":
      return <Connect ask={ask} close={close} />;
    case "rename":
      return <Rename ask={ask} close={close} />;
    case "group":
      return <Group ask={ask} close={close} />;
    case "cleanse":
      return <Cleanse ask={ask} close={close} />;
    case "check":
      return <Check ask={ask} close={close} />;
  }
}
