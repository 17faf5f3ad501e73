"use client";

import dynamic from "next/dynamic";

/** What went wrong, in words that are loaded when something has. */
export const ErrorText = dynamic(() => import("./error-words.tsx").then((file) => file.ErrorWords));
