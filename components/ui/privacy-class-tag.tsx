"use client";

import { IconEyeOff, IconFingerprint, IconLeaf, IconPuzzle } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { PrivacyClass } from "#lib/contracts";
import classes from "./tag.module.css";

const pictures = {
  "direct-identifier": IconFingerprint,
  "quasi-identifier": IconPuzzle,
  sensitive: IconEyeOff,
  insensitive: IconLeaf,
} as const;

/** A privacy class, the same hue, picture and word on every page. The picture alone stands beside the word only. */
export function PrivacyClassTag({
  value,
  isPictureOnly = false,
}: {
  value: PrivacyClass;
  isPictureOnly?: boolean;
}) {
  const t = useTranslations("common");
  const Picture = pictures[value];
  return (
    <span className={`${classes.tag} ${classes[value]}`}>
      <Picture size={13} stroke={2} aria-hidden />
      {isPictureOnly ? null : <span className={classes.text}>{t(`privacyClass.${value}`)}</span>}
    </span>
  );
}
