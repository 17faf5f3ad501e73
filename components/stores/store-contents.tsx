"use client";

import dynamic from "next/dynamic";
import type { StoreContents as Contents } from "#lib/contracts";
import type { Action } from "../ui/action.ts";
import type { MoveActions } from "./move-versions.tsx";
import { OrphanList } from "./orphan-list.tsx";
import { type RetentionActions, RetentionForm } from "./retention-form.tsx";
import { type KeepVersion, StoreSpace } from "./store-space.tsx";

// Below what one comes for: loaded beside it.
const MoveVersions = dynamic(() => import("./move-versions.tsx").then((file) => file.MoveVersions));

export interface StoreActions {
  readonly retention: RetentionActions;
  readonly move: MoveActions;
  readonly look: Action<{ name: string }, unknown>;
  readonly keepVersion: KeepVersion;
}

/** What a store holds and how it is kept in order. */
export function StoreContents({
  store,
  contents,
  actions,
}: {
  store: string;
  contents: Contents;
  actions: StoreActions;
}) {
  const { mayManage } = contents;
  return (
    <>
      <StoreSpace contents={contents} keepVersion={actions.keepVersion} />
      <RetentionForm
        store={store}
        retention={contents.retention}
        actions={actions.retention}
        mayManage={mayManage}
      />
      <OrphanList store={store} orphans={contents.orphans} look={actions.look} mayManage={mayManage} />
      <MoveVersions store={store} contents={contents} actions={actions.move} />
    </>
  );
}
