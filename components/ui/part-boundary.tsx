"use client";

import { useTranslations } from "next-intl";
import { Component, type ReactNode } from "react";
import { Button } from "./button.tsx";
import { Notice } from "./state.tsx";

/** Keeps what fails in one part of a page, or cannot be loaded for want of a network, from taking the rest with it. */
export class PartBoundary extends Component<{ children: ReactNode }, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };
  static getDerivedStateFromError() {
    return { hasFailed: true };
  }
  override render() {
    return this.state.hasFailed ? <Failed /> : this.props.children;
  }
}

function Failed() {
  const t = useTranslations("common");
  return (
    <div style={{ padding: 8 }}>
      <Notice
        tone="error"
        title={t("partFailed")}
        actions={
          <Button variant="default" onClick={() => window.location.reload()}>
            {t("reload")}
          </Button>
        }
      >
        {t("partFailedText")}
      </Notice>
    </div>
  );
}
