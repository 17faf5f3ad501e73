"use client";

import NextLink from "next/link";
import { useRouter } from "next/navigation";
import type { ComponentProps } from "react";
import { isHeld, leave } from "./leave-guard.ts";

/** A link within the product. It asks first where something would be left behind; the browser's own leaving is not its matter. */
export function Link({ href, onNavigate, ...rest }: ComponentProps<typeof NextLink> & { href: string }) {
  const router = useRouter();
  return (
    <NextLink
      {...rest}
      href={href}
      onNavigate={(event) => {
        onNavigate?.(event);
        if (!isHeld(href)) return;
        event.preventDefault();
        leave(href, () => router.push(href));
      }}
    />
  );
}
