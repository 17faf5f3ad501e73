"use client";

import { useSyncExternalStore } from "react";

export type Scheme = "light" | "dark";
/** What a reader asked for; `auto` follows the system. */
export type SchemeChoice = Scheme | "auto";

// Mantine's own names, so that both agree about one choice.
const storageKey = "mantine-color-scheme-value";
const attribute = "data-mantine-color-scheme";
const systemIsDark = "(prefers-color-scheme: dark)";

/**
 * Run by the document before anything is drawn, so that no page flashes in the other scheme. Constant text: nothing of a
 * request is in it.
 */
export const firstScheme = `try{var c=localStorage.getItem("${storageKey}")}catch{}document.documentElement.setAttribute("${attribute}",c==="light"||c==="dark"?c:matchMedia("${systemIsDark}").matches?"dark":"light")`;

const isScheme = (value: unknown): value is Scheme => value === "light" || value === "dark";

function chosen(): SchemeChoice {
  const kept = window.localStorage.getItem(storageKey);
  return isScheme(kept) ? kept : "auto";
}

function apply(choice: SchemeChoice) {
  const scheme = choice === "auto" ? (window.matchMedia(systemIsDark).matches ? "dark" : "light") : choice;
  document.documentElement.setAttribute(attribute, scheme);
}

export function chooseScheme(choice: SchemeChoice): void {
  window.localStorage.setItem(storageKey, choice);
  apply(choice);
}

/** Keeps to the system while that is the choice; returns how to stop. */
export function followSystemScheme(): () => void {
  const system = window.matchMedia(systemIsDark);
  const follow = () => apply(chosen());
  system.addEventListener("change", follow);
  window.addEventListener("storage", follow);
  return () => {
    system.removeEventListener("change", follow);
    window.removeEventListener("storage", follow);
  };
}

function watch(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: [attribute] });
  window.addEventListener("storage", listener);
  return () => {
    observer.disconnect();
    window.removeEventListener("storage", listener);
  };
}

/** The scheme on the screen; light on the server, which cannot know. */
export const useScheme = (): Scheme =>
  useSyncExternalStore(
    watch,
    () => (document.documentElement.getAttribute(attribute) === "dark" ? "dark" : "light"),
    () => "light",
  );

/** What was asked for. */
export const useSchemeChoice = (): SchemeChoice => useSyncExternalStore(watch, chosen, () => "auto");
