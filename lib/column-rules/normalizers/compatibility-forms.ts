import { list, type Sql, sql } from "#lib/sql";

/**
 * Characters that Unicode's compatibility composition replaces: ligatures, full-width letters, `№`, `½`, superscripts.
 * The engine has only NFC. A text is NFKC once each of these is replaced by its own NFKC and the whole is composed,
 * because composing equals for texts that are canonically equivalent.
 */
function compatibilityForms(): readonly (readonly [char: string, form: string])[] {
  const found: (readonly [string, string])[] = [];
  for (let code = 0xa0; code < 0x30000; code++) {
    // Surrogates are no characters, Hangul and ideographs of the basic plane have no such forms.
    if ((code >= 0x3400 && code < 0xa69c) || (code >= 0xac00 && code < 0xf900)) continue;
    const char = String.fromCodePoint(code);
    const form = char.normalize("NFKC");
    if (form !== char.normalize("NFC")) found.push([char, form]);
  }
  return found;
}

let known: {
  readonly single: readonly [string, string];
  readonly several: ReturnType<typeof compatibilityForms>;
};

/** Made at first use: looking through the characters takes some milliseconds. */
function forms(): typeof known {
  if (known) return known;
  const all = compatibilityForms();
  const isSingle = ([, form]: readonly [string, string]) => [...form].length === 1;
  const single = all.filter(isSingle);
  const column = (at: 0 | 1) => single.map((pair) => pair[at]).join("");
  known = { single: [column(0), column(1)], several: all.filter((pair) => !isSingle(pair)) };
  return known;
}

/** The frequent ones of those that become several: replacing them is far cheaper than taking texts apart. */
const frequent = [..."½¼¾…™№ﬀﬁﬂﬃﬄ℃℉㎏㎜㎝㎞㎡㎥"].map((char) => [char, char.normalize("NFKC")] as const);

const beyondAscii = "[^\\x00-\\x7f]";

/** A text in NFKC. Plain ASCII is left at once; only texts with a character that becomes several are taken apart. */
export function compatibilityComposed(value: Sql): Sql {
  const { single, several } = forms();
  const chars = several.map(([char]) => char);
  const rare = chars.filter((char) => !frequent.some(([known]) => known === char));
  const each = sql`coalesce(list_extract(${list(several.map(([, form]) => form))}, list_position(${list(chars)}, c)), c)`;
  const usual = frequent.reduce((now, [char, form]) => sql`replace(${now}, ${char}, ${form})`, value);
  const replaced = sql`translate(${usual}, ${single[0]}, ${single[1]})`;
  const apart = sql`array_to_string(list_transform(string_split(${replaced}, ''), lambda c: ${each}), '')`;
  const expanded = sql`case when regexp_matches(${value}, ${`[${rare.join("")}]`}) then ${apart} else ${replaced} end`;
  return sql`case when regexp_matches(${value}, ${beyondAscii}) then nfc_normalize(${expanded}) else ${value} end`;
}
