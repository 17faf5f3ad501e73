import { useLocale } from "next-intl";
import { Fragment } from "react";
import type { Locale } from "#lib/kernel";
import type { Part } from "#lib/reference";
import { Link } from "../ui/link.tsx";
import { RuleName } from "../ui/rule-name.tsx";

const keyOf = (part: Part): string =>
  part.kind === "code" ? part.code : part.kind === "entry" ? `${part.topic}/${part.id}` : part.text.en;

/** Words, code and links in a row, commas between; a lead belongs to what follows. */
export function Parts({ parts }: { parts: readonly Part[] }) {
  const locale = useLocale() as Locale;
  return parts.map((part, at) => {
    const before = parts[at - 1];
    return (
      <Fragment key={keyOf(part)}>
        {before ? (before.kind === "lead" ? " " : ", ") : null}
        {part.kind === "code" ? (
          <code>{part.code}</code>
        ) : part.kind === "entry" ? (
          <RuleName topic={part.topic} id={part.id} />
        ) : (
          part.text[locale]
        )}
      </Fragment>
    );
  });
}

/** The way up from a page of Help. */
export function UpLink({ href, text }: { href: string; text: string }) {
  return <Link href={href}>← {text}</Link>;
}
