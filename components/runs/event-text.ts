import { type EventMessage, eventMessages, type RunEvent } from "#lib/contracts";
import { fillText, type Locale } from "#lib/kernel";

const isKnown = (key: string): key is EventMessage => key in eventMessages;

/** The words of an event in the reader's language; numbers grouped. An unknown key stays visible. */
export function eventText(event: RunEvent, locale: Locale): string {
  if (!isKnown(event.message)) return event.message;
  const format = new Intl.NumberFormat(locale);
  const params = Object.fromEntries(
    Object.entries(event.params).map(([name, value]) => [
      name,
      typeof value === "number" ? format.format(value) : value,
    ]),
  );
  const given = { table: event.table ?? "", ...params };
  const text = fillText(eventMessages[event.message][locale], given, locale);
  return event.table && !text.includes(event.table) ? `${event.table}: ${text}` : text;
}
